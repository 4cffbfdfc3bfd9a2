import { secret, type Inputs, type Output } from "@pulumi/pulumi";
import type { Login, ManagedKafka, ManagedPostgres, ManagedRedis, ManagedStores } from "../components/cloud.ts";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import { decideKafkaUsers } from "../components/kit/kafka-users.ts";
import { eachManaged } from "../components/kit/managed-stores.ts";
import { ports } from "../components/kit/ports.ts";
import { mapValues } from "../components/kit/records.ts";

/** Reads one text that the cloud layer exported. */
export type ReadOutput = (root: "platform" | "platformSecrets", ...path: string[]) => Output<string>;

/** Where managed stores are and who may log in, in the clear, by name: no two stores share one. */
export function exportStores({ postgres, kafka, redis }: ManagedStores): Inputs {
  return {
    ...mapValues(postgres, ({ readWrite, readOnly, admin }) => ({
      readWrite: readWrite.host,
      readOnly: readOnly.host,
      users: { [adminLogin]: admin.user },
    })),
    ...mapValues(kafka, (store) => ({
      bootstrap: store.access.bootstrap,
      users: mapValues(kafkaLogins(store), ({ user }) => user),
    })),
    ...mapValues(redis, ({ access }) => ({
      host: access.endpoint.host,
      users: { [onlyLogin]: access.login.user },
    })),
  };
}

/** The passwords of all logins, by store. */
export function exportPasswords({ postgres, kafka, redis }: ManagedStores): Inputs {
  return {
    ...mapValues(postgres, ({ admin }) => ({ [adminLogin]: secret(admin.password) })),
    ...mapValues(kafka, (store) => mapValues(kafkaLogins(store), ({ password }) => secret(password))),
    ...mapValues(redis, ({ access }) => ({ [onlyLogin]: secret(access.login.password) })),
  };
}

/** The same stores in the other layer: what isn't exported is known of the environment and its cloud without asking. */
export function importStores(environment: AnyEnvironment, read: ReadOutput): ManagedStores {
  const { stores } = environment;
  const login = (store: string, name: string): Login => ({
    user: read("platform", "stores", store, "users", name),
    password: read("platformSecrets", "passwords", store, name),
  });
  return {
    postgres: eachManaged(stores, "postgres", (store): ManagedPostgres => {
      const endpoint = (role: "readWrite" | "readOnly") => ({
        host: read("platform", "stores", store, role),
        port: ports.postgres,
      });
      return { readWrite: endpoint("readWrite"), readOnly: endpoint("readOnly"), admin: login(store, adminLogin) };
    }),
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
    redis: eachManaged(stores, "redis", (store): ManagedRedis => {
      const endpoint = { host: read("platform", "stores", store, "host"), port: factsOf(environment).redis.port };
      return { access: { kind: "redis", endpoint, tls: true, login: login(store, onlyLogin) } };
    }),
  };
}

/** Logins of services have a dash, so that none is called so. */
const adminLogin = "admin";
const onlyLogin = "default";

function kafkaLogins({ access, admin }: ManagedKafka): Readonly<Record<string, Login>> {
  return admin === undefined ? access.logins : { ...access.logins, [adminLogin]: admin };
}

function factsOf(environment: AnyEnvironment) {
  const { managedStores } = clusterFacts(environment);
  if (managedStores === undefined) throw new Error(`${environment.cloud.name} has no stores of its own`);
  return managedStores;
}
