import type { PlannedResource } from "../../plan/planned-resource.ts";
import { at, expectValue, inputsOf, type Finding } from "../read.ts";
import { sourceOf } from "../stack.ts";

/** What gives the name of an account of Google Cloud's: one of ours, a service's own, and the one by which logs are written. */
const accountTypes = [
  "gcp:logging/projectSink:ProjectSink",
  "gcp:projects/serviceIdentity:ServiceIdentity",
  "gcp:serviceaccount/account:Account",
  "gcp:storage/getProjectServiceAccount:getProjectServiceAccount",
];

/** The findings where a grant on Google Cloud is to everybody, or to nobody by name. */
export function expectSomebody(grant: PlannedResource): readonly Finding[] {
  const member = at(inputsOf(grant), "member");
  const text = typeof member.value === "string" && member.misplaced !== true ? member.value : "";
  // An account that only the cloud knows is somebody all the same.
  if (/^(?:user|group|serviceAccount|principal):./.test(text) || sourceOf(grant, member, accountTypes) !== undefined)
    return [];
  return expectValue(
    member,
    "somebody by name",
    (value) => typeof value === "string" && value !== "" && !/^all(?:Users|AuthenticatedUsers)$/i.test(value),
  );
}
