import { decideJobManagers, flinkRoleLabel } from "../../../components/kit/workloads/flink/flink.ts";
import type { PlannedObject, PlannedResource, PlannedValue } from "../../planned-resource.ts";
import { dig, labelsAt, numberAt, objectsAt, textAt } from "../fields.ts";
import type { Claim, Keep, PodGroup } from "../pod-group.ts";
import { placingOf, podRequests } from "../pod-spec.ts";
import { gibibytesOf } from "../quantities.ts";
import {
  kindOf,
  namespaceOf,
  notesOf,
  objectName,
  selectorOf,
  selects,
  wishOf,
  writeAt,
  type Around,
  type Reader,
  type ReadPods,
} from "../reader.ts";

/** A Deployment, StatefulSet or Rollout: as many pods as it says, or as its autoscaler makes. */
export const readWorkload: Reader = (resource, around) => {
  const { inputs } = resource;
  const scaler = scalerOf(resource, around);
  const replicas = numberAt(1, inputs, "spec", "replicas");
  const least = scaler === undefined ? replicas : numberAt(1, scaler, "spec", "minReplicas");
  const most = scaler === undefined ? replicas : numberAt(least, scaler, "spec", "maxReplicas");
  const kind = kindOf(resource, around);
  const wish = wishOf(resource, around);
  const keep: Keep = {
    what: "pods",
    of: least,
    need: Math.max(1, leastAvailable(resource, around)),
    apart: "pods",
    mend: kind === "service" ? moreOf(resource, wish, least) : "",
  };
  // An operator that is away for minutes stops nothing that runs.
  const keeps = kind === "operator" || least === 0 ? [] : [keep];
  return read(resource, { kind, wish, least, most, claims: claimsOf(resource, around), keeps }, podSpecOf(inputs));
};

/** What makes more pods of a service. TaskManagers have a field of their own, and how many JobManagers there are follows from the tier. */
function moreOf({ inputs }: PlannedResource, wish: string, least: number): string {
  const labels = labelsAt(inputs, "spec", "template", "metadata", "labels");
  const more = least < 3 ? 3 : least + 1;
  if (selects(flinkRoleLabel("taskmanager"), labels)) return writeAt(wish, "flink.taskManagers", more);
  if (selects(flinkRoleLabel("jobmanager"), labels))
    return least < decideJobManagers({ tier: "production", costMode: "balanced" }) ? "tier: production" : "";
  return writeAt(wish, "scale.min", more);
}

/** A DaemonSet: a pod on every node. */
export const readEveryNode: Reader = (resource, around) =>
  read(
    resource,
    { kind: "every node", wish: wishOf(resource, around), least: 0, most: 0, claims: [], keeps: [] },
    podSpecOf(resource.inputs),
  );

/** A Job: its pods, while it runs. */
export const readJob: Reader = (resource, around) => readJobSpec(resource, around, dig(resource.inputs, "spec"));

/** A CronJob: as its Job. */
export const readCronJob: Reader = (resource, around) =>
  readJobSpec(resource, around, dig(resource.inputs, "spec", "jobTemplate", "spec"));

/** A Pod of its own. */
export const readPod: Reader = (resource, around) => {
  const kind = kindOf(resource, around);
  const wish = wishOf(resource, around);
  return read(resource, { kind, wish, least: 1, most: 1, claims: [], keeps: [] }, dig(resource.inputs, "spec"));
};

function readJobSpec(resource: PlannedResource, around: Around, spec: PlannedValue | undefined): ReadPods {
  const count = Math.min(numberAt(1, spec, "parallelism"), numberAt(Infinity, spec, "completions"));
  const rest = { wish: wishOf(resource, around), least: count, most: count, claims: [], keeps: [] };
  return read(resource, { kind: "job", ...rest }, dig(spec, "template", "spec"));
}

function read(
  resource: PlannedResource,
  group: Pick<PodGroup, "kind" | "wish" | "least" | "most" | "claims" | "keeps">,
  spec: PlannedValue | undefined,
): ReadPods {
  const name = objectName(resource);
  const { notes, ...placing } = placingOf(spec);
  const each = podRequests(spec);
  const silent = each.milliCpu === 0 || each.memoryMiB === 0 ? ["doesn't say all that it requests"] : [];
  return { groups: [{ name, ...group, each, ...placing }], notes: notesOf(name, [...notes, ...silent]) };
}

function podSpecOf(inputs: PlannedObject): PlannedValue | undefined {
  return dig(inputs, "spec", "template", "spec");
}

function scalerOf({ type, inputs }: PlannedResource, { resources }: Around): PlannedObject | undefined {
  const kind = type.split(":").at(-1) ?? "";
  return resources.find(
    (resource) =>
      resource.type.endsWith(":HorizontalPodAutoscaler") &&
      namespaceOf(resource) === namespaceOf({ inputs }) &&
      textAt(resource.inputs, "spec", "scaleTargetRef", "kind") === kind &&
      textAt(resource.inputs, "spec", "scaleTargetRef", "name") === textAt(inputs, "metadata", "name"),
  )?.inputs;
}

/** How many pods the budgets of a workload keep whatever happens to be evicted. */
function leastAvailable({ inputs }: PlannedResource, { resources }: Around): number {
  const labels = labelsAt(inputs, "spec", "template", "metadata", "labels");
  const kept = resources
    .filter(
      (resource) =>
        resource.type.endsWith(":PodDisruptionBudget") &&
        namespaceOf(resource) === namespaceOf({ inputs }) &&
        selects(selectorOf(resource.inputs, "spec", "selector"), labels),
    )
    .map((budget) => numberAt(0, budget.inputs, "spec", "minAvailable"));
  return Math.max(0, ...kept);
}

/** Those that it has made, and those of its pods' volumes that are objects of their own. */
function claimsOf(resource: PlannedResource, around: Around): Claim[] {
  const { inputs } = resource;
  const made = objectsAt(inputs, "spec", "volumeClaimTemplates").map((claim) => claimOf(dig(claim, "spec"), ""));
  const named = objectsAt(podSpecOf(inputs), "volumes").map((one) => textAt(one, "persistentVolumeClaim", "claimName"));
  const wish = wishOf(resource, around);
  const own = around.resources
    .filter(({ type, inputs: claim }) => {
      const isBeside =
        type.endsWith(":PersistentVolumeClaim") && namespaceOf({ inputs: claim }) === namespaceOf(resource);
      return isBeside && named.includes(textAt(claim, "metadata", "name"));
    })
    .map((claim) => claimOf(dig(claim.inputs, "spec"), wish === "" ? "" : `${wish}.storageGiB`));
  return [...made, ...own];
}

/** A volume from the specification of its claim. */
export function claimOf(spec: PlannedValue | undefined, path: string): Claim {
  return {
    storageClass: textAt(spec, "storageClassName"),
    gib: gibibytesOf(dig(spec, "resources", "requests", "storage")) ?? 0,
    path,
  };
}
