import {
  all,
  CustomResource,
  output,
  ProviderResource,
  secret,
  type ComponentResourceOptions,
  type Inputs,
  type Output,
} from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { describeCloudContract } from "./cloud.contract.ts";
import type { Capabilities, Cloud, Key, Login, ManagedPostgres, ManagedPostgresSpec } from "./cloud.ts";
import { fieldsToHeed, ignoredFields } from "./contract/heeds.contract.ts";
import type { ContractSubject } from "./contract/subject.contract.ts";
import { Component } from "./kit/component.ts";
import { ports } from "./kit/ports.ts";

/**
 * A cloud that exists on paper only: one kind of thing, which says what it was asked for; no SDK. It shows that the
 * contract can be met without any cloud's habits.
 */
class Thing extends CustomResource {
  readonly address: Output<string>;

  constructor(name: string, inputs: Inputs, opts: ComponentResourceOptions) {
    super("paper:index:Thing", name, inputs, opts);
    this.address = this.urn.apply((urn) => `paper://${urn}`);
  }
}

class PaperPostgres extends Component implements ManagedPostgres {
  readonly access: ManagedPostgres["access"];

  constructor(name: string, spec: ManagedPostgresSpec, opts: ComponentResourceOptions) {
    const { users, wish, database, protect } = spec;
    super("landbridge:paper:Postgres", name, { database }, opts);
    const asked = withHandles(spec);
    const primary = new Thing(`${name}-primary`, { role: "primary", ...asked }, { parent: this, protect });
    const replicas = Array.from(
      { length: wish.replicas },
      (_, index) => new Thing(`${name}-replica-${index}`, asked, { parent: this, protect }),
    );
    const logins = users.map((user): [string, Login] => {
      // On paper a login's identifier, which nobody but the cloud can give, is its password.
      const { id } = new Thing(`${name}-${user.name}`, { access: user.access }, { parent: this });
      return [user.name, { user: output(user.name), password: secret(id) }];
    });
    this.access = {
      kind: "postgres",
      readWrite: { host: primary.address, port: ports.postgres },
      readOnly: { host: (replicas[0] ?? primary).address, port: ports.postgres },
      database,
      logins: Object.fromEntries(logins),
    };
    this.registerOutputs({ host: primary.address });
  }
}

/** A spec as inputs: of a network and a key only what identifies them. */
function withHandles(spec: {
  readonly network?: { readonly id: Output<string> };
  readonly key?: Key | undefined;
}): Inputs {
  return { ...spec, network: spec.network?.id, key: spec.key?.id };
}

const yes = { supported: true } as const;
const no = { supported: false, why: "paper has none", instead: "write placement: in-cluster" } as const;
const paperCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  keys: yes,
  "cluster.pools": yes,
  "cluster.pools.spot": yes,
  "cluster.access.cloud-endpoint": yes,
  "cluster.access.allow-list": yes,
  "cluster.access.private-runner": yes,
  buckets: yes,
  "buckets.retention": yes,
  "registry.managed": yes,
  "ingress.reserved": yes,
  "stores.postgres.managed": yes,
  "stores.kafka.managed": no,
  "stores.redis.managed": no,
};

const paper: Cloud = {
  name: "paper",
  capabilities: paperCapabilities,
  providers: (name) => [new (class extends ProviderResource {})("paper", `${name}-paper`, {})],
  network(name, spec, opts) {
    const { adopt, protect } = spec;
    if (adopt !== undefined)
      return { id: output(adopt.network), nodeSubnets: output([...adopt.subnets]), ready: output(adopt.network) };
    const { address } = new Thing(name, spec, { ...opts, protect });
    return { id: address, nodeSubnets: address.apply((text) => [text]), ready: address };
  },
  key(name, spec, opts) {
    const { address } = new Thing(name, spec, { ...opts, protect: spec.protect });
    const grants = spec.users.map((user) => new Thing(`${name}-${user}`, { key: address }, opts).address);
    return { id: all([address, all(grants)]).apply(([id]) => id) };
  },
  cluster(name, spec, opts) {
    const { address } = new Thing(name, withHandles(spec), { ...opts, protect: spec.protect });
    return { apiServer: address, kubeconfig: address.apply(kubeconfigOf) };
  },
  objectStore(name, spec, opts) {
    const { address } = new Thing(name, withHandles(spec), { ...opts, protect: spec.protect });
    return { url: address, bucket: address };
  },
  registry: (name, spec, opts) => ({
    host: new Thing(name, withHandles(spec), { ...opts, protect: spec.protect }).address,
  }),
  postgres: (name, spec, opts) => new PaperPostgres(name, spec, opts),
  ingressAddress: (name, spec, opts) => ({ address: new Thing(name, { ...spec }, opts).address }),
};

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
  facts: { identifier: "paper", context: "paper", storageClass: "", zones: 3 },
  capabilities: paperCapabilities,
  computed: {},
  open: () => Promise.resolve(paper),
};

describeCloudContract(subject);

// @ts-expect-error A capability that the contract has no method for can't be claimed.
export const boastful: Capabilities = { ...paperCapabilities, "stores.kafka.managed": yes };

describe("a careless cloud", () => {
  const all = fieldsToHeed(() => true).map(({ name }) => name);

  it("is asked for every field of every spec", () => {
    expect(all).toMatchInlineSnapshot(`
      [
        "network.addresses",
        "network.tags",
        "network.protect",
        "key.users",
        "key.rotationDays",
        "key.tags",
        "key.protect",
        "cluster.kubernetes",
        "cluster.access.cloud-endpoint",
        "cluster.access.private-runner",
        "cluster.access.allow-list",
        "cluster.access.allow-list.cidrs",
        "cluster.pools.size",
        "cluster.pools.min",
        "cluster.pools.max",
        "cluster.pools.purpose",
        "cluster.pools.spot",
        "cluster.pools.diskGiB",
        "cluster.network",
        "cluster.key",
        "cluster.tags",
        "cluster.protect",
        "objectStore.wish.retentionDays",
        "objectStore.wish.keepVersions",
        "objectStore.wish.coldAfterDays",
        "objectStore.wish.deleteAfterDays",
        "objectStore.key",
        "objectStore.tags",
        "objectStore.protect",
        "registry.key",
        "registry.tags",
        "registry.protect",
        "postgres.wish.size",
        "postgres.wish.version",
        "postgres.wish.replicas",
        "postgres.wish.storageGiB",
        "postgres.wish.pitrDays",
        "postgres.highlyAvailable",
        "postgres.users.name",
        "postgres.users.access",
        "postgres.database",
        "postgres.network",
        "postgres.key",
        "postgres.tags",
        "postgres.protect",
        "ingressAddress.tags",
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
      key: (name, _spec, opts) => ({ id: thing(name, opts) }),
      cluster: (name, _spec, opts) => ({ apiServer: thing(name, opts), kubeconfig: output("") }),
      objectStore(name, _spec, opts) {
        const url = thing(name, opts);
        return { url, bucket: url };
      },
      registry: (name, _spec, opts) => ({ host: thing(name, opts) }),
      postgres(name, _spec, opts) {
        const endpoint = { host: thing(name, opts), port: ports.postgres };
        return { access: { kind: "postgres", readWrite: endpoint, readOnly: endpoint, database: "", logins: {} } };
      },
      ingressAddress: (name, _spec, opts) => ({ address: thing(name, opts) }),
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
