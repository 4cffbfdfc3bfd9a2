import { canonicalJson } from "../components/kit/names.ts";
import type { PendingOperation } from "./state/checkpoint.ts";
import { isNeeded } from "./steps/deletions.ts";
import { cloudKey } from "./provider-calls.ts";
import { isSame, referenceTo } from "./steps/resource-reference.ts";
import type { SettledOperation } from "./result.ts";
import type { CloudObject, SimulatedCloud } from "./simulated/cloud.ts";
import type { StackState } from "./state/stack-state.ts";

/**
 * Finds out what became of the operations that an earlier run left pending, by asking the cloud for each by its id, and
 * brings the state up to that: nothing is created twice, and nothing that was created is forgotten.
 */
export function settlePending(state: StackState, cloud: SimulatedCloud): SettledOperation[] {
  return state.pending.map((operation): SettledOperation => {
    const { resource, type } = operation;
    const done = carriedOut(operation, cloud.read(cloudKey(resource)));
    if (done) settleDone(operation, state, cloud);
    else state.record({ kind: "cleared", references: [referenceTo(resource)] });
    return { urn: resource.urn, operation: type, outcome: done ? "carried out" : "not carried out" };
  });
}

function carriedOut({ resource, type }: PendingOperation, found: CloudObject | undefined): boolean {
  switch (type) {
    case "creating":
      // Another one may have taken the name since.
      return found !== undefined && found.urn === resource.urn && found.retained !== true;
    case "updating":
      return found !== undefined && canonicalJson(found.properties) === canonicalJson(resource.outputs ?? {});
    case "deleting":
      return found === undefined || found.retained === true;
    case "reading":
      return false;
  }
}

function settleDone({ resource, type }: PendingOperation, state: StackState, cloud: SimulatedCloud): void {
  const reference = referenceTo(resource);
  if (type === "deleting") {
    const found = state.find(reference);
    // What still names it can't lose it, so it stays as something that is gone.
    if (found !== undefined && isNeeded(found, state.resources))
      state.record({ kind: "put", resources: [{ ...found, pendingReplacement: true }], condemn: false });
    else state.record({ kind: "remove", references: [reference] });
    return;
  }
  const outputs = cloud.read(cloudKey(resource))?.properties ?? resource.outputs;
  const old = state.live(resource.urn);
  const condemn = type === "creating" && old !== undefined && old.pendingReplacement !== true && !isSame(old, resource);
  state.record({ kind: "put", resources: [{ ...resource, outputs }], condemn });
}
