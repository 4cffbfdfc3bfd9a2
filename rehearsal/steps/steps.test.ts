import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeholder, unknownMarker, type Plan, type PlannedResource } from "../../plan/planned-resource.ts";
import { emptyCheckpoint, type Checkpoint } from "../state/checkpoint.ts";
import { readCheckpoint, up } from "../rehearse.ts";
import { arbitraryPlans } from "../testing/arbitrary-plan.ts";
import { inFolder } from "../testing/in-folder.ts";
import { samplePlan, samplePlatform, sampleResource, sampleUrn } from "../testing/sample-plan.ts";
import { neededUrns } from "./deletions.ts";
import { orderResources, referencedUrns } from "./order.ts";
import { decideDestruction, decideSteps, type Decision } from "./steps.ts";

const stack = "sample-local";

function stateOf(plan: Plan): Promise<Checkpoint> {
  return inFolder(async (root) => {
    await up(plan, { root });
    return readCheckpoint(stack, { root });
  });
}

/** The steps that change something, as `kind name`. */
function changes({ steps }: Decision): string[] {
  return steps.filter(({ step }) => step !== "same").map(({ step, name }) => `${step} ${name}`);
}

const network = "gcp:compute/network:Network";
const subnetwork = "gcp:compute/subnetwork:Subnetwork";
const bucket = "gcp:storage/bucket:Bucket";
const map = "kubernetes:core/v1:ConfigMap";

/** A change of one resource, beside a provider and a neighbour that stay. */
async function change(before: PlannedResource, after: PlannedResource): Promise<Decision> {
  const neighbour = sampleResource(bucket, "neighbour", {});
  return decideSteps(samplePlan([after, neighbour]), await stateOf(samplePlan([before, neighbour])));
}

