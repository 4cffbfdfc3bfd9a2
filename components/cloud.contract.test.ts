import {
  all,
  CustomResource,
  interpolate,
  output,
  ProviderResource,
  secret,
  type ComponentResourceOptions,
  type Inputs,
  type Output,
} from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { describeCloudContract } from "./cloud.contract.ts";
import type {
  Capabilities,
  Cloud,
  Edge,
  EdgeSpec,
  Endpoint,
  Grant,
  Key,
  Login,
  ManagedKafka,
  ManagedKafkaSpec,
  ManagedPostgres,
  ManagedPostgresSpec,
  ManagedRedis,
  ManagedRedisSpec,
  StoredSecret,
} from "./cloud.ts";
import { fieldsToHeed, ignoredFields } from "./contract/heeds.contract.ts";
import type { ContractSubject } from "./contract/subject.contract.ts";
import { Component } from "./kit/component.ts";
import { ports } from "./kit/ports.ts";
import { postgresAdmin } from "./kit/postgres-names.ts";

/**
 * A cloud that exists on paper only: one kind of thing, which says what it was asked for; no SDK. It shows that the
 * contract can be met without any cloud's habits.
 */
class Thing extends CustomResource {
  readonly address: Output<string>;

  constructor(name: string, inputs: Inputs, opts: ComponentResourceOptions, type = "paper:index:Thing") {
    super(type, name, inputs, opts);
    this.address = this.urn.apply((urn) => `paper://${urn}`);
  }
}

class PaperPostgres extends Component implements ManagedPostgres {
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly admin: Login;

  constructor(name: string, spec: ManagedPostgresSpec, opts: ComponentResourceOptions) {
    const { wish, protect } = spec;
    super("landbridge:paper:Postgres", name, {}, opts);
    const asked = withHandles(spec);
    const primary = new Thing(`${name}-primary`, { role: "primary", ...asked }, { parent: this, protect });
    const replicas = Array.from(
      { length: wish.replicas },
      (_, index) => new Thing(`${name}-replica-${index}`, asked, { parent: this, protect }),
    );
    this.readWrite = { host: primary.address, port: ports.postgres };
    this.readOnly = { host: (replicas[0] ?? primary).address, port: ports.postgres };
    // On paper a server's identifier, which nobody but the cloud can give, is its password.
    this.admin = { user: output(postgresAdmin), password: secret(primary.id) };
    this.registerOutputs({ host: primary.address });
  }
}

class PaperRedis extends Component implements ManagedRedis {
  readonly access: ManagedRedis["access"];

  constructor(name: string, spec: ManagedRedisSpec, opts: ComponentResourceOptions) {
    super("landbridge:paper:Redis", name, {}, opts);
    const { address, id } = new Thing(`${name}-servers`, withHandles(spec), { parent: this, protect: spec.protect });
    const login = { user: output("default"), password: secret(id) };
    this.access = { kind: "redis", endpoint: { host: address, port: ports.redis }, tls: true, login };
    this.registerOutputs({ host: address });
  }
}

class PaperKafka extends Component implements ManagedKafka {
  readonly access: ManagedKafka["access"];

  constructor(name: string, { users, ...spec }: ManagedKafkaSpec, opts: ComponentResourceOptions) {
    super("landbridge:paper:Kafka", name, {}, opts);
    const { address } = new Thing(`${name}-brokers`, withHandles(spec), { parent: this, protect: spec.protect });
    const logins = users.map(({ name: user, acls }): [string, Login] => {
      const { id } = new Thing(`${name}-${user}`, { acls }, { parent: this });
      return [user, { user: output(user), password: secret(id) }];
    });
    const sasl = { protocol: "SASL_SSL", mechanism: "PLAIN", logins: Object.fromEntries(logins) } as const;
    this.access = { kind: "kafka", bootstrap: address, ...sasl };
    this.registerOutputs({ bootstrap: address });
  }
}

class PaperEdge extends Component implements Edge {
  readonly hostNames: Edge["hostNames"];
  readonly records: Edge["records"];

