import { describe, expect, it } from "vitest";
import type { Plan, PlannedObject } from "../../plan/planned-resource.ts";
import type { Checkpoint } from "../state/checkpoint.ts";
import { ProtectedError } from "../errors.ts";
import { readCheckpoint, up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";
import { samplePlan, sampleResource } from "../testing/sample-plan.ts";
import { decideSteps } from "./steps.ts";

function stateOf(plan: Plan): Promise<Checkpoint> {
  return inFolder(async (root) => {
    await up(plan, { root });
    return readCheckpoint("sample-local", { root });
  });
}

const inCluster = "kubernetes:kafka.strimzi.io/v1:KafkaTopic";

async function refusals(type: string, before: PlannedObject, after: PlannedObject): Promise<string> {
  const plan = (inputs: PlannedObject) => samplePlan([sampleResource(type, "orders", inputs)]);
  const { refusals: found } = decideSteps(plan(after), await stateOf(plan(before)));
  return new ProtectedError(found).message;
}

describe("a topic's partitions", () => {
  it("can't become fewer, in the cluster or at a cloud, which is said before anything is done", async () => {
    const said =
      "has 24 partitions, which can't become 12, update is refused; write partitions: 24 or more, or publish to a topic of another name and delete this one later";
    const spec = (partitions: number) => ({ spec: { partitions } });
    expect(await refusals(inCluster, spec(24), spec(12))).toContain(said);
    for (const type of ["aws:msk/topic:Topic", "azure-native:eventhub:EventHub", "gcp:managedkafka/topic:Topic"])
      expect(await refusals(type, { partitionCount: 24 }, { partitionCount: 12 }), type).toContain(said);
  });

  it("can become more, and other settings can change", async () => {
    expect(await refusals(inCluster, { spec: { partitions: 12 } }, { spec: { partitions: 24 } })).toBe("");
    const kept = (retention: number) => ({ spec: { partitions: 12, config: { "retention.ms": retention } } });
    expect(await refusals(inCluster, kept(2), kept(1))).toBe("");
  });
});
