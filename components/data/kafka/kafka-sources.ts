import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { KafkaWish, PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { ManagedPostgres, ManagedStores } from "../../cloud.ts";
import { knowsFailoverSlots } from "../../kit/databases/postgres/postgres-captures.ts";
import { decideDatabase } from "../../kit/databases/postgres/postgres-backups.ts";
import { decideSslMode } from "../../kit/databases/server-proof.ts";
import { decideCaptures, type Capture } from "../../kit/messaging/kafka/kafka-captures.ts";
import { decideConnectors, hasConnect, type Connector } from "../../kit/messaging/kafka/kafka-connectors.ts";
import { ownServer } from "../../kit/messaging/kafka/kafka-connect.ts";
import { mirrorsOf } from "../../kit/messaging/kafka/kafka-mirrors.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { setupSecret } from "../setup-job.ts";
import type { Authority } from "../store-certificate.ts";
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
  const captures = decideCaptures(store, wish).map((capture) => serve(store, capture, args, made.servers));
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
  if (found?.kind !== "postgres" || ready === undefined)
    throw new Error(`${store} captures ${from}, which is no PostgreSQL`);
  const database = decideDatabase(from, found);
  if (found.placement === "managed") {
    const server = managed?.postgres[from];
    if (server === undefined) throw new Error(`${store} captures ${from}, which the cloud didn't make`);
    return { ...servedByCloud(capture, database, found, server), ready };
  }
  if (authority === undefined) throw new Error(`${store} captures tables, and nobody signs certificates`);
  const server = ownServer(from, database, found.replicas);
  return { capture, server, authority: authority.certificate, publishedBy: "operator", ready };
}

/** The set-up Job has made the login, with a password among those of services, and publishes tables. */
function servedByCloud(
  capture: Capture,
  database: string,
  wish: PostgresWish,
  { readWrite, authorities, proof }: ManagedPostgres,
): Omit<ServedCapture, "ready"> {
  return {
    capture: { ...capture, secret: setupSecret(capture.from), secretKey: capture.slot },
    server: {
      ...readWrite,
      database,
      slotsFollow: knowsFailoverSlots(wish),
      sslMode: decideSslMode("postgres", { authorities, proof }),
    },
    authority: authorities,
    publishedBy: "setup",
  };
}
