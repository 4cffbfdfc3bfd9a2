import { secret, type Inputs, type Output } from "@pulumi/pulumi";
import type {
  Login,
  ManagedCassandra,
  ManagedKafka,
  ManagedMongodb,
  ManagedMysql,
  ManagedPostgres,
  ManagedRabbitmq,
  ManagedRedis,
  ManagedStores,
} from "../components/cloud.ts";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import { decideKeyspace } from "../components/kit/databases/cassandra/cassandra.ts";
import { decideRedisLogins } from "../components/kit/databases/redis/redis-logins.ts";
import { consumersOf } from "../components/kit/workloads/consumers.ts";
import { decideKafkaUsers } from "../components/kit/messaging/kafka/kafka-users.ts";
import { eachManaged } from "../components/kit/databases/managed-stores.ts";
import { ports } from "../components/kit/network/ports.ts";
import { mapValues } from "../components/kit/records.ts";

/** Reads one text that the cloud layer exported. */
export type ReadOutput = (root: "platform" | "platformSecrets", ...path: string[]) => Output<string>;

/** Where managed stores are and who may log in, in the clear, by name: no two stores share one. */
export function exportStores({ postgres, mysql, kafka, redis, mongodb, cassandra, rabbitmq }: ManagedStores): Inputs {
  return {
    ...mapValues({ ...postgres, ...mysql }, ({ readWrite, readOnly, admin, authorities }) => ({
      readWrite: readWrite.host,
      readOnly: readOnly.host,
      // A text is known of the environment's cloud in the other layer as well.
      ...(typeof authorities === "string" ? {} : { authorities }),
      users: { [adminLogin]: admin.user },
    })),
    ...mapValues(kafka, (store) => ({
      bootstrap: store.access.bootstrap,
      users: mapValues(kafkaLogins(store), ({ user }) => user),
    })),
    ...mapValues(rabbitmq, ({ endpoint, admin }) => ({ host: endpoint.host, users: { [adminLogin]: admin.user } })),
    ...mapValues(redis, ({ access }) => ({
      host: access.endpoint.host,
      users: mapValues(access.logins, ({ user }) => user),
    })),
    ...mapValues(mongodb, ({ host, admin }) => ({ host, users: { [adminLogin]: admin.user } })),
    ...mapValues(cassandra, ({ access, id }) => ({
      id,
      host: access.endpoint.host,
      datacenter: access.datacenter,
      users: mapValues(access.logins, ({ user }) => user),
    })),
  };
}

/** The passwords of all logins, by store. */
export function exportPasswords({
  postgres,
  mysql,
  kafka,
  redis,
  mongodb,
  cassandra,
  rabbitmq,
}: ManagedStores): Inputs {
  return {
    ...mapValues({ ...postgres, ...mysql }, ({ admin }) => ({ [adminLogin]: secret(admin.password) })),
    ...mapValues(kafka, (store) => mapValues(kafkaLogins(store), ({ password }) => secret(password))),
    ...mapValues(rabbitmq, ({ admin }) => ({ [adminLogin]: secret(admin.password) })),
    ...mapValues(redis, ({ access }) => mapValues(access.logins, ({ password }) => secret(password))),
    ...mapValues(mongodb, ({ admin }) => ({ [adminLogin]: secret(admin.password) })),
    ...mapValues(cassandra, ({ access }) => mapValues(access.logins, ({ password }) => secret(password))),
  };
}

/** Where a server is, and how it shows who it is. */
function importServer(
  environment: AnyEnvironment,
  store: string,
  port: number,
  read: ReadOutput,
): Omit<ManagedPostgres, "admin"> {
  const endpoint = (role: "readWrite" | "readOnly") => ({ host: read("platform", "stores", store, role), port });
  const { servers } = factsOf(environment);
  const { proof, logReaders, authorities = read("platform", "stores", store, "authorities") } = servers;
  return { readWrite: endpoint("readWrite"), readOnly: endpoint("readOnly"), authorities, proof, logReaders };
}

