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

const edge = {
  domain: "shop.example.org",
  hosts: {
    files: { to: "bucket", bucket: "assets" },
    www: {
      to: "gateway",
      cache: "ssr",
      traffic: {
        healthPath: "/healthz",
        targets: [
          { to: "self", weight: 1 },
          { to: "other.example.net", weight: 1 },
        ],
      },
    },
  },
};

const wishes = {
  edge,
  network: { adopt: { network: "n", subnets: ["s"] } },
  cluster: {
    access: { mode: "allow-list", cidrs: ["10.0.0.0/8"] },
    pools: { batch: { size: "small", spot: true } },
    maintenance: { days: ["sunday"] },
    autoProvision: { cpu: 100, memoryGiB: 400 },
  },
  registry: {
    placement: "managed",
    scanning: true,
    replicateTo: ["elsewhere"],
    mirror: true,
    logins: { "ghcr.io": { user: "bot", password: { secret: "ghcr-token" } } },
  },
  ingress: { address: "reserved" },
  buckets: { audit: { retentionDays: 30, replicate: true, accessLogs: true } },
  warehouses: { analytics: { layers: { bronze: { keepDays: 30 } } } },
  secretStore: { placement: "managed" },
  vault: { recoverers: ["somebody"] },
  audit: { retentionDays: 30, lock: "compliance" },
  bootstrap: {
    stateRegion: "elsewhere",
    ci: { issuer: "gitlab", repository: "shop/platform", environment: "production" },
  },
  domains: {
    commerce: {
      owner: "team",
      services: { order: { image: "a/b:1", buckets: { audit: "read" }, warehouses: { analytics: { gold: "read" } } } },
    },
  },
  stores: {
    orders: { kind: "postgres", placement: "managed", secondaryRegion: true },
    events: { kind: "kafka", placement: "managed" },
    carts: { kind: "redis", volumes: "replicated" },
  },
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
      "cluster.maintenance",
      "cluster.autoProvision",
      "registry.placement",
      "registry.scanning",
      "registry.replicateTo",
      "registry.mirror",
      "registry.logins",
      "ingress.address",
      "edge",
      "edge.hosts.files.to",
      "edge.hosts.www.cache",
      "edge.hosts.www.traffic.healthPath",
      "buckets.audit.replicate",
      "buckets.audit.accessLogs",
      "warehouses.analytics",
      "warehouses.analytics.layers.bronze.keepDays",
      "secretStore.placement",
      "audit",
      "audit.lock",
      "bootstrap",
      "bootstrap.ci.issuer",
      "vault",
      "stores.orders.placement",
      "stores.orders.secondaryRegion",
      "stores.events.placement",
      "stores.carts.volumes",
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

  it("is said of a Flink cluster by the field whose value is shown", () => {
    const flink = { checkpoints: "state", jobs: { sums: { jar: "a.jar" } } };
    const services = { enrich: { image: "a/b:1", buckets: { state: "read-write" }, flink } };
    const asked = wishesOf(environment({ buckets: { state: {} }, domains: { streams: { owner: "team", services } } }));
    expect(asked.filter(({ capability }) => capability === "services.flink")).toEqual([
      {
        path: "domains.streams.services.enrich.flink.checkpoints",
        value: "state",
        capability: "services.flink",
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
      "audit",
      "audit.lock",
      "bootstrap",
      "bootstrap.ci.gitlab",
      "buckets",
      "buckets.accessLogs",
      "buckets.replicate",
      "buckets.retention",
      "cluster.access.allow-list",
      "cluster.access.cloud-endpoint",
      "cluster.access.private-runner",
      "cluster.autoProvision",
      "cluster.maintenance",
      "cluster.pools",
      "cluster.pools.spot",
      "cluster.volumes.replicated",
      "edge",
      "edge.buckets",
      "edge.cache.ssr",
      "edge.traffic.health",
      "identities",
      "ingress.reserved",
      "network.adopt",
      "registry.managed",
      "registry.mirror",
      "registry.mirror.logins",
      "registry.replicas",
      "registry.scanning",
      "secretStore.managed",
      "stores.kafka.managed",
      "stores.postgres.managed",
      "stores.postgres.secondaryRegion",
      "stores.redis.managed",
      "vault",
      "warehouses",
      "warehouses.keepDays",
    ]);
  });
});
