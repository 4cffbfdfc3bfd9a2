import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../plan/plan-environment.ts";
import { custom } from "../../plan.fixture.ts";
import { checkAzure } from "./check.ts";
import { azureEnvironment } from "./environment.fixture.ts";

const environment = azureEnvironment({
  stores: {
    orders: {
      kind: "postgres",
      placement: "managed",
      size: "large",
      replicas: 1,
      dataClass: "personal",
      secondaryRegion: true,
    },
  },
  buckets: { uploads: { dataClass: "personal", replicate: true } },
  domains: {},
});
const plan = planEnvironment(environment, { layer: "cloud" });

describe("the second region on Azure", () => {
  // https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas-geo
  it("has a server that follows the primary under a key of that region, closed until somebody opens a door", async () => {
    const { resources } = await plan;
    const server = custom(resources, "shop-prod-orders-secondary");
    expect(server.inputs).toMatchObject({
      location: "northeurope",
      createMode: "Replica",
      sourceServerResourceId: expect.stringMatching(/shop-prod-orders-primary#id}$/) as unknown,
      network: { publicNetworkAccess: "Disabled" },
      dataEncryption: {
        primaryKeyURI: expect.stringMatching(/shop-prod-key-personal-secondary-key#keyUri}$/) as unknown,
      },
      tags: { "data-class": "personal" },
    });
    expect(custom(resources, "shop-prod-key-personal-secondary-vault").inputs["location"]).toBe("northeurope");
    // While a replica is made the primary refuses any other change.
    expect(server.dependencies.map((urn) => urn.split("::").at(-1))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shop-prod-orders-replica-0-door/) as unknown]),
    );
    const doors = resources.filter(({ name }) => name.startsWith("shop-prod-orders-secondary-door"));
    expect(doors).toEqual([]);
  });

  // https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas#considerations
  it("asks for a machine that isn't burstable, also of a small server that has no other follower and no standby", async () => {
    const { orders } = environment.stores;
    if (orders?.kind !== "postgres") throw new Error("orders are in PostgreSQL");
    const stores = { orders: { ...orders, size: "small", replicas: 0 } } as const;
    const small = azureEnvironment({ stores, domains: {}, tier: "development", protect: false });
    const { resources } = await planEnvironment(small, { layer: "cloud" });
    expect(custom(resources, "shop-prod-orders-primary").inputs).toMatchObject({
      highAvailability: { mode: "Disabled" },
      sku: { tier: "GeneralPurpose" },
    });
    expect(custom(resources, "shop-prod-orders-secondary").inputs).toMatchObject({ sku: { tier: "GeneralPurpose" } });
  });

  // https://learn.microsoft.com/azure/storage/blobs/object-replication-overview#prerequisites-for-object-replication
  it("has an account to which blobs are copied: versions on both, a feed of changes on the first", async () => {
    const { resources } = await plan;
    expect(custom(resources, "shop-prod-bucket-uploads-copy-account").inputs).toMatchObject({
      location: "northeurope",
      encryption: { keyVaultProperties: { keyVaultUri: expect.stringContaining("vault.azure.net") as unknown } },
    });
    const [first, second] = ["", "-copy"].map(
      (which) => custom(resources, `shop-prod-bucket-uploads${which}-blobs`).inputs,
    );
    expect(first).toMatchObject({ isVersioningEnabled: true, changeFeed: { enabled: true } });
    expect(second).toMatchObject({ isVersioningEnabled: true });
    expect(second).not.toHaveProperty("changeFeed");
  });

  // https://learn.microsoft.com/azure/storage/blobs/object-replication-overview#specify-the-policy-and-rule-ids
  it("names the rule in the second account, and tells the first", async () => {
    const { resources } = await plan;
    const [target, source] = ["target", "source"].map(
      (side) => custom(resources, `shop-prod-bucket-uploads-replication-${side}`).inputs,
    );
    expect(target).toMatchObject({ objectReplicationPolicyId: "default" });
    expect(target?.["sourceAccount"]).toMatch(/shop-prod-bucket-uploads-account#id}$/);
    expect(source).toMatchObject({
      objectReplicationPolicyId: expect.stringMatching(/replication-target#policyId}$/) as unknown,
      rules: [{ ruleId: expect.stringMatching(/replication-target#rules.0.ruleId}$/) as unknown }],
    });
    expect(source?.["destinationAccount"]).toBe(target?.["destinationAccount"]);
  });

  it("copies no bucket with a lock, whose versions are off", () => {
    const locked = azureEnvironment({ buckets: { records: { retentionDays: 30, replicate: true } } });
    expect(checkAzure(locked).map(({ path }) => path)).toEqual(["buckets.records.replicate"]);
    expect(checkAzure(environment)).toEqual([]);
  });
});
