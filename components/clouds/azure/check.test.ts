import { describe, expect, it } from "vitest";
import { checkAzure } from "./check.ts";
import { regionsWithoutStandby } from "./regions.ts";
import { azureEnvironment } from "./environment.fixture.ts";
import { azureSettings } from "./settings.ts";

const issuesOf = (...args: Parameters<typeof azureEnvironment>) => checkAzure(azureEnvironment(...args));
const pathsOf = (...args: Parameters<typeof azureEnvironment>): string[] => issuesOf(...args).map(({ path }) => path);

const id = "11111111-2222-4333-8444-555555555555";
const network = `/subscriptions/${id}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/shared`;
const subnet = `${network}/subnets/nodes`;

describe("the settings", () => {
  const accepts = (changes: object): boolean =>
    azureSettings.safeParse({
      name: "azure",
      subscription: id,
      tenant: id,
      administrators: id,
      regions: { primary: "westeurope" },
      ...changes,
    }).success;

  it("take ids and a region with three zones", () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ regions: { primary: "westus3" } })).toBe(true);
  });

  it("refuse names in the place of ids", () => {
    expect(accepts({ subscription: "Shop Production" })).toBe(false);
    expect(accepts({ tenant: "shop.onmicrosoft.com" })).toBe(false);
    expect(accepts({ administrators: "platform-team" })).toBe(false);
  });

  it("refuse a region without zones, one that lacks a service of the platform's, and another spelling", () => {
    for (const primary of ["westus", "qatarcentral", "West Europe"])
      expect(accepts({ regions: { primary } })).toBe(false);
  });
});

describe("the check for Azure", () => {
  it("finds nothing wrong with a good environment", () => {
    expect(pathsOf()).toEqual([]);
  });

  it("fails a block that AKS keeps to itself", () => {
    // Its nodes, its edge and its functions.
    expect(pathsOf({ network: { cidr: "172.16.0.0/12" } })).toEqual(["network.cidr", "network.cidr", "network.cidr"]);
    expect(pathsOf({ network: { cidr: "172.30.0.0/16" } })).toEqual(["network.cidr", "network.cidr"]);
    expect(pathsOf({ network: { cidr: "172.16.0.0/14" } })).toEqual([]);
  });

  it("fails adoption of none or of several subnets, of another network's, and of what isn't a network", () => {
    expect(pathsOf({ network: { adopt: { network, subnets: [subnet] } } })).toEqual([]);
    expect(pathsOf({ network: { adopt: { network, subnets: [subnet, subnet] } } })).toEqual(["network.adopt.subnets"]);
    const elsewhere = subnet.replace("shared", "other");
    expect(pathsOf({ network: { adopt: { network, subnets: [elsewhere] } } })).toEqual(["network.adopt.subnets[0]"]);
    expect(pathsOf({ network: { adopt: { network: "shared", subnets: ["shared/subnets/nodes"] } } })).toEqual([
      "network.adopt.network",
    ]);
  });

  it("fails a pool of spot nodes that nobody could use", () => {
    const pools = (purpose: "general" | "batch") => ({
      access: { mode: "private-runner" } as const,
      pools: { cheap: { size: "small", spot: true, purpose } as const },
    });
    expect(pathsOf({ cluster: pools("general") })).toEqual(["cluster.pools.cheap.spot"]);
    expect(pathsOf({ cluster: pools("batch") })).toEqual([]);
  });

  it("fails pools that may outgrow the pods' addresses, with Azure's own pool and one node more for each", () => {
    const pools = (max: number) => ({ cluster: { pools: { general: { size: "small" as const, max } } } });
    const cidr = { network: { cidr: "10.0.0.0/17" } };
    expect(pathsOf({ ...cidr, ...pools(56) })).toEqual([]);
    expect(pathsOf({ ...cidr, ...pools(57) })).toEqual(["network.cidr"]);
  });

  it("fails a name too long for the workspace of access logs, where there is one", () => {
    const watched = {
      stores: {},
      domains: {},
      events: {},
      warehouses: {},
      buckets: { uploads: { dataClass: "personal" as const } },
    };
    expect(pathsOf(watched, "e".repeat(38))).toEqual([]);
    expect(issuesOf(watched, "e".repeat(39))).toMatchObject([
      {
        path: "",
        rule: "makes a name of 64 characters, Azure takes 63",
        wayOut: expect.stringContaining("by 1") as unknown,
      },
    ]);
    expect(pathsOf({ ...watched, buckets: {} }, "e".repeat(39))).toEqual([]);
  });

  // https://learn.microsoft.com/azure/postgresql/overview#azure-regions
  it("fails a managed PostgreSQL with a standby where Azure makes none, and names a way out", () => {
    const cloud = { ...azureEnvironment().cloud, regions: { primary: "westeurope" as const } };
    expect(issuesOf({ cloud })).toMatchObject([
      { path: "stores.orders.placement", wayOut: expect.stringContaining("swedencentral") as unknown },
    ]);
    expect(pathsOf({ cloud, tier: "development", costMode: "lean" })).toEqual([]);
    expect(pathsOf({ cloud, stores: {}, domains: {} })).toEqual([]);
    for (const region of ["swedencentral", "francecentral"])
      expect(regionsWithoutStandby.some((name) => name === region)).toBe(false);
  });

  it("fails a name that Azure would not take, with how much is too much", () => {
    const wishes = { buckets: {}, stores: {}, domains: {}, events: {}, warehouses: {} };
    expect(pathsOf(wishes, "e".repeat(42))).toEqual([]);
    expect(issuesOf(wishes, "e".repeat(43))).toEqual([
      expect.objectContaining({
        path: "",
        rule: "makes a name of 64 characters, Azure takes 63",
        wayOut: "shorten the environment's name by 1",
      }),
    ]);
  });
});
