import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import type { AutoProvisionWish, NodePoolWish } from "../../environments/schema/cluster.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { refresh } from "../refresh.ts";
import { destroy, up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

interface Cluster {
  readonly pools: Readonly<Record<string, Pick<NodePoolWish, "size"> & Partial<NodePoolWish>>>;
  readonly autoProvision?: AutoProvisionWish;
}

const others = { stores: {}, buckets: {}, domains: {}, events: undefined, protect: false } as const;
const planOf = ({ pools, ...rest }: Cluster) =>
  planEnvironment(
    awsEnvironment({ ...others, cluster: { access: { mode: "private-runner" }, pools: { ...pools }, ...rest } }),
  );

const autoProvision = { cpu: 400, memoryGiB: 1600 };
const pools = {
  batch: { size: "medium", min: 0, max: 20, purpose: "batch", spot: true },
  general: { size: "large", min: 3, max: 12 },
} as const;
const nothing = { create: 0, update: 0, replace: 0, delete: 0 };

describe("a provisioner that the platform runs itself", () => {
  it("comes with the cluster, stays as it is, follows a pool in place, and goes with it", async () => {
    await inFolder(async (root) => {
      await up(await planOf({ pools, autoProvision }), { root });
      expect((await up(await planOf({ pools, autoProvision }), { root })).summary).toMatchObject(nothing);
      const wider = { ...pools, general: { ...pools.general, max: 14 } };
      const { summary } = await up(await planOf({ pools: wider, autoProvision }), { root });
      // The limits of what the pool may grow by, and of what may come on top.
      expect(summary).toMatchObject({ ...nothing, update: 2 });
      expect((await refresh("shop-prod", { root })).drift).toEqual([]);
      await destroy("shop-prod", { root });
    });
  });

  it("keeps its rights until the last node that it made is gone", async () => {
    await inFolder(async (root) => {
      await up(await planOf({ pools, autoProvision }), { root });
      const { steps } = await up(await planOf({ pools }), { root });
      const gone = steps
        .filter(({ step }) => step === "delete")
        .map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
      const placeOf = (what: string): number => {
        expect(gone).toContain(what);
        return gone.indexOf(what);
      };
      const pool = placeOf("NodePool shop-prod-nodes-general");
      const nodeClass = placeOf("EC2NodeClass shop-prod-nodes-general-class");
      expect(pool).toBeLessThan(nodeClass);
      for (const after of [
        "Chart shop-prod-operators-karpenter-chart",
        "AccessEntry shop-prod-cluster-karpenter-nodes",
        "EventTarget shop-prod-cluster-interruptions-spot",
        "PodIdentityAssociation shop-prod-cluster-karpenter",
        "RolePolicy shop-prod-cluster-karpenter",
      ])
        expect([after, placeOf(after) > nodeClass]).toEqual([after, true]);
    });
  });

  it("begins and ends on a cluster that runs, which is replaced by neither, nor is a node group", async () => {
    // For leaving it: pools have all of their nodes always, and nothing may come on top.
    const alike = { batch: { ...pools.batch, min: 1, max: 1 }, general: { ...pools.general, min: 6, max: 6 } };
    const noMore = { cpu: 6 * 8 + 4 + 1, memoryGiB: 6 * 32 + 16 + 1 };
    await inFolder(async (root) => {
      await up(await planOf({ pools }), { root });
      const done: (readonly string[])[] = [];
      for (const step of [{ pools, autoProvision }, { pools: alike, autoProvision: noMore }, { pools }]) {
        const { summary, steps } = await up(await planOf(step), { root });
        expect(summary.replace).toBe(0);
        const seen = steps.filter(
          ({ type, step }) => step !== "same" && /NodePool$|NodeGroup$|:Chart$|Cluster$/.test(type),
        );
        done.push(seen.map(({ name, step }) => `${step} ${name}`).sort());
      }
      const zones = ["euw1-az1", "euw1-az2", "euw1-az3"];
      const generalIn = (zone: string) => `update shop-prod-cluster-general-${zone}`;
      expect(done).toEqual([
        [
          "create shop-prod-nodes-auto-provision",
          "create shop-prod-nodes-batch",
          "create shop-prod-nodes-general",
          "create shop-prod-operators-karpenter-chart",
          "delete shop-prod-cluster-batch-spot",
          "delete shop-prod-operators-cluster-autoscaler-chart",
          ...zones.map(generalIn),
        ],
        [
          "create shop-prod-cluster-batch-spot",
          "delete shop-prod-nodes-auto-provision",
          "delete shop-prod-nodes-batch",
          "delete shop-prod-nodes-general",
          ...zones.map(generalIn),
        ],
        [
          "create shop-prod-operators-cluster-autoscaler-chart",
          "delete shop-prod-operators-karpenter-chart",
          "update shop-prod-cluster-batch-spot",
          ...zones.map(generalIn),
        ],
      ]);
    });
  });
});
