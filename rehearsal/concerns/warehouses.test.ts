import { expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { queriedWarehouse } from "../../components/clouds/wishes.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { refresh } from "../refresh.ts";
import { destroy, up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

const { warehouses, services } = queriedWarehouse;
const plain = { stores: {}, buckets: {}, events: undefined, protect: false };
const changes = (scanTiBPerDay: number) => ({
  ...plain,
  warehouses: { analytics: { ...warehouses.analytics, scanTiBPerDay } },
  domains: { commerce: { owner: "commerce", services } },
});

it.each([
  ["gcp", (tebibytes) => gcpEnvironment(changes(tebibytes)), 2],
  ["aws", (tebibytes) => awsEnvironment(changes(tebibytes)), 2],
  // Its limit is set by SQL: only the component says another wish.
  ["azure", (tebibytes) => azureEnvironment(changes(tebibytes)), 1],
] satisfies [string, (tebibytes: number) => AnyEnvironment, number][])(
  "a warehouse on %s comes up, stays as it is, takes another limit in place, and goes",
  async (_, environment, updates) => {
    await inFolder(async (root) => {
      const plan = await planEnvironment(environment(2), { layer: "cloud" });
      await up(plan, { root });
      const nothing = { create: 0, update: 0, replace: 0, delete: 0 };
      expect((await up(plan, { root })).summary).toMatchObject(nothing);
      const other = await planEnvironment(environment(4), { layer: "cloud" });
      expect((await up(other, { root })).summary).toMatchObject({ ...nothing, update: updates });
      const stack = "shop-prod.cloud";
      expect((await refresh(stack, { root })).drift).toEqual([]);
      await destroy(stack, { root });
    });
  },
);
