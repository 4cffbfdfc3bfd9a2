import { describe, expect, it } from "vitest";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { checkCapabilities, wishesOf } from "./capabilities.ts";
import { platformSchema } from "./load.ts";

function environment(parts: object): AnyEnvironment {
  const file = platformSchema.parse({
    cloud: { name: "local", context: "kind-shop" },
    tier: "development",
    owner: "platform",
    costCentre: "cc-1",
    registry: { placement: "external", host: "registry.example.org" },
    ...parts,
  });
  return { ...file, name: "shop-local", system: "shop", target: "local" };
}

const wishes = {
  network: { adopt: { network: "n", subnets: ["s"] } },
  cluster: { access: { mode: "allow-list", cidrs: ["10.0.0.0/8"] }, pools: { batch: { size: "small", spot: true } } },
  registry: { placement: "managed" },
  ingress: { address: "reserved" },
  buckets: { audit: { retentionDays: 30 } },
  stores: { orders: { kind: "postgres", placement: "managed" }, events: { kind: "kafka", placement: "managed" } },
};

describe("what a cloud can't do", () => {
  it("is nothing for a plain environment", () => {
    expect(checkCapabilities(environment({}))).toEqual([]);
  });

  it("is said for every wish at once, with the field and the way out", () => {
    expect(checkCapabilities(environment(wishes)).map(({ path }) => path)).toEqual([
      "cluster.access.mode",
      "network.adopt",
      "cluster.pools.batch",
      "cluster.pools.batch.spot",
      "registry.placement",
      "ingress.address",
      "buckets.audit",
      "buckets.audit.retentionDays",
      "stores.orders.placement",
      "stores.events.placement",
    ]);
    expect(checkCapabilities(environment({ registry: { placement: "managed" } }))).toEqual([
      {
        path: "registry.placement",
        value: "managed",
        rule: "local can't do this: there is no registry",
        wayOut: "write registry: { placement: external, host: … }",
      },
    ]);
  });

  it("is asked of every capability that a contract names but keys and the network itself, which follow from others", () => {
    const asked = new Set(
      ["cloud-endpoint", "allow-list", "private-runner"].flatMap((mode) =>
        wishesOf(
          environment({
            ...wishes,
            cluster: { ...wishes.cluster, access: mode === "allow-list" ? wishes.cluster.access : { mode } },
            stores: { ...wishes.stores, sessions: { kind: "redis", placement: "managed" } },
          }),
        ).map(({ capability }) => capability),
      ),
    );
    expect([...asked].sort()).toEqual([
      "buckets",
      "buckets.retention",
      "cluster.access.allow-list",
      "cluster.access.cloud-endpoint",
      "cluster.access.private-runner",
      "cluster.pools",
      "cluster.pools.spot",
      "ingress.reserved",
      "network.adopt",
      "registry.managed",
      "stores.kafka.managed",
      "stores.postgres.managed",
      "stores.redis.managed",
    ]);
  });
});
