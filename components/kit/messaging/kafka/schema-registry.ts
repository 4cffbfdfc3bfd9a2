import type { SchemasWish } from "../../../../environments/schema/messaging/schema-registry.ts";
import { contentHash } from "../../names.ts";
import { servicePods, type Pods } from "../../network/flows/flow.ts";
import { decideHosts } from "../../network/hosts.ts";
import { schemaRegistryPort } from "../../network/ports.ts";
import { decideSpare, type Surroundings } from "../../surroundings.ts";
import type { Capacity } from "../../sizes.ts";
import { authoritiesFile, authoritiesFolder } from "../../workloads/authorities.ts";
import { registryGroups, registryPlace, registryTopics, type SchemaUser } from "./topic-schemas.ts";

/** What a pod of a registry gets: half of it is the heap, in which all schemas are. */
export const registrySize: Capacity = { cpu: 0.25, memoryGiB: 1 };

/** Most pods of a registry. */
export const mostRegistryPods = 2;

/** Pods of a registry. Each has all schemas: one is enough for any load, and the second for when a node or zone goes. */
export function decideRegistryPods(surroundings: Pick<Surroundings, "tier" | "costMode">): number {
  return surroundings.tier === "production" || decideSpare(surroundings) ? mostRegistryPods : 1;
}

/** Name of a registry's Deployment, Service and budget. */
export function registryName(store: string): string {
  return `${store}-schemas`;
}

/** Pods of the registry of a Kafka store's schemas. */
export function registryPods(store: string): Pods {
  const { domain, service } = registryPlace(store);
  return servicePods(domain, service);
}

/** Names by which services reach it. */
export function decideRegistryHosts(store: string): string[] {
  return decideHosts([registryName(store)]);
}

/** Where a registry finds its settings, its passwords, its certificate and who signed the brokers'. */
export const registryFolders = {
  files: "/etc/landbridge/registry",
  logins: "/etc/landbridge/logins",
  certificate: "/etc/landbridge/certificate",
  authorities: authoritiesFolder,
} as const;

/** Where its health is asked, in the clear, by the kubelet alone. */
export const registryHealthPort = 9000;

/** The file of settings. */
export const registryFile = "registry.properties";
/** The file of logins' passwords. */
export const registryLoginsFile = "logins.properties";

/** What a registry is like. */
export interface RegistryWish {
  readonly store: string;
  readonly compatibility: SchemasWish["compatibility"];
  readonly topics: readonly string[];
  readonly users: readonly SchemaUser[];
  readonly mechanism: "SCRAM-SHA-512" | "PLAIN";
  /** Whether the brokers' authority is known by a file. - behaviour: the image knows it. */
  readonly knowsAuthority: boolean;
}

/** Name of the ConfigMap with the settings: another one for other contents, so that a change rolls out. */
export function registryFilesName(store: string, settings: string): string {
  return `${registryName(store)}-${contentHash(settings)}`;
}

type Lines = readonly (readonly [key: string, value: string])[];

/**
 * Everything about a registry but its passwords and its Kafka's address.
 * https://www.apicur.io/registry/docs/apicurio-registry/3.3.x/getting-started/assembly-config-reference.html
 */
export function decideRegistrySettings(wish: RegistryWish): string {
  return renderProperties([...serverLines, ...ruleLines(wish), ...rightLines(wish), ...kafkaLines(wish)]);
}

/** Settings as a Java properties file. Values are ours: none needs escaping. */
export function renderProperties(lines: Lines): string {
  return lines.map(([key, value]) => `${key}=${value}\n`).join("");
}

const tls = "quarkus.tls.registry";

/** TLS alone, with a certificate that is read again when cert-manager has written a new one. https://quarkus.io/guides/tls-registry-reference */
const serverLines: Lines = [
  ["quarkus.http.insecure-requests", "disabled"],
  ["quarkus.http.ssl-port", String(schemaRegistryPort)],
  ["quarkus.http.tls-configuration-name", "registry"],
  [`${tls}.key-store.pem.0.cert`, `${registryFolders.certificate}/tls.crt`],
  [`${tls}.key-store.pem.0.key`, `${registryFolders.certificate}/tls.key`],
  [`${tls}.reload-period`, "1h"],
  ["quarkus.management.port", String(registryHealthPort)],
];

