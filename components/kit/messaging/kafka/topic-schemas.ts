import type { Environment } from "../../../../environments/schema/environment.ts";
import { namespaces } from "../../cluster/namespaces.ts";

/** What a registry of schemas keeps in its Kafka. No service's topic is called so: none has an underscore. */
export const registryTopics = {
  journal: "registry_journal",
  snapshots: "registry_snapshots",
  events: "registry_events",
} as const;

/** The registry's login in its Kafka. No service's is called so: each has a dash. */
export const registryLogin = "registry";

/** Namespace of a registry's pods, and what they are called there. No service has a name with a dot. */
export function registryPlace(store: string): { readonly domain: string; readonly service: string } {
  return { domain: namespaces.data, service: `schemas.${store}` };
}

/** What its consumer groups begin with; each start of a pod reads everything under a new name. */
export const registryGroups = "registry_";

/** What a service may do in a registry of schemas. */
export interface SchemaUser {
  /** `<domain>-<service>`: the login's name. */
  readonly name: string;
  readonly domain: string;
  readonly service: string;
  /** Topics whose schemas it may write, in order. It may read those of all. */
  readonly writes: readonly string[];
}

/** Topics of a Kafka store that have schemas, in order. */
export function topicsWithSchemas({ domains }: Pick<Environment, "domains">, store: string): string[] {
  const topics = Object.values(domains).flatMap(({ services }) =>
    Object.values(services).flatMap(({ publishes }) =>
      Object.entries(publishes).flatMap(([topic, { to, schema }]) =>
        to === store && schema !== undefined ? [topic] : [],
      ),
    ),
  );
  return [...new Set(topics)].sort();
}

/** Who publishes or consumes topics with schemas in a Kafka store, in order of name. */
export function decideSchemaUsers(environment: Pick<Environment, "domains">, store: string): SchemaUser[] {
  const topics = topicsWithSchemas(environment, store);
  return Object.entries(environment.domains)
    .flatMap(([domain, { services }]) =>
      Object.entries(services).flatMap(([service, { publishes, consumes }]): SchemaUser[] => {
        const writes = topics.filter((topic) => publishes[topic]?.to === store);
        const reads = topics.some((topic) => consumes[topic]?.from === store);
        return writes.length > 0 || reads ? [{ name: `${domain}-${service}`, domain, service, writes }] : [];
      }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