  constructor(name: string, { plan, zone, gateway, buckets, logDays, tags }: EdgeSpec, opts: ComponentResourceOptions) {
    super("landbridge:paper:Edge", name, {}, opts);
    const record = (role: string, inputs: Inputs): void => {
      if (zone !== undefined)
        new Thing(`${name}-${role}`, { zone: zone.id, ...inputs }, { parent: this }, "paper:dns:Record");
    };
    const shared = { waf: plan.waf, gateway, originName: plan.originName, logDays, tags };
    const files = Object.values(buckets).map(({ id }) => id);
    const hosts = plan.hosts.map((host): [string, Output<string>] => {
      const inputs = { host, files, ...shared };
      const { address } = new Thing(`${name}-${host.name}`, inputs, { parent: this }, "paper:certificate:Certificate");
      record(`${host.name}-record`, { fqdn: host.fqdn, to: address });
      record(`${host.name}-proof`, { fqdn: host.fqdn });
      return [host.name, address];
    });
    record("origin", { gateway });
    this.hostNames = Object.fromEntries(hosts);
    this.records = hosts.flatMap(([host, address]) => [
      { name: output(host), type: "TXT", values: all([address]) },
      { name: output(host), type: "A", values: all([address]) },
    ]);
    this.registerOutputs({ hostNames: this.hostNames });
  }
}

/** A spec as inputs: of a network and a key only what identifies them. */
function withHandles(spec: {
  readonly network?: { readonly id: Output<string> } | undefined;
  readonly key?: Key | undefined;
}): Inputs {
  return { ...spec, network: spec.network?.id, key: spec.key?.id };
}

const yes = { supported: true } as const;
const paperCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  keys: yes,
  "cluster.pools": yes,
  "cluster.pools.spot": yes,
  "cluster.maintenance": yes,
  "cluster.autoProvision": yes,
  "cluster.volumes": yes,
  "cluster.volumes.replicated": yes,
  "cluster.access.cloud-endpoint": yes,
  "cluster.access.allow-list": yes,
  "cluster.access.private-runner": yes,
  buckets: yes,
  "buckets.retention": yes,
  "buckets.versions": yes,
  "buckets.accessLogs": yes,
  audit: yes,
  budget: yes,
  bootstrap: yes,
  "bootstrap.ci.gitlab": yes,
  identities: yes,
  "secretStore.managed": yes,
  "secretStore.key": yes,
  vault: yes,
  "registry.managed": yes,
  "registry.scanning": yes,
  "registry.replicas": yes,
  "registry.mirror": yes,
  "registry.mirror.logins": yes,
  "ingress.reserved": yes,
  edge: yes,
  "edge.buckets": yes,
  "edge.cache.ssr": yes,
  "edge.traffic.health": yes,
  "buckets.replicate": yes,
  "stores.postgres.secondaryRegion": yes,
  "stores.postgres.managed": yes,
  "stores.kafka.managed": yes,
  "stores.redis.managed": yes,
};

