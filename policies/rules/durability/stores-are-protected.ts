import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { isReplica } from "../../facts/databases.ts";
import { at, inputsOf, judged, numberAt, violated } from "../../read.ts";
import { storeTypes } from "../../facts/stores.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Pulumi refuses to delete what holds data, and never deletes it before its replacement is there. */
export const storesAreProtected: ResourceRule = {
  id: "PK-DUR-004",
  name: "stores-are-protected",
  says: "Pulumi refuses to delete what holds data, and never deletes it before its replacement is there.",
  why: "A renamed resource is a deleted one; for a database that must take two steps. A replica may go: its primary has all that it has; so may a queue that keeps nothing longer than an hour, and the volume of a cache, which knows what its server is called and no key.",
  fix: "Set `protect: true` in the environment.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9"],
  source: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  appliesTo: storeTypes,
  judge: (resource) =>
    judged(
      [
        ...(resource.protect || isReplica(resource) || passesOn(resource) || keepsNothing(resource)
          ? []
          : [violated("the option protect is off")]),
        ...(resource.deleteBeforeReplace ? [violated("the option deleteBeforeReplace is on")] : []),
      ],
      "it is protected",
    ),
};

/** Whether a queue passes notices on that are of no use soon after. SQS keeps messages for four days if nothing is said. */
function passesOn(resource: PlannedResource): boolean {
  if (resource.type !== "aws:sqs/queue:Queue") return false;
  const seconds = numberAt(at(inputsOf(resource), "messageRetentionSeconds"));
  return seconds !== undefined && seconds <= 3600;
}

/** Whether a claim says of itself that its volume may be lost. What makes it knows, by what the store is for. */
function keepsNothing(resource: PlannedResource): boolean {
  if (resource.type !== "kubernetes:core/v1:PersistentVolumeClaim") return false;
  return at(inputsOf(resource), "metadata", "labels", "landbridge.dev/keeps").value === "nothing";
}
