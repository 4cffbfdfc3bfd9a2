import {
  CustomResource,
  output,
  ProviderResource,
  secret,
  type ComponentResourceOptions,
  type Inputs,
  type Output,
} from "@pulumi/pulumi";
import { describeCloudContract } from "./cloud.contract.ts";
import type { Capabilities, Cloud, ManagedPostgres, ManagedPostgresSpec } from "./cloud.ts";
import { local } from "./clouds/local/entry.ts";
import { openLocal } from "./clouds/local/cloud.ts";
import { Component } from "./kit/component.ts";
import { ports } from "./kit/ports.ts";

/**
 * A third cloud that exists on paper only: one kind of thing, no SDK. It shows that the contract can be met without any
 * cloud's habits.
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

  constructor(name: string, { users, wish, database, protect }: ManagedPostgresSpec, opts: ComponentResourceOptions) {
    super("landbridge:paper:Postgres", name, { database }, opts);
    const primary = new Thing(`${name}-primary`, { role: "primary" }, { parent: this, protect });
    const replicas = Array.from(
      { length: wish.replicas },
      (_, index) => new Thing(`${name}-replica-${index}`, {}, { parent: this }),
    );
    this.access = {
      kind: "postgres",
      readWrite: { host: primary.address, port: ports.postgres },
      readOnly: { host: (replicas[0] ?? primary).address, port: ports.postgres },
      database,
      logins: Object.fromEntries(
        users.map((user) => [user.name, { user: output(user.name), password: secret(`of ${user.name}`) }]),
      ),
    };
    this.registerOutputs({ host: primary.address });
  }
}

const yes = { supported: true } as const;
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
  "stores.kafka.managed": yes,
  "stores.redis.managed": yes,
};

const paper: Cloud = {
  name: "paper",
  capabilities: paperCapabilities,
  providers: (name) => [new (class extends ProviderResource {})("paper", `${name}-paper`, {})],
  network(name, { adopt }, opts) {
    if (adopt !== undefined)
      return { id: output(adopt.network), nodeSubnets: output([...adopt.subnets]), ready: output(adopt.network) };
    const { address } = new Thing(name, {}, opts);
    return { id: address, nodeSubnets: address.apply((text) => [text]), ready: address };
  },
  key: (name, { protect }, opts) => ({ id: new Thing(name, {}, { ...opts, protect }).address }),
  cluster(name, { protect }, opts) {
    const { address } = new Thing(name, {}, { ...opts, protect });
    return { apiServer: address, kubeconfig: address };
  },
  objectStore(name, { protect }, opts) {
    const { address } = new Thing(name, {}, { ...opts, protect });
    return { url: address, bucket: address };
  },
  registry: (name, _spec, opts) => ({ host: new Thing(name, {}, opts).address }),
  postgres: (name, spec, opts) => new PaperPostgres(name, spec, opts),
  ingressAddress: (name, _spec, opts) => ({ address: new Thing(name, {}, opts).address }),
};

describeCloudContract({
  title: "a cloud on paper",
  facts: { identifier: "paper", context: "paper", storageClass: "", zones: 3 },
  capabilities: paperCapabilities,
  computed: {},
  open: () => Promise.resolve(paper),
});

describeCloudContract({
  title: "local",
  facts: { identifier: "kind-shop", context: "kind-shop", storageClass: "", zones: 1 },
  capabilities: local.capabilities,
  computed: local.computed,
  open: () =>
    Promise.resolve(openLocal({ cloud: { name: "local", context: "kind-shop", kubeconfig: "~/.kube/config" } })),
});