const paper: Cloud = {
  name: "paper",
  capabilities: paperCapabilities,
  providers: (name) => [new (class extends ProviderResource {})("paper", `${name}-paper`, {})],
  network(name, spec, opts) {
    const { adopt, protect } = spec;
    if (adopt !== undefined)
      return { id: output(adopt.network), nodeSubnets: output([...adopt.subnets]), ready: output(adopt.network) };
    const { address } = new Thing(name, withHandles({ ...spec, network: undefined }), { ...opts, protect });
    return { id: address, nodeSubnets: address.apply((text) => [text]), ready: address };
  },
  key(name, spec, opts) {
    const { address } = new Thing(name, spec, { ...opts, protect: spec.protect });
    const grants = spec.users.map((user) => new Thing(`${name}-${user}`, { key: address }, opts).address);
    const id = all([address, all(grants)]).apply(([known]) => known);
    return { id, seal: { VAULT_SEAL_TYPE: output("paper"), VAULT_PAPER_KEY: id } };
  },
  cluster(name, spec, opts) {
    const { address } = new Thing(name, withHandles(spec), { ...opts, protect: spec.protect });
    const volumeKey = spec.key?.id;
    return { apiServer: address, kubeconfig: address.apply(kubeconfigOf), volumeKey, identity: address };
  },
  objectStore(name, spec, opts) {
    const inputs = { ...withHandles(spec), accessLogs: spec.accessLogs?.id };
    const { address } = new Thing(name, inputs, { ...opts, protect: spec.protect });
    return { url: address, bucket: address, id: address };
  },
  accessLogs: (name, { protect, ...inputs }, opts) => ({ id: new Thing(name, inputs, { ...opts, protect }).address }),
  registry: (name, spec, opts) => ({
    host: new Thing(name, withHandles(spec), { ...opts, protect: spec.protect }).address,
    mirrors: {},
  }),
  postgres: (name, spec, opts) => new PaperPostgres(name, spec, opts),
  redis: (name, spec, opts) => new PaperRedis(name, spec, opts),
  kafka: (name, spec, opts) => new PaperKafka(name, spec, opts),
  ingressAddress(name, spec, opts) {
    const { address } = new Thing(name, { ...spec }, opts);
    return { addresses: all([address]), serviceAnnotations: all({ "paper.example.org/address": address }) };
  },
  dnsZone(name, { plan, tags, protect }, opts) {
    const { address } = new Thing(name, { plan, tags }, { ...opts, protect });
    return { id: address, nameServers: all([address]), delegationSigner: address };
  },
  edge: (name, spec, opts) => new PaperEdge(name, spec, opts),
  workloadIdentity(name, { cluster, namespace, serviceAccount, grants, tags }, opts) {
    const { address } = new Thing(name, { cluster: cluster.identity, namespace, serviceAccount, tags }, opts);
    const granted = grants.map((grant) => new Thing(`${name}-${grant.name}`, grantInputs(grant), opts).address);
    return { id: all([address, all(granted)]).apply(([id]) => id) };
  },
  secretStore(name, { secrets, rotationDays, tags, network, key, protect }, opts) {
    const kept = secrets.map(({ name: secretName, value, readers }): [string, StoredSecret] => {
      const inputs = { value, readers, rotationDays, tags, network: network.id, key: key?.id };
      return [secretName, { id: new Thing(`${name}-${secretName}`, inputs, { ...opts, protect }).address }];
    });
    return { secrets: Object.fromEntries(kept) };
  },
  auditTrail: (name, { store, key, tags, protect }, opts) =>
    new Thing(name, { store: store.id, key: key?.id, tags }, { ...opts, protect }),
  budget: (name, spec, opts) => new Thing(name, { ...spec }, opts),
  bootstrap(name, { trust, protect, ...spec }, opts) {
    const { address } = new Thing(name, { trust, ...spec }, { ...opts, protect });
    const identity = (purpose: string) => {
      const { address: id } = new Thing(`${name}-${purpose}`, { trust, state: address }, opts);
      return { id, login: { account: id } };
    };
    return {
      stateUrl: interpolate`paper://${address}`,
      secretsProvider: interpolate`paper://${address}`,
      identities: trust === undefined ? undefined : { preview: identity("preview"), up: identity("up") },
    };
  },
};

function grantInputs(grant: Grant): Inputs {
  switch (grant.kind) {
    case "bucket":
      return { access: grant.access, to: grant.bucket.id };
    case "secret":
      return { access: grant.access, to: grant.secret.id };
    case "unseal":
      return { to: grant.key.id };
    case "zone":
      return { to: grant.zone.id };
    default:
      return grant satisfies never;
  }
}

function kubeconfigOf(server: string): string {
  const names = { cluster: "paper", user: "paper" };
  return JSON.stringify({
    "current-context": "paper",
    contexts: [{ name: "paper", context: names }],
    clusters: [{ name: "paper", cluster: { server } }],
  });
}

const subject: ContractSubject = {
  name: "paper",
  facts: {
    identifier: "paper",
    context: "paper",
    storageClass: "landbridge-zonal",
    volumes: { driver: "paper.example", keyParameter: "key", zonal: {}, replicated: { copies: "2" }, snapshots: {} },
    zones: 3,
    managedStores: {
      redis: { port: ports.redis, ports: [ports.redis] },
      kafka: { mechanism: "PLAIN", ports: [ports.kafka], rightsFromInside: false },
    },
    podIdentity: { annotation: "paper.example/identity", podLabels: {}, tokenEndpoints: [] },
  },
  capabilities: paperCapabilities,
  computed: {},
  open: () => Promise.resolve(paper),
};

describeCloudContract(subject);

