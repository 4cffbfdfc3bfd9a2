import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { KafkaAccess } from "../../cloud.ts";
import { decideSchemaUsers, topicsWithSchemas } from "../../kit/messaging/kafka/topic-schemas.ts";
import { SchemaRegistry, type SchemaRegistryArgs } from "./schema-registry.ts";
import { type DataStoresArgs, signerOf } from "../made-store.ts";

/** Kafka with a registry of schemas beside it, where topics have some. */
export function withSchemas(
  name: string,
  { access }: { readonly access: KafkaAccess },
  args: Pick<SchemaRegistryArgs, "store" | "wish" | "surroundings" | "namespace"> &
    Pick<DataStoresArgs, "environment" | "authority">,
  opts: ComponentResourceOptions,
): { readonly access: KafkaAccess } {
  const { store, wish, surroundings, namespace, environment } = args;
  const { schemas } = wish;
  const topics = topicsWithSchemas(environment, store);
  if (schemas === undefined || topics.length === 0) return { access };
  const asked = { schemas, topics, users: decideSchemaUsers(environment, store), authority: signerOf(store, args) };
  const common = { store, wish, surroundings, namespace };
  const registry = new SchemaRegistry(`${name}-schemas`, { ...common, ...asked, access }, opts);
  return { access: { ...access, schemas: registry.access } };
}
