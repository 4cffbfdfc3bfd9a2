import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../../../environments/schema/environment.ts";
import type { KafkaWish, PostgresWish, StoreWish } from "../../../../environments/schema/stores/stores.ts";
import type { ManagedPostgres, ManagedStores } from "../../../cloud.ts";
import { knowsFailoverSlots } from "../../../kit/databases/postgres/postgres-captures.ts";
import { decideDatabase } from "../../../kit/databases/postgres/postgres-backups.ts";
import { decideSslMode } from "../../../kit/databases/server-proof.ts";
import {
  decideCaptures,
  decidePublication,
  type Capture,
} from "../../../kit/messaging/kafka/connect/kafka-captures.ts";
import { decideConnectors, hasConnect, type Connector } from "../../../kit/messaging/kafka/connect/kafka-connectors.ts";
import { decideMariadbConnector } from "../../../kit/messaging/kafka/connect/mariadb-connector.ts";
import { decideMongodbConnector } from "../../../kit/messaging/kafka/connect/mongodb-connector.ts";
import { decidePostgresConnector, ownServer } from "../../../kit/messaging/kafka/connect/postgres-connector.ts";
import { mirrorsOf } from "../../../kit/messaging/kafka/connect/kafka-mirrors.ts";
import { captureLogin } from "../../../kit/messaging/kafka/connect/kafka-workers.ts";
import type { Surroundings } from "../../../kit/surroundings.ts";
import { setupSecret } from "../../setup-job.ts";
import type { Authority } from "../../store-certificate.ts";
import { KafkaCaptures, type ServedCapture } from "./kafka-captures.ts";
import type { ServedConnector } from "./kafka-connector.ts";
import { KafkaMirror } from "./kafka-mirror.ts";

/** What brings messages from elsewhere into the Kafkas of an environment, and where. */
export interface KafkaSourcesArgs {
  readonly environment: Pick<Environment, "stores">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  readonly authority?: Authority | undefined;
  /** The stores that the cloud made. - behaviour: none. */
  readonly managed?: Pick<ManagedStores, "postgres"> | undefined;
  /** The value of a secret by its name; needed where there are mirrors. - behaviour: nobody knows any. */
  readonly secretValue?: ((name: string) => Output<string>) | undefined;
}

/** What has to be there before a store is used, by its name. */
type Servers = Readonly<Record<string, Resource | undefined>>;

/** Captures and mirrors of every Kafka in the cluster, once its servers and those that it captures are there. */
export function createKafkaSources(
  name: string,
  args: KafkaSourcesArgs,
  servers: Servers,
  opts: ComponentResourceOptions,
): void {
  for (const [store, wish] of Object.entries(args.environment.stores)) {
    const kafka = servers[store];
    if (wish.kind !== "kafka" || wish.placement !== "in-cluster" || kafka === undefined) continue;
    createCaptures(`${name}-${store}-capture`, store, wish, args, { kafka, servers }, opts);
    for (const mirror of mirrorsOf(wish)) {
      const [from, { password }] = mirror;
      if (args.secretValue === undefined)
        throw new Error(`mirror ${from} of ${store} needs a password, and nobody knows any`);
      const { surroundings, namespace } = args;
      const common = { store, wish, mirror, surroundings, namespace, kafka };
      new KafkaMirror(
        `${name}-${store}-mirror-${from}`,
        { ...common, password: args.secretValue(password.secret) },
        opts,
      );
    }
  }
}

function createCaptures(
  name: string,
  store: string,
  wish: KafkaWish,
  args: KafkaSourcesArgs,
  made: { readonly kafka: Resource; readonly servers: Servers },
  opts: ComponentResourceOptions,
): void {
  const captures = decideCaptures(store, wish, args.environment.stores).map((capture) =>
    serve(store, capture, args, made.servers),
  );
  const connectors = decideConnectors(store, wish).map((connector) => withSecrets(connector, args));
  if (!hasConnect(wish)) return;
  const { surroundings, namespace } = args;
  new KafkaCaptures(name, { store, wish, captures, connectors, surroundings, namespace, kafka: made.kafka }, opts);
}

function withSecrets(connector: Connector, { secretValue }: KafkaSourcesArgs): ServedConnector {
  const secrets = Object.entries(connector.wish.secrets).map(([key, { secret }]) => {
    if (secretValue === undefined) throw new Error(`connector ${connector.name} needs secrets, and nobody knows any`);
    return [key, secretValue(secret)] as const;
  });
  return { connector, secrets: Object.fromEntries(secrets) };
}

function serve(
  store: string,
  capture: Capture,
  { environment, authority, managed }: KafkaSourcesArgs,
  servers: Servers,
): ServedCapture {
  const { from } = capture;
  const found = environment.stores[from];
  const ready = servers[from];
  if (found === undefined || ready === undefined) throw new Error(`${store} captures ${from}, which isn't there`);
  if (found.kind === "postgres" && found.placement === "managed")
    return { ...servedByCloud(capture, found, managed?.postgres[from]), ready };
  if (authority === undefined) throw new Error(`${store} captures tables, and nobody signs certificates`);
  return { capture, ...serveInCluster(store, capture, found), authority: authority.certificate, ready };
}

function serveInCluster(
  store: string,
  capture: Capture,
  wish: StoreWish,
): Pick<ServedCapture, "connector" | "publication"> {
  const { from } = capture;
  switch (wish.kind) {
    case "postgres": {
      const database = decideDatabase(from, wish);
      const server = ownServer(from, database, wish.replicas);
      return {
        connector: decidePostgresConnector(capture, server),
        publication: decidePublication(capture, database),
      };
    }
    case "mysql":
      return { connector: decideMariadbConnector(capture, wish, { store, user: `${store}.${captureLogin}` }) };
    case "mongodb":
      return { connector: decideMongodbConnector(capture, wish) };
    default:
      throw new Error(`${store} captures ${from}, which is a ${wish.kind}`);
  }
}

/** The set-up Job has made the login, with a password among those of services, and publishes tables. */
function servedByCloud(
  capture: Capture,
  wish: PostgresWish,
  server: ManagedPostgres | undefined,
): Omit<ServedCapture, "ready"> {
  if (server === undefined) throw new Error(`${capture.from} is captured, and the cloud didn't make it`);
  const { readWrite, authorities, proof } = server;
  return {
    capture: { ...capture, secret: setupSecret(capture.from), secretKey: capture.slot },
    connector: decidePostgresConnector<Input<string>>(capture, {
      host: readWrite.host,
      port: readWrite.port,
      database: decideDatabase(capture.from, wish),
      slotsFollow: knowsFailoverSlots(wish),
      sslMode: decideSslMode("postgres", { authorities, proof }),
    }),
    authority: authorities,
  };
}
