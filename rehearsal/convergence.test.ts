import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan } from "../plan/planned-resource.ts";
import { ProviderFailure } from "./errors.ts";
import { killAt, seededFaults, SimulatedKill, type Faults } from "./faults.ts";
import { refresh } from "./refresh.ts";
import { destroy, up } from "./rehearse.ts";
import { parseCheckpoint } from "./state/checkpoint.ts";
import { stackFiles } from "./state/stack-files.ts";
import { arbitraryPlans } from "./testing/arbitrary-plan.ts";
import { inFolder } from "./testing/in-folder.ts";
import { compareFiles, consistent } from "./testing/oracle.ts";
import { samplePlatform } from "./testing/sample-plan.ts";

const stack = "sample-local";
const runs = Number(process.env["REHEARSAL_RUNS"] ?? 150);

/** A run that may end by a fault; anything else fails the test. Tells whether it came to its end. */
async function attempt(run: Promise<unknown>): Promise<boolean> {
  try {
    await run;
    return true;
  } catch (error) {
    if (error instanceof ProviderFailure || error instanceof SimulatedKill) return false;
    throw error;
  }
}

/** Faults count calls, so each run gets its own. Shown as data when a case fails. */
type FaultCase = { readonly seed: string; readonly rate: number } | { readonly killAt: number };

const arbitraryFaults: fc.Arbitrary<FaultCase> = fc.oneof(
  fc.record({ seed: fc.string(), rate: fc.double({ min: 0.02, max: 0.3, noNaN: true }) }),
  fc.record({ killAt: fc.integer({ min: 1, max: 60 }) }),
);

function makeFaults(one: FaultCase | undefined): Faults {
  if (one === undefined) return {};
  if ("killAt" in one) return killAt(one.killAt);
  const { seed, rate } = one;
  return seededFaults(seed, { create: rate, update: rate, delete: rate, lostReply: rate });
}

function expectSettled(root: string, plan: Plan): void {
  expect(compareFiles(root, stack)).toMatchObject(consistent);
  const files = stackFiles(root, stack);
  const { resources } = parseCheckpoint(readFileSync(files.state), files.state, "");
  expect(resources.map(({ urn }) => urn).sort()).toEqual(plan.resources.map(({ urn }) => urn).sort());
  expect(resources.filter((one) => one.delete === true || one.pendingReplacement === true)).toEqual([]);
}

test(
  "any plan after any other converges in one run, and the next finds nothing to do",
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlans(), (plans) =>
        inFolder(async (root) => {
          for (const plan of plans) {
            await up(plan, { root });
            expectSettled(root, plan);
            const before = readFileSync(stackFiles(root, stack).state);
            const again = await up(plan, { root });
            expect(again.summary).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0, read: 0 });
            expect(readFileSync(stackFiles(root, stack).state).equals(before)).toBe(true);
          }
          expect((await refresh(stack, { root })).drift).toEqual([]);
          await destroy(stack, { root });
          expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: 0 });
        }),
      ),
      { numRuns: runs },
    );
  },
  60_000 + runs * 1000,
);

test(
  "a run that failed or was killed anywhere is made good by the next one, also by one of another plan",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPlans({ count: 4 }),
        fc.array(arbitraryFaults, { minLength: 4, maxLength: 4 }),
        (plans, faults) =>
          inFolder(async (root) => {
            for (const [index, plan] of plans.entries())
              await attempt(up(plan, { root, faults: makeFaults(faults[index]) }));
            const last = plans.at(-1);
            if (last === undefined) return;
            await up(last, { root });
            expectSettled(root, last);
            await attempt(destroy(stack, { root, faults: makeFaults(faults[0]) }));
            await destroy(stack, { root });
            expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: 0 });
          }),
      ),
      { numRuns: runs },
    );
  },
  60_000 + runs * 1000,
);

test("the whole sample platform survives a kill at each boundary of up, change and destroy", async () => {
  const [first, second] = [samplePlatform({ services: 3 }), samplePlatform({ services: 2, image: "2.0.0", nodes: 5 })];
  const unguarded = (plan: Plan): Plan => ({
    ...plan,
    resources: plan.resources.map((resource) => ({ ...resource, protect: false })),
  });
  for (let nth = 1; nth <= 90; nth += 1) {
    await inFolder(async (root) => {
      await attempt(up(unguarded(first), { root, faults: killAt(nth) }));
      await up(unguarded(first), { root });
      expectSettled(root, first);
      await attempt(up(unguarded(second), { root, faults: killAt(nth) }));
      await up(unguarded(second), { root });
      expectSettled(root, second);
      await attempt(destroy(stack, { root, faults: killAt(nth) }));
      // What was settled is written here, before anything else is deleted.
      expect((await refresh(stack, { root })).drift).toEqual([]);
      expect(compareFiles(root, stack)).toMatchObject(consistent);
      await destroy(stack, { root });
      expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: 0 });
    });
  }
});