/** The same stores in the other layer: what isn't exported is known of the environment and its cloud without asking. */
export function importStores(environment: AnyEnvironment, read: ReadOutput): ManagedStores {
  const { stores } = environment;
  const login = (store: string, name: string): Login => ({
    user: read("platform", "stores", store, "users", name),
    password: read("platformSecrets", "passwords", store, name),
  });
  const server = (store: string, port: number): ManagedPostgres => ({
    ...importServer(environment, store, port, read),
    admin: login(store, adminLogin),
  });
  return {
    postgres: eachManaged(stores, "postgres", (store): ManagedPostgres => server(store, ports.postgres)),
    mysql: eachManaged(stores, "mysql", (store): ManagedMysql => server(store, ports.mysql)),
    kafka: eachManaged(stores, "kafka", (store): ManagedKafka => {
      const { mechanism, rightsFromInside } = factsOf(environment).kafka;
      const logins = decideKafkaUsers(environment, store).map(({ name }): [string, Login] => [
        name,
        login(store, name),
      ]);
      const access = {
        kind: "kafka",
        bootstrap: read("platform", "stores", store, "bootstrap"),
        protocol: "SASL_SSL",
        mechanism,
        logins: Object.fromEntries(logins),
      } as const;
      return rightsFromInside ? { access, admin: login(store, adminLogin) } : { access };
    }),
    cassandra: eachManaged(stores, "cassandra", (store) => importCassandra(environment, store, read, login)),
    mongodb: eachManaged(stores, "mongodb", (store) => importMongodb(environment, store, read, login)),
    rabbitmq: eachManaged(stores, "rabbitmq", (store): ManagedRabbitmq => {
      const facts = factsOf(environment).rabbitmq;
      if (facts === undefined) throw new Error(`${environment.cloud.name} has no RabbitMQ of its own`);
      const host = read("platform", "stores", store, "host");
      return {
        endpoint: { host, port: facts.port },
        management: { host, port: facts.managementPort },
        admin: login(store, adminLogin),
      };
    }),
    redis: eachManaged(stores, "redis", (store) => importRedis(environment, store, read, login)),
  };
}

/** Who logs in follows from what services declare. */
function importRedis(
  environment: AnyEnvironment,
  store: string,
  read: ReadOutput,
  login: (store: string, name: string) => Login,
): ManagedRedis {
  const { redis } = factsOf(environment);
  if (redis === undefined) throw new Error(`${environment.cloud.name} has no Redis of its own`);
  const endpoint = { host: read("platform", "stores", store, "host"), port: redis.port };
  const users = decideRedisLogins(environment, store);
  const logins = Object.fromEntries(users.map(({ name }): [string, Login] => [name, login(store, name)]));
  return { access: { kind: "redis", endpoint, tls: true, logins } };
}

/** The keyspace's name follows from the environment's; whether services have logins, from its cloud. */
function importCassandra(
  environment: AnyEnvironment,
  store: string,
  read: ReadOutput,
  login: (store: string, name: string) => Login,
): ManagedCassandra {
  const { cassandra: facts } = factsOf(environment);
  if (facts === undefined) throw new Error(`${environment.cloud.name} has no keyspaces of its own`);
  const { port, mechanism } = facts;
  const users = mechanism === "SIGV4" ? [] : consumersOf(environment, store);
  return {
    id: read("platform", "stores", store, "id"),
    access: {
      kind: "cassandra",
      endpoint: { host: read("platform", "stores", store, "host"), port },
      keyspace: decideKeyspace(environment.name, store),
      datacenter: read("platform", "stores", store, "datacenter"),
      mechanism,
      logins: Object.fromEntries(users.map(({ name }): [string, Login] => [name, login(store, name)])),
    },
  };
}

/** Logins of services have a dash, so that none is called so. */
const adminLogin = "admin";

function kafkaLogins({ access, admin }: ManagedKafka): Readonly<Record<string, Login>> {
  return admin === undefined ? access.logins : { ...access.logins, [adminLogin]: admin };
}

/** How it is reached follows from the environment's cloud. */
function importMongodb(
  environment: AnyEnvironment,
  store: string,
  read: ReadOutput,
  login: (store: string, name: string) => Login,
): ManagedMongodb {
  const facts = factsOf(environment).mongodb;
  if (facts === undefined) throw new Error(`${environment.cloud.name} has nothing that speaks MongoDB's protocol`);
  return { facts, host: read("platform", "stores", store, "host"), admin: login(store, adminLogin) };
}

function factsOf(environment: AnyEnvironment) {
  const { managedStores } = clusterFacts(environment);
  if (managedStores === undefined) throw new Error(`${environment.cloud.name} has no stores of its own`);
  return managedStores;
}