describe("a step is", () => {
  test("create for all of a new stack, and same for all of it afterwards", async () => {
    const plan = samplePlatform();
    expect(new Set(decideSteps(plan, emptyCheckpoint).steps.map(({ step }) => step))).toEqual(new Set(["create"]));
    expect(changes(decideSteps(plan, await stateOf(plan)))).toEqual([]);
  });

  test("update for an input that can be changed in place, with path, old and new", async () => {
    const decision = await change(
      sampleResource(bucket, "b", { labels: { "app.io/a": "1", gone: "x" } }),
      sampleResource(bucket, "b", { labels: { "app.io/a": "2" } }),
    );
    expect(changes(decision)).toEqual(["update b"]);
    expect(decision.steps.find(({ name }) => name === "b")?.diffs).toEqual([
      { path: 'labels["app.io/a"]', old: "1", new: "2", replaces: false },
      { path: "labels.gone", old: "x", replaces: false },
    ]);
  });

  test("replace for an input that can't, the new one first when its name is the cloud's choice", async () => {
    const decision = await change(
      sampleResource(bucket, "b", { location: "EU" }),
      sampleResource(bucket, "b", { location: "US" }),
    );
    expect(decision.steps.find(({ name }) => name === "b")).toMatchObject({ step: "replace", deleteBefore: false });
  });

  test("replace, the old one first, when the name is fixed or the program says so", async () => {
    const object = (data: string) =>
      sampleResource(map, "m", { metadata: { name: "m", namespace: "n" }, data: { data } });
    expect((await change(object("1"), object("2"))).steps.find(({ name }) => name === "m")).toMatchObject({
      step: "replace",
      deleteBefore: true,
      diffs: [{ path: "data.data", old: "1", new: "2", replaces: true }],
    });
    const asked = (location: string) => sampleResource(bucket, "b", { location }, { deleteBeforeReplace: true });
    expect((await change(asked("EU"), asked("US"))).steps.find(({ name }) => name === "b")).toMatchObject({
      deleteBefore: true,
    });
  });

  test("update for a subnetwork that widens and replace for one that doesn't", async () => {
    const range = (ipCidrRange: string) => sampleResource(subnetwork, "s", { ipCidrRange });
    expect(changes(await change(range("10.0.0.0/20"), range("10.0.0.0/16")))).toEqual(["update s"]);
    expect(changes(await change(range("10.0.0.0/20"), range("10.0.0.0/24")))).toEqual(["replace s"]);
  });

  test("replace for a block that comes or goes with a fixed property in it, update for one without", async () => {
    const cluster = (inputs: object) => sampleResource("gcp:container/cluster:Cluster", "c", { ...inputs });
    const secondary = { ipAllocationPolicy: { clusterSecondaryRangeName: "pods" } };
    expect(changes(await change(cluster({}), cluster(secondary)))).toEqual(["replace c"]);
    expect(changes(await change(cluster({}), cluster({ ipAllocationPolicy: { stackType: "IPV4" } })))).toEqual([
      "update c",
    ]);
  });

  test("same where ignoreChanges names the path, also inside of lists", async () => {
    const spec = (replicas: number, image: string) => ({
      spec: { replicas, containers: [{ image }, { image: "side" }] },
    });
    const type = "kubernetes:apps/v1:Deployment";
    const ignoring = (ignoreChanges: string[]) => sampleResource(type, "d", spec(5, "new"), { ignoreChanges });
    const before = sampleResource(type, "d", spec(1, "old"));
    expect(changes(await change(before, ignoring(["spec.replicas", "spec.containers[*].image"])))).toEqual([]);
    expect(changes(await change(before, ignoring(["spec.replicas"])))).toEqual(["update d"]);
  });

  test("replace where replaceOnChanges names the path", async () => {
    const asked = (versioning: boolean) =>
      sampleResource(bucket, "b", { versioning }, { replaceOnChanges: ["versioning"] });
    expect(changes(await change(asked(true), asked(false)))).toEqual(["replace b"]);
  });

  test("same for a resource that is known under an alias, and for what hangs from it", async () => {
    const old = sampleResource(network, "old", {});
    const renamed = sampleResource(network, "new", {}, { aliases: [old.urn] });
    const child = (parent: PlannedResource) =>
      sampleResource(
        bucket,
        "child",
        { of: placeholder(parent.urn, "id") },
        { parent: parent.urn, dependencies: [parent.urn] },
      );
    const state = await stateOf(samplePlan([old, child(old)]));
    const decision = decideSteps(samplePlan([renamed, child(renamed)]), state);
    expect(changes(decision)).toEqual([]);
    expect(decision.renames).toEqual({ [old.urn]: renamed.urn });
    const short = sampleResource(network, "new", {}, { aliases: [`${network}/old`] });
    expect(changes(decideSteps(samplePlan([short, child(short)]), state))).toEqual([]);
    const stranger = sampleResource(network, "new", {});
    expect(changes(decideSteps(samplePlan([stranger, child(stranger)]), state))).toContain("delete old");
  });

  test("replace for every object of a provider that turns to another cluster, same when its kubeconfig alone changes", async () => {
    const plan = (clusterIdentifier: string, kubeconfig: string) => {
      const provider = sampleResource("pulumi:providers:kubernetes", "k", { clusterIdentifier, kubeconfig });
      const objects = ["a", "b"].map((name) =>
        sampleResource(map, name, { metadata: { name, namespace: "n" } }, { provider: provider.urn }),
      );
      return samplePlan([provider, ...objects]);
    };
    const state = await stateOf(plan("one", "x"));
    expect(changes(decideSteps(plan("one", "y"), state))).toEqual(["update k"]);
    expect(changes(decideSteps(plan("two", "x"), state))).toEqual(["replace k", "replace a", "replace b"]);
  });

  test("replace for what a replaced resource's new id forces, update for what can follow in place", async () => {
    const plan = (description: string) => {
      const net = sampleResource(network, "net", { description });
      const needs = { dependencies: [net.urn], propertyDependencies: { network: [net.urn] } };
      return samplePlan([
        net,
        sampleResource(subnetwork, "sub", { network: placeholder(net.urn, "id") }, needs),
        sampleResource(bucket, "note", { labels: { network: placeholder(net.urn, "name") } }, needs),
      ]);
    };
    const decision = decideSteps(plan("new"), await stateOf(plan("old")));
    expect(changes(decision)).toEqual(["replace net", "replace sub", "update note"]);
    expect(decision.steps.find(({ name }) => name === "note")?.diffs[0]?.new).toBe("[known after up]");
  });

  test("same for a value that nobody knows and that isn't text", async () => {
    const unknown = () => sampleResource(bucket, "b", { size: unknownMarker });
    expect(changes(await change(unknown(), unknown()))).toEqual([]);
  });
});

