import { expect, test } from "vitest";
import type { Plan } from "../plan/planned-resource.ts";
import { ProviderFailure } from "./errors.ts";
import { killAt, seededFaults, SimulatedKill, type Faults } from "./faults.ts";
import { up } from "./rehearse.ts";
import { inFolder } from "./testing/in-folder.ts";
import { compareFiles, consistent } from "./testing/oracle.ts";
import { samplePlan, sampleResource, sampleUrn } from "./testing/sample-plan.ts";

const [map, provider] = ["kubernetes:core/v1:ConfigMap", "pulumi:providers:kubernetes"];
const [object, cluster] = [sampleUrn(map, "place-0"), sampleUrn(provider, "place-1")];
const inputs = { loose: 0, metadata: { name: "object-0", namespace: "default" }, data: { fixed: "0" }, refers: "" };
const clusterOf = (clusterIdentifier: string) => ({ loose: 0, clusterIdentifier, refers: "" });

/** An object in the usual cluster, with which another's provider goes. */
const before = samplePlan([
  sampleResource(map, "place-0", inputs),
  sampleResource(provider, "place-1", clusterOf("cluster-0"), { deletedWith: object }),
]);
/** The object in that other cluster. */
const between = samplePlan([
  sampleResource(map, "place-0", inputs, { provider: cluster, dependencies: [cluster] }),
  sampleResource(provider, "place-1", clusterOf("cluster-1")),
]);

const now = (rate: number, seed: string): Faults =>
  seededFaults(seed, { create: rate, update: rate, delete: rate, lostReply: rate });

// Found by the runs of convergence.test.ts: which calls fail is part of the case.
test("a change that is taken back finds its name free, though runs between couldn't delete what was there", () =>
  inFolder(async (root) => {
    const attempts: readonly (readonly [Plan, Faults])[] = [
      [before, killAt(5)],
      [between, now(0.049511161692276325, ".")],
      [before, now(0.02, "")],
      [before, now(0.02, "")],
    ];
    for (const [plan, faults] of attempts) await attempt(plan, root, faults);
    await expectMadeGood(before, root);
  }));

/** The object in the usual cluster again, deleted before it is made anew. */
const after = samplePlan([sampleResource(map, "place-0", inputs, { deleteBeforeReplace: true })]);

test("a name is free again though a run was killed when what has it now was gone, and what had it before wasn't", async () => {
  for (let first = 1; first <= 9; first += 1)
    for (let second = 1; second <= 9; second += 1)
      await inFolder(async (root) => {
        await up(before, { root });
        await attempt(between, root, killAt(first));
        await attempt(after, root, killAt(second));
        await expectMadeGood(after, root);
      });
});

/** A run that may end by a fault; anything else fails the test. */
async function attempt(plan: Plan, root: string, faults: Faults): Promise<void> {
  await up(plan, { root, faults }).catch((error: unknown) => {
    if (!(error instanceof ProviderFailure || error instanceof SimulatedKill)) throw error;
  });
}

async function expectMadeGood(plan: Plan, root: string): Promise<void> {
  await up(plan, { root });
  expect(compareFiles(root, "sample-local")).toMatchObject(consistent);
  expect((await up(plan, { root })).summary).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
}
