import { interpolate, type Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import { layerNames } from "../../environments/schema/stores/warehouse.ts";
import type {
  CassandraAccess,
  ClickhouseAccess,
  KafkaAccess,
  Login,
  MongodbAccess,
  QdrantAccess,
  RabbitmqAccess,
  StoreAccess,
} from "../cloud.ts";
import { brokersOf, queueBrokersOf, variableName } from "../kit/workloads/bindings.ts";
import { optionsText } from "../kit/databases/mongodb/mongodb.ts";
import { decideSslMode } from "../kit/databases/server-proof.ts";
import { bindDevices, devicesOf } from "./device-bindings.ts";
import { authoritiesFile, authoritiesFolder } from "../kit/workloads/authorities.ts";

/** What a service finds in its environment: values in the clear, and values from a Secret. */
export interface Variables {
  readonly clear: Readonly<Record<string, Input<string>>>;
  readonly secret: Readonly<Record<string, Input<string>>>;
  /** Who signed stores' certificates, in PEM, by file in `authoritiesFolder`. - behaviour: those that the image knows. */
  readonly authorities?: Readonly<Record<string, Input<string>>>;
}

/**
 * How a service reaches the stores that it uses, publishes to or consumes from: `ORDERS_HOST`, `ORDERS_PASSWORD` and so
 * on, by the name of the store. Throws for a store without access or login, which a valid environment has none of.
 */
export function bindStores(
  login: string,
  wish: Pick<ServiceWish, "uses" | "publishes" | "consumes" | "sends" | "receives">,
  stores: Readonly<Record<string, StoreAccess>>,
): Variables {
  const declared = [...Object.keys(wish.uses), ...brokersOf(wish), ...queueBrokersOf(wish)];
  const names = [...new Set([...declared, ...devicesOf(login, stores)])].sort();
  const bound = names.map((store) => {
    const access = stores[store];
    if (access === undefined) throw new Error(`${login} uses store ${store}, which gives no access`);
    return withAuthorities(store, access, bindStore(store, login, access));
  });
  return {
    clear: Object.fromEntries(bound.flatMap(({ clear }) => Object.entries(clear))),
    secret: Object.fromEntries(bound.flatMap(({ secret }) => Object.entries(secret))),
    authorities: Object.fromEntries(bound.flatMap(({ authorities }) => Object.entries(authorities ?? {}))),
  };
}

/** With the file of who signed the store's certificates, where an image can't know: one way for every kind of store. */
function withAuthorities(
  store: string,
  { authorities }: StoreAccess,
  { clear, secret, ...bound }: Variables,
): Variables {
  if (authorities === undefined) return { clear, secret, ...bound };
  const file = authoritiesFile(store);
  return {
    clear: { ...clear, [variableName(store, "CA_FILE")]: `${authoritiesFolder}/${file}` },
    secret,
    authorities: { ...bound.authorities, [file]: authorities },
  };
}

function bindStore(store: string, login: string, access: StoreAccess): Variables {
  const named = (variables: Record<string, Input<string>>): Record<string, Input<string>> =>
    Object.fromEntries(Object.entries(variables).map(([part, value]) => [variableName(store, part), value]));
  switch (access.kind) {
    case "postgres":
    case "mysql":
      return bindDatabase(store, login, access, named);
    case "kafka": {
      const { user, password } = loginOf(store, login, access.logins);
      const schemas = bindSchemas(store, access.schemas, login);
      const clear = { BOOTSTRAP: access.bootstrap, PROTOCOL: access.protocol, MECHANISM: access.mechanism, USER: user };
      return {
        clear: named({ ...clear, ...schemas.clear }),
        secret: named({ PASSWORD: password, ...schemas.secret }),
        authorities: schemas.authorities ?? {},
      };
    }
    case "rabbitmq":
      return bindRabbitmq(store, login, access, named);
    case "redis": {
      const { user, password } = loginOf(store, login, access.logins);
      const { host, port } = access.endpoint;
      const { sentinels } = access;
      const found = sentinels === undefined ? {} : { SENTINELS: sentinels.addresses, MASTER: sentinels.leader };
      return {
        clear: named({ HOST: host, PORT: String(port), TLS: "true", USER: user, ...found }),
        secret: named({ PASSWORD: password }),
      };
    }
    case "cassandra":
      return bindCassandra(store, login, access, named);
    case "clickhouse":
      return bindClickhouse(store, login, access, named);
    case "mongodb":
      return bindMongodb(store, login, access, named);
    case "qdrant":
      return bindQdrant(store, login, access, named);
    case "influxdb": {
      const { user, password } = loginOf(store, login, access.logins);
      const clear = { URL: access.url, DATABASES: access.databases.join(","), USER: user };
      return { clear: named(clear), secret: named({ PASSWORD: password }) };
    }
    default:
      return access satisfies never;
  }
}

/** The registry of a Kafka's schemas, for those whose topics have some. */
function bindSchemas(store: string, schemas: KafkaAccess["schemas"], login: string): Variables {
  const found = schemas?.logins[login];
  if (schemas === undefined || found === undefined) return { clear: {}, secret: {} };
  const { url, authorities } = schemas;
  const file = authoritiesFile(`${store}.schemas`);
  const trusted: Record<string, Input<string>> = authorities === undefined ? {} : { [file]: authorities };
  return {
    clear: {
      SCHEMA_REGISTRY_URL: url,
      SCHEMA_REGISTRY_USER: found.user,
      ...(authorities === undefined ? {} : { SCHEMA_REGISTRY_CA_FILE: `${authoritiesFolder}/${file}` }),
    },
    secret: { SCHEMA_REGISTRY_PASSWORD: found.password },
    authorities: trusted,
  };
}

/** A server that is written to, one that is read from, and how clients are told to encrypt. */
function bindDatabase(
  store: string,
  login: string,
  access: Extract<StoreAccess, { kind: "postgres" | "mysql" }>,
  named: (variables: Record<string, Input<string>>) => Record<string, Input<string>>,
): Variables {
  const { kind, readWrite, readOnly, database, logins } = access;
  const { user, password } = loginOf(store, login, logins);
  return {
    clear: named({
      HOST: readWrite.host,
      PORT: String(readWrite.port),
      READ_HOST: readOnly.host,
      READ_PORT: String(readOnly.port),
      DATABASE: database,
      SSLMODE: decideSslMode(kind, access),
      USER: user,
    }),
    secret: named({ PASSWORD: password }),
  };
}

/** Without a login where the pod's identity in the cloud is one. */
function bindCassandra(
  store: string,
  login: string,
  { endpoint, keyspace, datacenter, mechanism, logins }: CassandraAccess,
  named: (variables: Record<string, Input<string>>) => Record<string, Input<string>>,
): Variables {
  const clear = {
    HOST: endpoint.host,
    PORT: String(endpoint.port),
    KEYSPACE: keyspace,
    DATACENTER: datacenter,
    MECHANISM: mechanism,
  };
  if (mechanism === "SIGV4") return { clear: named(clear), secret: {} };
  const { user, password } = loginOf(store, login, logins);
  return { clear: named({ ...clear, USER: user }), secret: named({ PASSWORD: password }) };
}

/** All that a connection string is made of, and the string itself, which most drivers take whole. */
function bindMongodb(
  store: string,
  login: string,
  access: MongodbAccess,
  named: (variables: Record<string, Input<string>>) => Record<string, Input<string>>,
): Variables {
  const { scheme, host, database } = access;
  const { user, password } = loginOf(store, login, access.logins);
  const options = optionsText(store, access);
  return {
    clear: named({
      SCHEME: scheme,
      HOST: host,
      DATABASE: database,
      OPTIONS: options,
      USER: user,
    }),
    secret: named({
      PASSWORD: password,
      URI: interpolate`${scheme}://${user}:${password}@${host}/${database}?${options}`,
    }),
  };
}

function bindRabbitmq(
  store: string,
  login: string,
  { endpoint, vhost, logins, mqtt }: RabbitmqAccess,
  named: (variables: Record<string, Input<string>>) => Record<string, Input<string>>,
): Variables {
  const devices = bindDevices(login, mqtt);
  // Who has to do with devices alone has no login.
  if (devices !== undefined && logins[login] === undefined)
    return { clear: named(devices.clear), secret: named(devices.secret) };
  const { user, password } = loginOf(store, login, logins);
  // Always over TLS.
  const { host, port } = endpoint;
  const clear = { HOST: host, PORT: String(port), PROTOCOL: "amqps", VHOST: vhost, USER: user };
  return {
    clear: named({ ...clear, ...devices?.clear }),
    secret: named({ PASSWORD: password, ...devices?.secret }),
  };
}

/** Where it is by each protocol, and what the layers are called. */
function bindClickhouse(
  store: string,
  login: string,
  { endpoint, native, cluster, logins }: ClickhouseAccess,
  named: (variables: Record<string, Input<string>>) => Record<string, Input<string>>,
): Variables {
  const { user, password } = loginOf(store, login, logins);
  const { host, port } = endpoint;
  const layers = layerNames.map((layer): [string, string] => [`DATABASE_${layer.toUpperCase()}`, layer]);
  return {
    clear: named({
      URL: interpolate`https://${host}:${port}`,
      HOST: host,
      PORT: String(port),
      NATIVE_PORT: String(native.port),
      CLUSTER: cluster,
      USER: user,
      ...Object.fromEntries(layers),
    }),
    secret: named({ PASSWORD: password }),
  };
}

/** Where REST and gRPC are, and the token that stands in for a key. */
function bindQdrant(
  store: string,
  login: string,
  { rest, grpc, tokens }: QdrantAccess,
  named: (variables: Record<string, Input<string>>) => Record<string, Input<string>>,
): Variables {
  const token = tokens[login];
  if (token === undefined) throw new Error(`store ${store} has no token for ${login}`);
  const urlOf = ({ host, port }: QdrantAccess["rest"]) => interpolate`https://${host}:${port}`;
  return { clear: named({ URL: urlOf(rest), GRPC_URL: urlOf(grpc) }), secret: named({ API_KEY: token }) };
}

function loginOf(store: string, login: string, logins: Readonly<Record<string, Login>>): Login {
  const found = logins[login];
  if (found === undefined) throw new Error(`store ${store} has no login ${login}`);
  return found;
}
