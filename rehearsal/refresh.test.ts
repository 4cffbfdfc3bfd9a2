import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "../components/kit/names.ts";
import { renderPath } from "./steps/property-path.ts";
import { refresh } from "./refresh.ts";
import { readCheckpoint, up } from "./rehearse.ts";
import { stackFiles } from "./state/stack-files.ts";
import { inFolder } from "./testing/in-folder.ts";
import { compareFiles, consistent } from "./testing/oracle.ts";
import { samplePlan, samplePlatform, sampleResource } from "./testing/sample-plan.ts";

const stack = "sample-local";
const ledger = z.looseObject({
  live: z.array(
    z.looseObject({ type: z.string(), id: z.string(), urn: z.string(), properties: z.record(z.string(), z.json()) }),
  ),
});
type Ledger = z.infer<typeof ledger>;

/** Changes the simulated cloud behind the stack's back, as a person with an editor does. */
function edit(root: string, change: (cloud: Ledger) => void): void {
  const { cloud } = stackFiles(root, stack);
  const content = ledger.parse(JSON.parse(readFileSync(cloud, "utf8")));
  change(content);
  writeFileSync(cloud, JSON.stringify(content));
}

function object({ live }: Ledger, urnEnd: string): Ledger["live"][number] {
  const found = live.find(({ urn }) => urn.endsWith(urnEnd));
  if (found === undefined) throw new Error(`${urnEnd} isn't in the cloud`);
  return found;
}

test("says which property drifted, from what to what, and the next up sets it right", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    edit(root, (cloud) => {
      object(cloud, "::pool").properties["nodeCount"] = 7;
      object(cloud, "::net").properties["byHand"] = 1500;
    });
    const { drift } = await refresh(stack, { root });
    expect(drift).toMatchObject([
      { kind: "changed", type: "gcp:compute/network:Network", diffs: [{ path: "byHand", new: 1500 }] },
      { kind: "changed", type: "gcp:container/nodePool:NodePool", diffs: [{ path: "nodeCount", old: 3, new: 7 }] },
    ]);
    expect((await refresh(stack, { root })).drift).toEqual([]);
    const repair = await up(samplePlatform(), { root });
    expect(
      repair.steps.flatMap(({ name, step, diffs }) =>
        step === "same" ? [] : [[name, step, ...diffs.map(({ path }) => path)]],
      ),
    ).toEqual([
      ["net", "update", "byHand"],
      ["pool", "update", "nodeCount"],
    ]);
    edit(root, (cloud) => {
      expect(object(cloud, "::pool").properties["nodeCount"]).toBe(3);
      expect(object(cloud, "::net").properties).not.toHaveProperty("byHand");
    });
  });
});

test("drift of what the cloud decides itself is reported and not fought", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    edit(root, (cloud) => {
      object(cloud, "::net").properties["mtu"] = 8896;
    });
    expect((await refresh(stack, { root })).drift).toMatchObject([{ diffs: [{ path: "mtu", new: 8896 }] }]);
    expect((await up(samplePlatform(), { root })).summary).toMatchObject({ same: 58 });
  });
});

test("what is gone is made again; what someone added is named and left alone", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    edit(root, (cloud) => {
      cloud.live = cloud.live.filter(({ urn }) => !urn.endsWith("::net"));
      cloud.live.push({ type: "gcp:storage/bucket:Bucket", id: "by-hand", scope: "", urn: "", properties: {} });
    });
    const { drift } = await refresh(stack, { root });
    expect(drift.map(({ kind, type }) => [kind, type])).toEqual([
      ["gone", "gcp:compute/network:Network"],
      ["added", "gcp:storage/bucket:Bucket"],
    ]);
    const { summary } = await up(samplePlatform({ cidr: "10.0.0.0/20" }), { root }).catch(() => ({
      summary: undefined,
    }));
    // The subnetwork hangs from the network, and the protected cluster from that: a lost network can't be healed quietly.
    expect(summary).toBeUndefined();
    expect(compareFiles(root, stack).orphans).toEqual(["gcp:storage/bucket:Bucket  by-hand"]);
  });
});

