import { all, interpolate, output, ProviderResource, secret, type Inputs, type Output } from "@pulumi/pulumi";
import type { Cloud, EventQueue, EventTarget, Grant, StoredSecret } from "../../cloud.ts";
import { asksForPeering } from "../../kit/network/peers.ts";
import { ports } from "../../kit/network/ports.ts";
import { imageAt, type FunctionDecision } from "../../kit/events/events.ts";
import { mongodbAdmin } from "../../kit/databases/mongodb/mongodb.ts";
import type { ContractSubject } from "../subject.contract.ts";

import {
  paperAuthority,
  PaperCassandra,
  PaperEdge,
  PaperKafka,
  paperMongodb,
  PaperMysql,
  PaperPostgres,
  PaperRedis,
} from "./paper-parts.fixture.ts";
import { paperCapabilities } from "./paper-capabilities.fixture.ts";
import { Thing, withHandles } from "./paper-thing.fixture.ts";

/** A cloud on paper that meets the contract. */
export const paper: Cloud = {
  name: "paper",
  capabilities: paperCapabilities,
  providers: (name) => [new (class extends ProviderResource {})("paper", `${name}-paper`, {})],
  network(name, spec, opts) {
    const { adopt, protect } = spec;
    if (adopt !== undefined)
      return {
        id: output(adopt.network),
        reference: output(adopt.network),
        nodeSubnets: output([...adopt.subnets]),
        ready: output(adopt.network),
      };
    const { address } = new Thing(name, withHandles({ ...spec, network: undefined }), { ...opts, protect });
    return { id: address, reference: address, nodeSubnets: address.apply((text) => [text]), ready: address };
  },
  vpn(name, { network, peers, ...spec }, opts) {
    const { address: gateway } = new Thing(name, { ...spec, network: network.id }, opts);
    const addresses = peers.map((peer): [string, Output<string[]>] => {
      const link = (end: string, index: number) =>
        new Thing(`${name}-${peer.name}-${index}`, { ...peer, end, gateway }, opts).address;
      return [peer.name, all((peer.gateways ?? []).map(link))];
    });
    return { addresses: Object.fromEntries(addresses) };
  },
  peering(name, { network, peers, ...spec }, opts) {
    const connections = peers.flatMap((peer): [string, Output<string>][] => {
      const { address } = new Thing(`${name}-${peer.name}`, { ...spec, ...peer, own: network.id }, opts);
      return asksForPeering(spec.environment, peer.name) ? [[peer.name, address]] : [];
    });
    return { connections: Object.fromEntries(connections) };
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
    const nodeParts = spec.autoProvision === undefined ? {} : { subnet: address };
    return { apiServer: address, kubeconfig: address.apply(kubeconfigOf), volumeKey, nodeParts, identity: address };
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
  mysql: (name, spec, opts) => new PaperMysql(name, spec, opts),
  redis: (name, spec, opts) => new PaperRedis(name, spec, opts),
  mongodb(name, spec, opts) {
    const { address, id } = new Thing(name, withHandles(spec), { ...opts, protect: spec.protect });
    return { facts: paperMongodb, host: address, admin: { user: output(mongodbAdmin), password: secret(id) } };
  },
  kafka: (name, spec, opts) => new PaperKafka(name, spec, opts),
  cassandra: (name, spec, opts) => new PaperCassandra(name, spec, opts),
  rabbitmq(name, spec, opts) {
    const { address: host } = new Thing(name, withHandles(spec), { ...opts, protect: spec.protect });
    const password = secret(new Thing(`${name}-password`, {}, opts).id);
    return {
      endpoint: { host, port: ports.rabbitmq },
      management: { host, port: 443 },
      admin: { user: output("landbridge"), password },
    };
  },
  warehouse(name, spec, opts) {
    const { id: host } = new Thing(name, withHandles(spec), { ...opts, protect: spec.protect });
    const layer = (of: string) => interpolate`${host}/${of}`;
    const layers = { bronze: layer("bronze"), silver: layer("silver"), gold: layer("gold") };
    return { engine: "paper", port: 443, host, database: host, layers, id: host };
  },
  events(name, { queues, topics, functions, buckets, registry, ...spec }, opts) {
    const common = { ...withHandles(spec), host: registry.host };
    const topicsMade = topics.map((topic): [string, EventTarget] => {
      const { address } = new Thing(`${name}-${topic}`, common, { ...opts, protect: spec.protect });
      return [topic, { url: address, id: address }];
    });
    const queuesMade = queues.map((queue): [string, EventQueue] => {
      const inputs = { ...common, queue, topics: topicsMade.map(([, { id }]) => id) };
      const { address: url, id } = new Thing(`${name}-queue-${queue.name}`, inputs, { ...opts, protect: spec.protect });
      const { feed } = queue;
      if (feed.kind === "bucket")
        new Thing(`${name}-told-${queue.name}`, { feed, to: id, from: buckets[feed.bucket]?.id }, opts);
      const reading = queue.reader === undefined ? { url, id } : undefined;
      return [queue.name, { url, id, reading, deadLetters: interpolate`${url}/dead` }];
    });
    const images = (wish: FunctionDecision) => registry.host.apply((host) => imageAt(host, wish.image));
    const functionsMade = functions.map((wish): [string, Output<string>] => {
      const used = Object.values(buckets).map(({ id }) => id);
      const inputs = {
        ...common,
        buckets: used,
        wish: { ...wish, image: images(wish) },
        queues: queuesMade.map(([, { id }]) => id),
      };
      return [wish.name, new Thing(`${name}-function-${wish.name}`, inputs, opts).address];
    });
    return {
      queues: Object.fromEntries(queuesMade),
      topics: Object.fromEntries(topicsMade),
      functions: Object.fromEntries(functionsMade),
    };
  },
  ingressAddress(name, spec, opts) {
    const { address } = new Thing(name, { ...spec }, opts);
    return { addresses: all([address]), serviceAnnotations: all({ "paper.example.org/address": address }) };
  },
  dnsZone(name, { plan, tags, protect }, opts) {
    const { address } = new Thing(name, { plan, tags }, { ...opts, protect });
    return { id: address, nameServers: all([address]), delegationSigner: address };
  },
  edge: (name, spec, opts) => new PaperEdge(name, spec, opts),
  workloadIdentity(name, { cluster, network, namespace, serviceAccount, grants, tags }, opts) {
    const inputs = { cluster: cluster.identity, network: network.id, namespace, serviceAccount, tags };
    const { address } = new Thing(name, inputs, opts);
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
      return { access: grant.access, to: grant.bucket.id, looksUp: grant.looksUp };
    case "secret":
      return { access: grant.access, to: grant.secret.id };
    case "keyspace":
      return { access: grant.access, to: grant.keyspace.id };
    case "warehouse":
      return { rights: [...grant.rights], to: grant.warehouse.id };
    case "queue":
      return { access: grant.access, to: grant.queue.id };
    case "topic":
      return { to: grant.topic.id };
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

/** That cloud, as the contract asks about it. */
export const paperSubject: ContractSubject = {
  name: "paper",
  facts: {
    identifier: "paper",
    context: "paper",
    storageClass: "landbridge-zonal",
    volumes: { driver: "paper.example", keyParameter: "key", zonal: {}, replicated: { copies: "2" }, snapshots: {} },
    balancers: {
      record: "A",
      internal: { annotations: { "paper.example.org/scope": "internal" } },
      public: { annotations: { "paper.example.org/scope": "public" } },
    },
    zones: 3,
    managedStores: {
      servers: { proof: "name", authorities: paperAuthority },
      redis: { port: ports.redis, ports: [ports.redis], logins: "each" },
      kafka: { mechanism: "PLAIN", ports: [ports.kafka], rightsFromInside: false },
      mongodb: paperMongodb,
      rabbitmq: { port: ports.rabbitmq, managementPort: 443 },
      cassandra: { port: 9042, mechanism: "PLAIN" },
    },
    warehouses: { engine: "paper", port: 443, ports: [] },
    podIdentity: { annotation: "paper.example/identity", podLabels: {}, tokenEndpoints: [], barman: {} },
  },
  provisioner: {
    nodeClass: { apiVersion: "machines.paper.example/v1", kind: "MachineClass" },
    parts: ["subnet"],
    classOf: ({ diskGiB }, { subnet = "" }, tags) => ({ diskGiB, subnet, tags: { ...tags } }),
    requirementsOf: ({ capacities }) => [
      {
        key: "paper.example/machine",
        operator: "In",
        values: capacities.map(({ cpu, memoryGiB }) => `m${cpu}-${memoryGiB}`),
      },
    ],
  },
  capabilities: paperCapabilities,
  computed: {},
  open: () => Promise.resolve(paper),
};