describe("a careless cloud", () => {
  const all = fieldsToHeed(() => true).map(({ name }) => name);

  it("is asked for every field of every spec", () => {
    expect(all).toMatchInlineSnapshot(`
      [
        "network.addresses",
        "network.nat",
        "network.privateDoors",
        "network.logDays",
        "network.flowLogShare",
        "network.key",
        "network.tags",
        "network.protect",
        "key.users",
        "key.region",
        "key.rotationDays",
        "key.tags",
        "key.protect",
        "cluster.kubernetes",
        "cluster.access.cloud-endpoint",
        "cluster.access.private-runner",
        "cluster.access.allow-list",
        "cluster.access.private-runner.or-allow-list",
        "cluster.access.allow-list.cidrs",
        "cluster.pools.size",
        "cluster.pools.min",
        "cluster.pools.max",
        "cluster.pools.purpose",
        "cluster.pools.spot",
        "cluster.pools.diskGiB",
        "cluster.autoProvision",
        "cluster.maintenance.days",
        "cluster.maintenance.hour",
        "cluster.maintenance.hours",
        "cluster.patches",
        "cluster.auditLogDays",
        "cluster.network",
        "cluster.key",
        "cluster.tags",
        "cluster.protect",
        "objectStore.wish.retentionDays",
        "objectStore.wish.keepVersions",
        "objectStore.wish.coldAfterDays",
        "objectStore.wish.deleteAfterDays",
        "objectStore.purpose",
        "objectStore.accessLogs",
        "objectStore.secondary",
        "objectStore.key",
        "objectStore.tags",
        "objectStore.protect",
        "accessLogs.logDays",
        "accessLogs.tags",
        "accessLogs.protect",
        "registry.repositories",
        "registry.scanning",
        "registry.replicateTo",
        "registry.mirrors",
        "registry.mirrors.upstream",
        "registry.mirrors.repositories",
        "registry.mirrors.login",
        "registry.key",
        "registry.tags",
        "registry.protect",
        "postgres.wish.size",
        "postgres.wish.version",
        "postgres.wish.replicas",
        "postgres.wish.storageGiB",
        "postgres.wish.pitrDays",
        "postgres.highlyAvailable",
        "postgres.backupDays",
        "postgres.logDays",
        "postgres.network",
        "postgres.secondary",
        "postgres.key",
        "postgres.tags",
        "postgres.protect",
        "redis.wish.size",
        "redis.wish.purpose",
        "redis.wish.shards",
        "redis.wish.replicasPerShard",
        "redis.wish.storageGiB",
        "redis.logDays",
        "redis.network",
        "redis.key",
        "redis.tags",
        "redis.protect",
        "kafka.wish.size",
        "kafka.wish.brokers",
        "kafka.wish.storageGiB",
        "kafka.topics.name",
        "kafka.topics.partitions",
        "kafka.topics.retentionHours",
        "kafka.users.name",
        "kafka.users.acls",
        "kafka.logDays",
        "kafka.network",
        "kafka.key",
        "kafka.tags",
        "kafka.protect",
        "ingressAddress.tags",
        "workloadIdentity.cluster",
        "workloadIdentity.namespace",
        "workloadIdentity.serviceAccount",
        "workloadIdentity.grants.bucket",
        "workloadIdentity.grants.bucket.name",
        "workloadIdentity.grants.bucket.access",
        "workloadIdentity.grants.secret",
        "workloadIdentity.grants.secret.name",
        "workloadIdentity.grants.secret.access",
        "workloadIdentity.grants.unseal",
        "workloadIdentity.grants.zone",
        "workloadIdentity.tags",
        "secretStore.secrets.name",
        "secretStore.secrets.value",
        "secretStore.secrets.readers",
        "secretStore.secrets.readers.who",
        "secretStore.rotationDays",
        "secretStore.network",
        "secretStore.key",
        "secretStore.tags",
        "secretStore.protect",
        "dnsZone.plan.domain",
        "dnsZone.plan.records",
        "dnsZone.plan.records.fqdn",
        "dnsZone.plan.records.type",
        "dnsZone.plan.records.values",
        "dnsZone.plan.records.ttlSeconds",
        "dnsZone.tags",
        "dnsZone.protect",
        "auditTrail.store",
        "auditTrail.key",
        "auditTrail.tags",
        "auditTrail.protect",
        "budget.wish.monthly",
        "budget.wish.from",
        "budget.wish.alertPercent",
        "budget.wish.notify",
        "budget.tags",
        "edge.plan.originName",
        "edge.plan.hosts.name",
        "edge.plan.hosts.more",
        "edge.plan.hosts.cache.static",
        "edge.plan.hosts.cache.static.seconds",
        "edge.plan.hosts.cache.ssr",
        "edge.plan.hosts.cache.ssr.or-static",
        "edge.plan.hosts.origin.bucket",
        "edge.plan.hosts.origin.bucket.name",
        "edge.plan.hosts.traffic",
        "edge.plan.hosts.traffic.to",
        "edge.plan.hosts.traffic.weight",
        "edge.plan.hosts.traffic.healthPath",
        "edge.plan.hosts.traffic.healthPath.path",
        "edge.plan.waf",
        "edge.plan.waf.mode",
        "edge.plan.waf.addresses",
        "edge.plan.waf.addresses.action",
        "edge.plan.waf.addresses.ipv4",
        "edge.plan.waf.addresses.ipv6",
        "edge.plan.waf.countries",
        "edge.plan.waf.countries.mode",
        "edge.plan.waf.countries.codes",
        "edge.plan.waf.managed",
        "edge.plan.waf.rate",
        "edge.plan.waf.rate.requests",
        "edge.plan.waf.rate.perSeconds",
        "edge.zone",
        "edge.gateway",
        "edge.logDays",
        "edge.tags",
        "bootstrap.stateRegion",
        "bootstrap.keepVersionDays",
        "bootstrap.rotationDays",
        "bootstrap.logDays",
        "bootstrap.trust",
        "bootstrap.trust.repository",
        "bootstrap.trust.ids",
        "bootstrap.trust.branch",
        "bootstrap.trust.environment",
        "bootstrap.tags",
        "bootstrap.protect",
      ]
    `);
  });

  it("is caught ignoring everything", async () => {
    const thing = (name: string, opts: ComponentResourceOptions) => new Thing(name, {}, opts).address;
    const careless: Cloud = {
      ...paper,
      network(name, _spec, opts) {
        const id = thing(name, opts);
        return { id, nodeSubnets: output([]), ready: id };
      },
      key: (name, _spec, opts) => ({ id: thing(name, opts), seal: {} }),
      cluster(name, _spec, opts) {
        const apiServer = thing(name, opts);
        return { apiServer, kubeconfig: output(""), identity: apiServer };
      },
      objectStore(name, _spec, opts) {
        const url = thing(name, opts);
        return { url, bucket: url, id: url };
      },
      accessLogs: (name, _spec, opts) => ({ id: thing(name, opts) }),
      registry: (name, _spec, opts) => ({ host: thing(name, opts), mirrors: {} }),
      postgres(name, _spec, opts) {
        const host = thing(name, opts);
        const endpoint = { host, port: ports.postgres };
        return { readWrite: endpoint, readOnly: endpoint, admin: { user: host, password: host } };
      },
      redis(name, _spec, opts) {
        const host = thing(name, opts);
        const login = { user: host, password: host };
        return { access: { kind: "redis", endpoint: { host, port: ports.redis }, tls: true, login } };
      },
      kafka(name, _spec, opts) {
        const sasl = { protocol: "SASL_SSL", mechanism: "PLAIN", logins: {} } as const;
        return { access: { kind: "kafka", bootstrap: thing(name, opts), ...sasl } };
      },
      auditTrail: (name, _spec, opts) => new Thing(name, {}, opts),
      budget: (name, _spec, opts) => new Thing(name, {}, opts),
      bootstrap(name, _spec, opts) {
        const stateUrl = thing(name, opts);
        return { stateUrl, secretsProvider: stateUrl };
      },
      ingressAddress: (name, _spec, opts) => ({
        addresses: output([thing(name, opts)]),
        serviceAnnotations: output<Record<string, string>>({}),
      }),
      dnsZone(name, _spec, opts) {
        const id = thing(name, opts);
        return { id, nameServers: output([]), delegationSigner: id };
      },
      edge: (name, _spec, opts) => ({ hostNames: { www: thing(name, opts) }, records: [] }),
      workloadIdentity: (name, _spec, opts) => ({ id: thing(name, opts) }),
      secretStore(name, _spec, opts) {
        const id = thing(name, opts);
        return { secrets: { "api-token": { id }, empty: { id } } };
      },
    };
    expect(await ignoredFields({ ...subject, open: () => Promise.resolve(careless) })).toEqual(all);
  });

  it("is caught ignoring a single field, and protecting what it shouldn't", async () => {
    const careless: Cloud = {
      ...paper,
      objectStore: (name, spec, opts) =>
        paper.objectStore(name, { ...spec, wish: { ...spec.wish, keepVersions: 1 } }, opts),
      registry: (name, spec, opts) => paper.registry(name, { ...spec, protect: true }, opts),
    };
    expect(await ignoredFields({ ...subject, open: () => Promise.resolve(careless) })).toEqual([
      "objectStore.wish.keepVersions",
      "registry.protect",
    ]);
  });

  it("isn't asked for what it says that it can't do", () => {
    const without = (...missing: string[]) => fieldsToHeed((name) => !missing.includes(name)).map(({ name }) => name);
    expect(all.filter((name) => !without("keys").includes(name))).toEqual(
      all.filter((name) => name.startsWith("key.") || name.endsWith(".key")),
    );
    expect(all.filter((name) => !without("cluster.pools.spot").includes(name))).toEqual(["cluster.pools.spot"]);
  });
});
