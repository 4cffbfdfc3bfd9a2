import { describe, expect, it } from "vitest";
import { warehouse } from "../../../environments/schema/stores/warehouse.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { warehouseVariables } from "../workloads/bindings.ts";
import { servicePods, type FlowOptions } from "../network/flows/flow.ts";
import { decideFlows } from "../network/flows/flows.ts";
import { decideKeys } from "../rights/keys.ts";
import { decideWorkloadIdentities } from "../rights/workload-identities.ts";
import { decideLayerRights, decideUndoDays, usesWarehouses, warehouseDatabase } from "./warehouses.ts";

const environment = exampleEnvironment({
  stores: {},
  warehouses: { "shop-analytics": { dataClass: "confidential" } },
  domains: {
    commerce: {
      owner: "team",
      services: {
        refine: { image: "a/b:1", warehouses: { "shop-analytics": { gold: "read-write", bronze: "read" } } },
        plain: { image: "a/b:1" },
      },
    },
  },
});

describe("a warehouse's wish", () => {
  it("has all three layers and a limit without saying so", () => {
    expect(warehouse.parse({})).toEqual({
      dataClass: "internal",
      size: "small",
      scanTiBPerDay: 1,
      layers: { bronze: {}, silver: {}, gold: {} },
    });
    expect(warehouse.parse({ layers: { bronze: { keepDays: 30 } } }).layers).toEqual({
      bronze: { keepDays: 30 },
      silver: {},
      gold: {},
    });
  });

  it("fails without a limit above nothing, and for a layer that isn't one", () => {
    expect(warehouse.safeParse({ scanTiBPerDay: 0 }).success).toBe(false);
    expect(warehouse.safeParse({ scanTiBPerDay: 0.25 }).success).toBe(false);
    expect(warehouse.safeParse({ scanTiBPerDay: 0.3 }).success).toBe(true);
    expect(warehouse.safeParse({ layers: { platinum: {} } }).success).toBe(false);
  });
});

describe("decisions about warehouses", () => {
  it("give rights to layers in the order in which data gets better", () => {
    expect(decideLayerRights({ gold: "read-write", bronze: "read" })).toEqual([
      { layer: "bronze", access: "read" },
      { layer: "gold", access: "read-write" },
    ]);
  });

  it("name a database without dashes, which SQL would take for minus", () => {
    expect(warehouseDatabase("shop-analytics")).toBe("shop_analytics");
  });

  it("keep what was deleted for a week in production, and for two days elsewhere", () => {
    expect(decideUndoDays({ tier: "production" })).toBe(7);
    expect([decideUndoDays({ tier: "staging" }), decideUndoDays({ tier: "development" })]).toEqual([2, 2]);
  });

  it("let the warehouse use the key of its class, and no other", () => {
    const users = Object.fromEntries(decideKeys(environment).map((key) => [key.dataClass, key.users]));
    expect(users["confidential"]).toEqual(["warehouses"]);
    expect(users["platform"]).not.toContain("warehouses");
  });

  it("give an identity to the service that uses one, with its layers, and to no other", () => {
    expect(decideWorkloadIdentities(environment)).toEqual([
      {
        name: "commerce-refine",
        namespace: "commerce",
        serviceAccount: "refine",
        grants: [
          {
            kind: "warehouse",
            warehouse: "shop-analytics",
            rights: [
              { layer: "bronze", access: "read" },
              { layer: "gold", access: "read-write" },
            ],
          },
        ],
      },
    ]);
    expect(usesWarehouses({ warehouses: {} })).toBe(false);
  });

  it("name a variable for each thing that a client has to know", () => {
    expect(Object.values(warehouseVariables("shop-analytics"))).toEqual([
      "WAREHOUSE_SHOP_ANALYTICS_ENGINE",
      "WAREHOUSE_SHOP_ANALYTICS_HOST",
      "WAREHOUSE_SHOP_ANALYTICS_PORT",
      "WAREHOUSE_SHOP_ANALYTICS_DATABASE",
      "WAREHOUSE_SHOP_ANALYTICS_BRONZE",
      "WAREHOUSE_SHOP_ANALYTICS_SILVER",
      "WAREHOUSE_SHOP_ANALYTICS_GOLD",
    ]);
  });
});

describe("a service's way to a warehouse", () => {
  const options = {
    operators: [],
    platformOperators: [],
    cloudOperators: [],
    managedCidrs: ["10.1.0.0/20"],
    warehousePorts: [5439],
    tokenEndpoints: [{ cidr: "169.254.1.1/32", port: 80 }],
    managed: {
      postgres: { ports: [5432], setUp: true },
      mysql: { ports: [3306], setUp: true },
      mongodb: { ports: [27017], setUp: true },
      redis: { ports: [6379], setUp: false },
      kafka: { ports: [9096], setUp: true },
      rabbitmq: { ports: [5671], setUp: true },
      cassandra: { ports: [9142], setUp: false },
    },
  } satisfies FlowOptions;
  const refine = servicePods("commerce", "refine");
  const ways = (changes: Partial<FlowOptions> = {}) =>
    decideFlows(environment, { ...options, ...changes }).map(({ from, to, ports }) => [from, to, ports]);

  it("leads to its addresses, and to the cloud for a token and a login", () => {
    expect(ways()).toEqual([
      [refine, { kind: "blocks", cidrs: ["10.1.0.0/20"] }, [5439]],
      [refine, { kind: "blocks", cidrs: ["169.254.1.1/32"] }, [80]],
      [refine, { kind: "anywhere" }, [443]],
    ]);
  });

  it("leads to the cloud alone where the warehouse has no address in the network", () => {
    expect(ways({ warehousePorts: [] })).toEqual([
      [refine, { kind: "blocks", cidrs: ["169.254.1.1/32"] }, [80]],
      [refine, { kind: "anywhere" }, [443]],
    ]);
  });
});