/** Said here, they can't be changed by the API. */
function ruleLines({ compatibility }: RegistryWish): Lines {
  return [
    ["apicurio.rules.global.validity", "FULL"],
    ["apicurio.rules.global.compatibility", compatibility.toUpperCase().replaceAll("-", "_")],
    ["apicurio.config.dynamic.allow-all", "false"],
  ];
}

const api = "/apis/ccompat/v7";
const permission = "quarkus.http.auth.permission";

/**
 * Who may do what, by path: the longest that fits decides, and what none opens is closed, so that nobody administers, deletes or
 * changes rules. Everyone with a login reads; a topic's schemas are written by its publishers alone, under the names that clients give
 * them by default. Quarkus warns that basic authentication was decided when the registry was built; Apicurio's own reads it here.
 * https://quarkus.io/guides/security-authorize-web-endpoints-reference
 */
function rightLines({ users, topics }: RegistryWish): Lines {
  const roles = users.flatMap(({ name, writes }): Lines => {
    const role = writes.length > 0 ? "sr-developer" : "sr-readonly";
    return [[`quarkus.security.users.embedded.roles."${name}"`, [role, ...writes.map(writerOf)].join(",")]];
  });
  return [
    ["quarkus.http.auth.basic", "true"],
    ["quarkus.security.users.embedded.plain-text", "true"],
    ["apicurio.auth.role-based-authorization", "true"],
    ...roles,
    ["quarkus.http.auth.policy.reader.roles-allowed", "sr-developer,sr-readonly"],
    ...permit("closed", ["/*"], "deny"),
    ...permit("read", [`${api}/*`], "reader", ["GET"]),
    ...topics.flatMap((topic) => topicLines(topic)),
  ];
}

function writerOf(topic: string): string {
  return `write.${topic}`;
}

/** A schema is looked up by its text with POST, and written with POST one level below. */
function topicLines(topic: string): Lines {
  const subjects = [`${topic}-key`, `${topic}-value`];
  const found = subjects.map((subject) => `${api}/subjects/${subject}`);
  const versions = found.map((path) => `${path}/versions`);
  const writer = writerOf(topic);
  const tried = subjects.map((subject) => `${api}/compatibility/subjects/${subject}/*`);
  return [
    [`quarkus.http.auth.policy."${writer}".roles-allowed`, writer],
    ...permit(`find.${topic}`, found, "reader", ["GET", "POST"]),
    ...permit(`list.${topic}`, versions, "reader", ["GET"]),
    ...permit(writer, versions, writer, ["POST"]),
    ...permit(`try.${topic}`, tried, writer, ["POST"]),
  ];
}

function permit(name: string, paths: readonly string[], policy: string, methods: readonly string[] = []): Lines {
  const key = `${permission}."${name}"`;
  return [
    [`${key}.paths`, paths.join(",")],
    ...(methods.length === 0 ? [] : ([[`${key}.methods`, methods.join(",")]] as const)),
    [`${key}.policy`, policy],
  ];
}

const client = "apicurio.kafka.common";

/**
 * Schemas are kept in topics of the Kafka itself, which are made as services' are. Told nothing, the registry doesn't look whether a
 * broker's certificate has its name. Snapshots are files of a pod that no other finds: none are made.
 */
function kafkaLines({ store, mechanism, knowsAuthority }: RegistryWish): Lines {
  return [
    ["apicurio.storage.kind", "kafkasql"],
    ["apicurio.kafkasql.topic", registryTopics.journal],
    ["apicurio.kafkasql.snapshots.topic", registryTopics.snapshots],
    ["apicurio.events.kafka.topic", registryTopics.events],
    ["apicurio.kafkasql.topic.auto-create", "false"],
    ["apicurio.kafkasql.snapshot.every.seconds", "disabled"],
    ["apicurio.kafkasql.consumer.group-prefix", registryGroups],
    [`${client}.security.protocol`, "SASL_SSL"],
    [`${client}.sasl.mechanism`, mechanism],
    [`${client}.ssl.endpoint.identification.algorithm`, "https"],
    ...(knowsAuthority
      ? ([
          [`${client}.ssl.truststore.type`, "PEM"],
          [`${client}.ssl.truststore.location`, `${registryFolders.authorities}/${authoritiesFile(store)}`],
        ] as const)
      : []),
  ];
}

/** Java's class for a mechanism. */
export const loginModules = {
  "SCRAM-SHA-512": "org.apache.kafka.common.security.scram.ScramLoginModule",
  PLAIN: "org.apache.kafka.common.security.plain.PlainLoginModule",
} as const;