test("what goes with a replaced resource is replaced too, though none of its inputs changes", async () => {
  const plan = (location: string) => {
    const host = sampleResource(bucket, "host", { location });
    return samplePlan([host, sampleResource(bucket, "inside", {}, { deletedWith: host.urn })]);
  };
  expect(changes(decideSteps(plan("US"), await stateOf(plan("EU"))))).toEqual(["replace host", "replace inside"]);
});

test("dependents go before a fixed resource that has to make room for itself", async () => {
  const plan = (location: string) => {
    const cluster = sampleResource("gcp:container/cluster:Cluster", "c", { name: "fixed", location });
    const pool = sampleResource(
      "gcp:container/nodePool:NodePool",
      "p",
      { cluster: placeholder(cluster.urn, "id") },
      { dependencies: [cluster.urn], propertyDependencies: { cluster: [cluster.urn] } },
    );
    return samplePlan([cluster, pool]);
  };
  const same = decideSteps(plan("EU"), await stateOf(plan("EU")));
  expect(changes(same)).toEqual([]);
  // Another location is another name for the cloud, so both can exist side by side.
  expect(decideSteps(plan("US"), await stateOf(plan("EU"))).steps.find(({ name }) => name === "c")?.deleteBefore).toBe(
    false,
  );
  const forced = (description: string): Plan => ({
    ...plan("EU"),
    resources: plan("EU").resources.map((one) =>
      one.name === "c" ? { ...one, inputs: { ...one.inputs, description } } : one,
    ),
  });
  const decision = decideSteps(forced("new"), await stateOf(forced("old")));
  const [cluster] = decision.steps.filter(({ name }) => name === "c");
  expect(cluster).toMatchObject({ step: "replace", deleteBefore: true });
  expect(cluster?.deletesFirst.map(({ urn }) => urn.split("::").at(-1))).toEqual(["p"]);
});

test("every protected resource that would go is refused, and no other", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPlans({ count: 2, protect: true }), async ([before, after]) => {
      if (before === undefined || after === undefined) return;
      const state = await stateOf(before);
      for (const { steps, refusals, renames } of [decideSteps(after, state), decideDestruction(state)]) {
        const old = new Map(Object.entries(renames).map(([from, to]) => [to, from]));
        const guarded = new Set(before.resources.filter((one) => one.protect).map(({ urn }) => urn));
        const going = steps.filter(
          ({ step, urn }) => (step === "delete" || step === "replace") && guarded.has(old.get(urn) ?? urn),
        );
        expect(refusals.map(({ urn, step }) => `${step} ${urn}`).sort()).toEqual(
          going.map(({ urn, step }) => `${step} ${urn}`).sort(),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test("each step comes after those it needs, and each deletion before what it needs", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPlans({ count: 2 }), async ([before, after]) => {
      if (before === undefined || after === undefined) return;
      const state = await stateOf(before);
      const { steps } = decideSteps(after, state);
      const visited = steps.filter(({ step }) => step !== "delete").map(({ urn }) => urn);
      for (const resource of after.resources) {
        for (const needed of referencedUrns(resource))
          expect(visited.indexOf(needed)).toBeLessThan(visited.indexOf(resource.urn));
      }
      const deleted = decideDestruction(state).steps.map(({ urn }) => urn);
      for (const resource of state.resources) {
        for (const needed of neededUrns(resource))
          expect(deleted.indexOf(needed)).toBeGreaterThan(deleted.indexOf(resource.urn));
      }
    }),
    { numRuns: 60 },
  );
});

test("the order of a plan's list makes no difference", () => {
  const plan = samplePlatform();
  const turned = { ...plan, resources: plan.resources.toReversed() };
  expect(decideSteps(turned, emptyCheckpoint)).toEqual(decideSteps(plan, emptyCheckpoint));
});

test("fails for resources that need each other, and for one that needs what isn't planned", () => {
  const [a, b] = [sampleUrn(bucket, "a"), sampleUrn(bucket, "b")];
  const ring = [
    sampleResource(bucket, "a", {}, { dependencies: [b] }),
    sampleResource(bucket, "b", { of: placeholder(a, "id") }),
  ];
  expect(() => orderResources(ring.map((one) => ({ ...one, parent: a === one.urn ? b : a })))).toThrow(
    /need each other/,
  );
  expect(() =>
    decideSteps(samplePlan([sampleResource(bucket, "a", {}, { dependencies: [b] })]), emptyCheckpoint),
  ).toThrow(`${a} needs ${b}, which the plan doesn't have`);
});
