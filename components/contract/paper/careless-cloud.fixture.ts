import { output, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Cloud } from "../../cloud.ts";
import { ports } from "../../kit/network/ports.ts";
import { paper } from "./paper-cloud.fixture.ts";
import { paperMongodb } from "./paper-parts.fixture.ts";
import { Thing } from "./paper-thing.fixture.ts";

const thing = (name: string, opts: ComponentResourceOptions) => new Thing(name, {}, opts).address;

/** A cloud that makes something for each wish and reads none of them. */
export const careless: Cloud = {
  ...paper,
  network(name, _spec, opts) {
    const id = thing(name, opts);
    return { id, reference: id, nodeSubnets: output([]), ready: id };
  },
  vpn: (name, _spec, opts) => ({ addresses: { "shop-elsewhere": thing(name, opts).apply((id) => [id]) } }),
  peering: (name, _spec, opts) => ({ connections: { "shop-next-door": thing(name, opts) } }),
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
    return {
      readWrite: endpoint,
      readOnly: endpoint,
      authorities: "",
      proof: "name",
      admin: { user: host, password: host },
    };
  },
  mysql(name, _spec, opts) {
    const host = thing(name, opts);
    const endpoint = { host, port: ports.mysql };
    return {
      readWrite: endpoint,
      readOnly: endpoint,
      authorities: "",
      proof: "name",
      admin: { user: host, password: host },
    };
  },
  redis(name, _spec, opts) {
    const host = thing(name, opts);
    return { access: { kind: "redis", endpoint: { host, port: ports.redis }, tls: true, logins: {} } };
  },
  kafka(name, _spec, opts) {
    const sasl = { protocol: "SASL_SSL", mechanism: "PLAIN", logins: {} } as const;
    return { access: { kind: "kafka", bootstrap: thing(name, opts), ...sasl } };
  },
  mongodb(name, _spec, opts) {
    const host = thing(name, opts);
    return { facts: paperMongodb, host, admin: { user: host, password: host } };
  },
  cassandra(name, _spec, opts) {
    const id = thing(name, opts);
    const endpoint = { host: id, port: 9042 };
    return {
      id,
      access: { kind: "cassandra", endpoint, keyspace: name, datacenter: id, mechanism: "PLAIN", logins: {} },
    };
  },
  rabbitmq(name, _spec, opts) {
    const host = thing(name, opts);
    const endpoint = { host, port: ports.rabbitmq };
    return { endpoint, management: endpoint, admin: { user: host, password: host } };
  },
  warehouse(name, _spec, opts) {
    const id = thing(name, opts);
    return { id, engine: "paper", port: 443, host: id, database: id, layers: { bronze: id, silver: id, gold: id } };
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
  events(name, _spec, opts) {
    const id = thing(name, opts);
    const queue = { url: id, id, deadLetters: id };
    return { queues: { waiting: queue, other: queue }, topics: { done: { url: id, id } }, functions: {} };
  },
  workloadIdentity: (name, _spec, opts) => ({ id: thing(name, opts) }),
  secretStore(name, _spec, opts) {
    const id = thing(name, opts);
    return { secrets: { "api-token": { id }, empty: { id } } };
  },
};