test("a leaf that is gone is made again", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    edit(root, (cloud) => {
      cloud.live = cloud.live.filter(({ urn }) => !urn.endsWith("::service-1-service"));
    });
    expect((await refresh(stack, { root })).drift).toMatchObject([{ kind: "gone", id: "commerce/service-1" }]);
    expect((await up(samplePlatform(), { root })).summary).toMatchObject({ create: 1, same: 57 });
    expect(compareFiles(root, stack)).toMatchObject(consistent);
  });
});

test("a preview reports the same drift and changes no state", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    edit(root, (cloud) => {
      object(cloud, "::pool").properties["nodeCount"] = 7;
    });
    const before = readFileSync(stackFiles(root, stack).state);
    const preview = await refresh(stack, { root, previewOnly: true });
    expect(readFileSync(stackFiles(root, stack).state).equals(before)).toBe(true);
    expect((await refresh(stack, { root })).drift).toEqual(preview.drift);
  });
});

const value = fc.oneof(fc.integer(), fc.string(), fc.boolean());
const properties = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z./-]{0,6}$/),
  fc.oneof(
    value,
    fc.array(value, { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), value, { noNullPrototype: true }),
  ),
  { maxKeys: 5, noNullPrototype: true },
);

test("finds every drift of 300 random ones, exactly where it is, and none where there is none", async () => {
  const counted = { drifted: 0, clean: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ inputs: properties, drifts: fc.constantFrom("no", "no", "change", "delete", "add") }), {
        minLength: 1,
        maxLength: 6,
      }),
      (cases) =>
        inFolder(async (root) => {
          const plan = samplePlan(
            cases.map(({ inputs }, index) => sampleResource("gcp:test/thing:Thing", `thing-${index}`, inputs)),
          );
          await up(plan, { root });
          const expected: string[] = [];
          edit(root, (cloud) => {
            for (const [index, { drifts }] of cases.entries()) {
              const found = object(cloud, `::thing-${index}`);
              if (drifts === "no") continue;
              if (drifts === "delete") {
                cloud.live = cloud.live.filter((one) => one !== found);
                expected.push(`gone ${found.urn} `);
              } else if (drifts === "add") {
                cloud.live.push({ ...found, id: `${found.id}-by-hand`, urn: "" });
                expected.push("added  ");
              } else {
                const [key = "new"] = Object.keys(found.properties);
                found.properties[key] = "drifted by hand";
                expected.push(`changed ${found.urn} ${renderPath([key])}`);
              }
            }
          });
          const { drift } = await refresh(stack, { root });
          expect(
            drift.map(({ kind, urn, diffs }) => `${kind} ${urn} ${diffs.map(({ path }) => path).join()}`).sort(),
          ).toEqual(expected.sort());
          expect((await refresh(stack, { root })).drift.filter(({ kind }) => kind !== "added")).toEqual([]);
          counted.drifted += expected.length;
          counted.clean += cases.length - expected.length;
          await up(plan, { root });
          expect(compareFiles(root, stack).missing).toEqual([]);
          const wanted = plan.resources
            .filter(({ custom }) => custom)
            .map(({ urn, inputs }) => `${urn} ${canonicalJson(inputs)}`);
          const { resources } = readCheckpoint(stack, { root });
          expect(
            resources
              .filter(({ custom }) => custom)
              .map(({ urn, inputs }) => `${urn} ${canonicalJson(inputs)}`)
              .sort(),
          ).toEqual(wanted.sort());
        }),
    ),
    { numRuns: 220 },
  );
  expect(counted.drifted).toBeGreaterThan(300);
  expect(counted.clean).toBeGreaterThan(200);
});
