import type { PlannedResource } from "../../plan/planned-resource.ts";
import { at, inputsOf, isAbsent } from "../read.ts";

/** Whether a managed database is a copy that another one feeds. Clouds say so in different words. */
export function isReplica(resource: PlannedResource): boolean {
  const inputs = inputsOf(resource);
  const named = ["masterInstanceName", "replicateSourceDb", "replicationSourceIdentifier"];
  return named.some((key) => !isAbsent(at(inputs, key))) || at(inputs, "createMode").value === "Replica";
}
