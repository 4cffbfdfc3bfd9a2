import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { refresh } from "../refresh.ts";
import { destroy, up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

const others = {
  buckets: { copies: {}, "copies-2": {} },
  domains: {},
  events: undefined,
  protect: false,
} as const;
const plain = { kind: "postgres" } as const;
const copied = { ...plain, backups: { bucket: "copies" } } as const;
const restored = {
  ...plain,
  backups: { bucket: "copies-2" },
  restoreFrom: { bucket: "copies", store: "orders" },
} as const;

type Stores = Readonly<Record<string, typeof plain | typeof copied | typeof restored>>;
const clouds: readonly (readonly [string, (stores: Stores) => AnyEnvironment])[] = [
  ["aws", (stores) => awsEnvironment({ ...others, stores: { ...stores } })],
  ["azure", (stores) => azureEnvironment({ ...others, stores: { ...stores } })],
  ["gcp", (stores) => gcpEnvironment({ ...others, stores: { ...stores } })],
];
const nothing = { create: 0, update: 0, replace: 0, delete: 0 };

describe.each(clouds)("PostgreSQL in the cluster on %s", (_name, make) => {
  const planOf = (stores: Stores) => planEnvironment(make(stores));

  it("is copied from one day to the next without being made anew, and then no longer", async () => {
    await inFolder(async (root) => {
      await up(await planOf({ orders: plain }), { root });
      const { steps, summary } = await up(await planOf({ orders: copied }), { root });
      expect(summary).toMatchObject({ replace: 0, delete: 0 });
      const changed = steps.filter(({ step }) => step === "update").map(({ name }) => name);
      expect(changed).toContain("shop-prod-data-orders-cluster");
      expect((await up(await planOf({ orders: copied }), { root })).summary).toMatchObject(nothing);
      expect((await refresh("shop-prod", { root })).drift).toEqual([]);
      const stopped = await up(await planOf({ orders: plain }), { root });
      expect(stopped.summary).toMatchObject({ create: 0, replace: 0 });
      const gone = stopped.steps.filter(({ step }) => step === "delete").map(({ name }) => name);
      // What is in the bucket is nobody's to delete.
      expect(gone.some((name) => name.includes("bucket-copies") && !name.includes("identity"))).toBe(false);
      expect(gone).toEqual(expect.arrayContaining(["shop-prod-data-orders-archive", "shop-prod-data-orders-schedule"]));
    });
  });

  it("begins from another's copies, and its servers keep their rights until they are gone", async () => {
    await inFolder(async (root) => {
      await up(await planOf({ orders: copied }), { root });
      const { summary } = await up(await planOf({ orders: copied, "orders-2": restored }), { root });
      expect(summary).toMatchObject({ replace: 0, delete: 0 });
      const { steps } = await up(await planOf({ "orders-2": restored }), { root });
      const gone = steps.filter(({ step }) => step === "delete").map(({ name }) => name);
      const cluster = gone.indexOf("shop-prod-data-orders-cluster");
      expect(cluster).toBeGreaterThanOrEqual(0);
      const rights = gone.flatMap((name, index) => (name.includes("identity-landbridge-data-orders") ? [index] : []));
      expect(rights.length).toBeGreaterThan(0);
      expect(Math.min(...rights)).toBeGreaterThan(cluster);
      expect(gone.indexOf("shop-prod-data-orders-archive")).toBeGreaterThan(cluster);
      await destroy("shop-prod", { root });
    });
  });

  it("seems to be made anew when it shall begin from elsewhere once it is there: its name is taken, so that it isn't", async () => {
    await inFolder(async (root) => {
      await up(await planOf({ orders: copied, "orders-2": plain }), { root });
      const { steps } = await up(await planOf({ orders: copied, "orders-2": restored }), { root });
      const replaced = steps.filter(({ step }) => step === "replace").map(({ name }) => name);
      const anew = ["cluster", "setup-config", "setup-job"].map((part) => `shop-prod-data-orders-2-${part}`);
      expect(replaced).toEqual(anew);
    });
  });
});
