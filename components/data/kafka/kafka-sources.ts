import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { KafkaWish, PostgresWish } from "../../../environments/schema/stores/stores.ts";
import { decideDatabase } from "../../kit/databases/postgres/postgres-backups.ts";
import { decideCaptures } from "../../kit/messaging/kafka/kafka-captures.ts";
import { mirrorsOf } from "../../kit/messaging/kafka/kafka-mirrors.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import type { Authority } from "../store-certificate.ts";
import { KafkaCaptures, type ServedCapture } from "./kafka-captures.ts";
import { KafkaMirror } from "./kafka-mirror.ts";

/** What brings messages from elsewhere into the Kafkas of an environment, and where. */
export interface KafkaSourcesArgs {
  readonly environment: Pick<Environment, "stores">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  readonly authority?: Authority | undefined;
  /** The value of a secret by its name; needed where there are mirrors. - behaviour: nobody knows any. */
  readonly secretValue?: ((name: string) => Output<string>) | undefined;
}

/** Captures and mirrors of every Kafka in the cluster, once its servers and those that it captures are there. */
export function createKafkaSources(
  name: string,
  args: KafkaSourcesArgs,
  servers: Readonly<Record<string, Resource | undefined>>,
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
  { environment, surroundings, namespace, authority }: KafkaSourcesArgs,
  made: { readonly kafka: Resource; readonly servers: Readonly<Record<string, Resource | undefined>> },
  opts: ComponentResourceOptions,
): void {
  const captures = decideCaptures(store, wish).map((capture): ServedCapture => {
    const { from } = capture;
    const found = environment.stores[from];
    const server = made.servers[from];
    if (found?.kind !== "postgres" || server === undefined)
      throw new Error(`${store} captures ${from}, which is no PostgreSQL in the cluster`);
    return { capture, server, ...serverOf(from, found) };
  });
  if (captures.length === 0) return;
  if (authority === undefined) throw new Error(`${store} captures tables, and nobody signs certificates`);
  new KafkaCaptures(name, { store, wish, captures, surroundings, namespace, kafka: made.kafka, authority }, opts);
}

function serverOf(store: string, wish: PostgresWish) {
  return { database: decideDatabase(store, wish), replicas: wish.replicas };
}
