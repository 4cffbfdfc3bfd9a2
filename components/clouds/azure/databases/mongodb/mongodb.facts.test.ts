import { describe, expect, it } from "vitest";
import type { MongodbWish } from "../../../../../environments/schema/stores/mongodb.ts";
import { isSecret, isObject, type PlannedResource } from "../../../../../plan/planned-resource.ts";
import { checkCapabilities } from "../../../../../stacks/capabilities.ts";
import { sizes } from "../../../../kit/sizes.ts";
import { ancestors, planLayer, type LayerPlan } from "../../../layer.fixture.ts";
import { azureEnvironment } from "../../environment.fixture.ts";
import { decideMongoDisk, decideMongoTier } from "./mongodb-args.ts";
import { checkMongodb } from "./mongodb-check.ts";
import { mongoFacts } from "./mongodb-facts.ts";

const environmentWith = (wish: Partial<MongodbWish>, changes: Parameters<typeof azureEnvironment>[0] = {}) =>
  azureEnvironment({
    stores: { documents: { kind: "mongodb", placement: "managed", ...wish } },
    domains: {},
    ...changes,
  });

let whole: Promise<LayerPlan> | undefined;
const wholePlan = () => (whole ??= planLayer(environmentWith({ size: "large" })));

function named({ resources }: LayerPlan, name: string): PlannedResource {
  const found = resources.find((resource) => resource.custom && resource.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}`);
  return found;
}

async function propertiesOf(wish: Partial<MongodbWish>, changes: Parameters<typeof azureEnvironment>[0] = {}) {
  const { properties } = named(await planLayer(environmentWith(wish, changes)), "shop-prod-documents-cluster").inputs;
  if (!isObject(properties)) throw new Error("a cluster has properties");
  return properties;
}

// https://learn.microsoft.com/azure/templates/microsoft.documentdb/2024-07-01/mongoclusters
describe("a cluster of Azure DocumentDB", () => {
  it("has a standby, one shard and no public address", async () => {
    const { inputs, protect } = named(await wholePlan(), "shop-prod-documents-cluster");
    expect({ ...inputs, protect }).toMatchObject({
      location: "swedencentral",
      properties: {
        createMode: "Default",
        serverVersion: "8.0",
        compute: { tier: "M30" },
        storage: { sizeGb: 32 },
        sharding: { shardCount: 1 },
        highAvailability: { targetMode: "ZoneRedundantPreferred" },
        publicNetworkAccess: "Disabled",
      },
      protect: true,
    });
    const { properties } = inputs;
    const admin = isObject(properties) ? properties["administrator"] : undefined;
    expect(isObject(admin) && [admin["userName"], isSecret(admin["password"])]).toEqual(["landbridge", true]);
  });

  // 3 to 40 of a-z, 0-9 and single dashes.
  it("has a name that fits, however long the environment's and the store's are", async () => {
    const store = "documents-of-all-our-customers";
    const stores = { [store]: { kind: "mongodb" as const, placement: "managed" as const } };
    const plan = await planLayer(azureEnvironment({ stores, domains: {} }));
    const name = named(plan, `shop-prod-${store}-cluster`).inputs["mongoClusterName"];
    const prefix = /^([a-z0-9]+(?:-[a-z0-9]+)*)-\$\{/.exec(typeof name === "string" ? name : "")?.[1];
    expect(prefix).toMatch(/^shop-prod-documents-of/);
    expect(`${prefix ?? ""}-12345678`.length).toBeLessThanOrEqual(40);
  });

  // https://learn.microsoft.com/azure/private-link/private-endpoint-dns
  it("is reached by a door in the network, under a name that only the network asks for", async () => {
    const plan = await wholePlan();
    expect(named(plan, "shop-prod-documents-door").inputs).toMatchObject({
      privateLinkServiceConnections: [{ name: "mongodb", groupIds: ["MongoCluster"] }],
    });
    expect(named(plan, "shop-prod-names-mongodb").inputs).toMatchObject({
      privateZoneName: "privatelink.mongocluster.cosmos.azure.com",
    });
  });

  it("is locked last, so that the lock goes first", async () => {
    const plan = await wholePlan();
    const before = [...ancestors(plan, named(plan, "shop-prod-documents-lock"))].map(({ name }) => name);
    expect(before).toEqual(
      expect.arrayContaining(["shop-prod-documents-door-names", "shop-prod-documents-cluster-logs"]),
    );
    const open = await planLayer(environmentWith({}, { protect: false }));
    expect(open.resources.filter(({ name }) => name === "shop-prod-documents-lock")).toEqual([]);
  });

  // https://learn.microsoft.com/azure/documentdb/how-to-monitor-diagnostics-logs
  it("has every request written down", async () => {
    expect(named(await wholePlan(), "shop-prod-documents-cluster-logs").inputs).toMatchObject({
      logs: [{ category: "vCoreMongoRequests", enabled: true }],
    });
  });
});

// https://learn.microsoft.com/azure/documentdb/high-availability
describe("a tier", () => {
  it.each([
    ["nano", false, "M10"],
    ["small", false, "M10"],
    ["medium", false, "M20"],
    ["large", false, "M30"],
    ["nano", true, "M30"],
    ["medium", true, "M30"],
    ["xlarge", true, "M40"],
    ["2xlarge", true, "M50"],
  ] as const)("for %s, with a standby: %s, is %s", (size, standby, tier) => {
    expect(decideMongoTier(sizes[size], standby).name).toBe(tier);
  });

  it("shares its processors only where nothing depends on it", async () => {
    const tier = "development" as const;
    expect(await propertiesOf({ replicas: 0 }, { tier })).toMatchObject({
      compute: { tier: "M10" },
      highAvailability: { targetMode: "Disabled" },
    });
    expect(await propertiesOf({ replicas: 1 }, { tier })).toMatchObject({
      compute: { tier: "M30" },
      highAvailability: { targetMode: "ZoneRedundantPreferred" },
    });
    expect(await propertiesOf({ replicas: 0 })).toMatchObject({ compute: { tier: "M30" } });
  });

  // https://learn.microsoft.com/azure/documentdb/limitations#tier-limits
  it.each([
    [128, "M10"],
    [129, "M30"],
  ])("for %d GiB without a standby is %s, since one that shares its processors has 128 at most", async (size, tier) => {
    const wish = { replicas: 0, storageGiB: size };
    expect(await propertiesOf(wish, { tier: "development" })).toMatchObject({ compute: { tier } });
  });

  // https://learn.microsoft.com/azure/documentdb/compute-storage
  it.each([
    [1, 32],
    [33, 64],
    [2049, 4095],
    [4096, 8192],
    [16384, 16384],
  ])("with %d GiB has a disk of %d", (wished, disk) => {
    expect(decideMongoDisk(wished)).toBe(disk);
  });
});

// https://learn.microsoft.com/azure/documentdb/how-to-connect-mongo-shell
it("tells clients of its mechanism, since it knows one only", () => {
  expect(mongoFacts).toMatchObject({
    scheme: "mongodb+srv",
    options: { authMechanism: "SCRAM-SHA-256" },
    ports: [10260],
  });
});

describe("what Azure can't", () => {
  it("is said where more followers are wished for than the one that it keeps", () => {
    expect(checkMongodb(environmentWith({ replicas: 1 }))).toEqual([]);
    expect(checkMongodb(environmentWith({ replicas: 2 }))).toMatchObject([
      { path: "stores.documents.replicas", value: "2", wayOut: "write 1" },
    ]);
  });

  it.each([
    ["public", []],
    ["internal", []],
    ["confidential", ["stores.documents.dataClass"]],
    ["personal", ["stores.documents.dataClass"]],
  ] as const)("is said of %s data, which needs a customer key where it must not be Microsoft's", (dataClass, paths) => {
    expect(checkCapabilities(environmentWith({ dataClass })).map(({ path }) => path)).toEqual(paths);
  });

  it("allows data of every class in the cluster, where no service of Azure's has to have a key", () => {
    const wish = { placement: "in-cluster", dataClass: "personal" } as const;
    expect(checkCapabilities(environmentWith(wish))).toEqual([]);
  });
});
