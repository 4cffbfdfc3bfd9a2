import { describe, expect, it } from "vitest";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import type { AutoProvisionWish, NodePoolWish } from "../../environments/schema/cluster.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { refresh } from "../refresh.ts";
import { destroy, up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

interface Cluster {
  readonly pools: Readonly<Record<string, Pick<NodePoolWish, "size"> & Partial<NodePoolWish>>>;
  readonly autoProvision?: AutoProvisionWish;
}

const others = { stores: {}, buckets: {}, domains: {}, warehouses: {}, events: undefined, protect: false } as const;
const planOf = ({ pools, ...rest }: Cluster) =>
  planEnvironment(
    azureEnvironment({ ...others, cluster: { access: { mode: "private-runner" }, pools: { ...pools }, ...rest } }),
  );

const autoProvision = { cpu: 400, memoryGiB: 1600 };
const pools = { general: { size: "large", min: 3, max: 12 }, batch: { size: "medium", min: 0, max: 20 } } as const;
/** For leaving it: pools have all of their nodes always, and nothing may come on top. */
const alike = { general: { ...pools.general, min: 6, max: 6 }, batch: { ...pools.batch, min: 1, max: 1 } };
const noMore = { cpu: 6 * 8 + 4 + 1, memoryGiB: 6 * 32 + 16 + 1 };

describe("a provisioner that the cloud runs", () => {
  it("comes with the cluster, leaves its nodes as they are, follows a pool in place, and goes with it", async () => {
    await inFolder(async (root) => {
      const plan = await planOf({ pools, autoProvision });
      await up(plan, { root });
      const nothing = { create: 0, update: 0, replace: 0, delete: 0 };
      expect((await up(plan, { root })).summary).toMatchObject(nothing);
      const wider = { ...pools, general: { ...pools.general, max: 14 } };
      const { summary } = await up(await planOf({ pools: wider, autoProvision }), { root });
      // The limits of what the pool may grow by, and of what may come on top.
      expect(summary).toMatchObject({ ...nothing, update: 2 });
      expect((await refresh("shop-prod", { root })).drift).toEqual([]);
      await destroy("shop-prod", { root });
    });
  });

  it("begins and ends on a cluster that runs, which is replaced by neither, nor is a pool", async () => {
    await inFolder(async (root) => {
      const steps: Cluster[] = [
        { pools },
        { pools, autoProvision },
        { pools: alike, autoProvision: noMore },
        { pools },
      ];
      const done: (readonly string[])[] = [];
      for (const step of steps) {
        const { summary, steps: taken } = await up(await planOf(step), { root });
        expect(summary.replace).toBe(0);
        done.push(
          taken
            .filter(({ type, step }) => step !== "same" && /NodePool$|NodeClass$|AgentPool$|ManagedCluster$/.test(type))
            .map(({ name, step }) => `${step} ${name}`),
        );
      }
      // AKS stops adding nodes before any pool has an autoscaler again.
      expect(done.at(-1)?.[0]).toBe("update shop-prod-cluster-aks");
      expect(done.slice(1).map((each) => each.toSorted())).toEqual([
        [
          "create shop-prod-nodes-auto-provision",
          "create shop-prod-nodes-auto-provision-class",
          "create shop-prod-nodes-batch",
          "create shop-prod-nodes-batch-class",
          "create shop-prod-nodes-general",
          "create shop-prod-nodes-general-class",
          "delete shop-prod-cluster-batch",
          "update shop-prod-cluster-aks",
          "update shop-prod-cluster-general",
        ],
        [
          "create shop-prod-cluster-batch",
          "delete shop-prod-nodes-auto-provision",
          "delete shop-prod-nodes-auto-provision-class",
          "delete shop-prod-nodes-batch",
          "delete shop-prod-nodes-batch-class",
          "delete shop-prod-nodes-general",
          "delete shop-prod-nodes-general-class",
          "update shop-prod-cluster-general",
        ],
        ["update shop-prod-cluster-aks", "update shop-prod-cluster-batch", "update shop-prod-cluster-general"],
      ]);
    });
  });
});
