import { all, output, secret, type ComponentResourceOptions, type Inputs, type Output } from "@pulumi/pulumi";
import type {
  Edge,
  EdgeSpec,
  Endpoint,
  Login,
  ManagedCassandra,
  ManagedCassandraSpec,
  ManagedKafka,
  ManagedKafkaSpec,
  ManagedMysqlSpec,
  ManagedPostgres,
  ManagedPostgresSpec,
  ManagedRedis,
  ManagedRedisSpec,
  MongodbFacts,
} from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import type { Consumer } from "../../kit/workloads/consumers.ts";
import { ports } from "../../kit/network/ports.ts";
import { mysqlAdmin } from "../../kit/databases/mysql/mysql.ts";
import { postgresAdmin } from "../../kit/databases/postgres/postgres-names.ts";

import { Thing, withHandles } from "./paper-thing.fixture.ts";

/** Who signs on paper. */
export const paperAuthority = "-----BEGIN CERTIFICATE-----\npaper\n-----END CERTIFICATE-----\n";

export class PaperPostgres extends Component implements ManagedPostgres {
  readonly readWrite: Endpoint;
  readonly readOnly: Endpoint;
  readonly authorities = paperAuthority;
  readonly proof = "name";
  readonly admin: Login;

  constructor(
    name: string,
    spec: ManagedPostgresSpec | ManagedMysqlSpec,
    opts: ComponentResourceOptions,
    { type, port, admin } = { type: "landbridge:paper:Postgres", port: 5432, admin: postgresAdmin },
  ) {
    const { wish, protect } = spec;
    super(type, name, {}, opts);
    const asked = withHandles(spec);
    const primary = new Thing(`${name}-primary`, { role: "primary", ...asked }, { parent: this, protect });
    const replicas = Array.from(
      { length: wish.replicas },
      (_, index) => new Thing(`${name}-replica-${index}`, asked, { parent: this, protect }),
    );
    this.readWrite = { host: primary.address, port };
    this.readOnly = { host: (replicas[0] ?? primary).address, port };
    // On paper a server's identifier, which nobody but the cloud can give, is its password.
    this.admin = { user: output(admin), password: secret(primary.id) };
    this.registerOutputs({ host: primary.address });
  }
}

export class PaperMysql extends PaperPostgres {
  constructor(name: string, spec: ManagedMysqlSpec, opts: ComponentResourceOptions) {
    super(name, spec, opts, { type: "landbridge:paper:Mysql", port: ports.mysql, admin: mysqlAdmin });
  }
}

export class PaperRedis extends Component implements ManagedRedis {
  readonly access: ManagedRedis["access"];

  constructor(name: string, spec: ManagedRedisSpec, opts: ComponentResourceOptions) {
    super("landbridge:paper:Redis", name, {}, opts);
    const { address } = new Thing(`${name}-servers`, withHandles(spec), { parent: this, protect: spec.protect });
    const logins = spec.users.map(({ name: user, rules }) => {
      const { id } = new Thing(`${name}-${user}`, { user, rules }, { parent: this });
      return [user, { user: output(user), password: secret(id) }] as const;
    });
    const endpoint = { host: address, port: ports.redis };
    this.access = { kind: "redis", endpoint, tls: true, logins: Object.fromEntries(logins) };
    this.registerOutputs({ host: address });
  }
}

export const paperMongodb: MongodbFacts = {
  scheme: "mongodb+srv",
  options: { authSource: "admin", retryWrites: "false", tls: "true" },
  ports: [ports.mongodb],
  rolesOf: "database",
};

export class PaperKafka extends Component implements ManagedKafka {
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

export class PaperCassandra extends Component implements ManagedCassandra {
  readonly access: ManagedCassandra["access"];
  readonly id: Output<string>;

  constructor(name: string, { users, ...spec }: ManagedCassandraSpec, opts: ComponentResourceOptions) {
    super("landbridge:paper:Cassandra", name, {}, opts);
    const asked = { ...withHandles(spec), wish: { ...spec.wish, tables: {} } };
    const { address, id } = new Thing(`${name}-keyspace`, asked, { parent: this, protect: spec.protect });
    const tables = Object.entries(spec.wish.tables).map(
      ([table, wish]) => new Thing(`${name}-table-${table}`, { wish, keyspace: address }, { parent: this }).urn,
    );
    this.id = all([id, all(tables)]).apply(([known]) => known);
    const login = ({ name: user }: Consumer): [string, Login] => {
      const made = new Thing(`${name}-${user}`, {}, { parent: this });
      return [user, { user: output(user), password: secret(made.id) }];
    };
    const logins = Object.fromEntries(users.map(login));
    const endpoint = { host: all([address, all(tables)]).apply(([known]) => known), port: 9042 };
    const datacenter = output("paper");
    const common = { kind: "cassandra", keyspace: spec.keyspace, mechanism: "PLAIN" } as const;
    this.access = { ...common, endpoint, datacenter, logins };
    this.registerOutputs({ id: this.id });
  }
}

export class PaperEdge extends Component implements Edge {
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
