import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { postgresExtensions, type PostgresExtension } from "../../../../environments/schema/stores/postgres-inside.ts";

/** Where an extension is to be had, and who may put it into a database. */
interface ExtensionFacts {
  /** Whether servers in the cluster have it: the standard flavour of CloudNativePG's images, with all of PostgreSQL's own. */
  readonly inCluster: boolean;
  /** Whether the database's owner may make it; else only a superuser, as whom the operator acts. */
  readonly trusted: boolean;
}

const ofPostgres: ExtensionFacts = { inCluster: true, trusted: true };

/**
 * All three clouds have every one of them, for an admin without superuser: Azure once `azure.extensions` names it. In the cluster
 * PostgreSQL's own are trusted, as their control files say; pgvector's and pgaudit's aren't.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html
 * https://learn.microsoft.com/azure/postgresql/extensions/concepts-extensions-versions
 * https://cloud.google.com/sql/docs/postgres/extensions
 * https://github.com/cloudnative-pg/postgres-containers/blob/main/docker-bake.hcl
 */
const facts: Readonly<Record<PostgresExtension, ExtensionFacts>> = {
  btree_gin: ofPostgres,
  btree_gist: ofPostgres,
  citext: ofPostgres,
  fuzzystrmatch: ofPostgres,
  hstore: ofPostgres,
  intarray: ofPostgres,
  ltree: ofPostgres,
  pg_trgm: ofPostgres,
  pgaudit: { inCluster: true, trusted: false },
  pgcrypto: ofPostgres,
  postgis: { inCluster: false, trusted: false },
  tablefunc: ofPostgres,
  unaccent: ofPostgres,
  "uuid-ossp": ofPostgres,
  vector: { inCluster: true, trusted: false },
};

/** Extensions of a store's database, in order of name: those that it asks for, and what its other wishes need. */
export function decideExtensions(wish: Pick<PostgresWish, "extensions" | "columnEncryption">): PostgresExtension[] {
  const asked = new Set<PostgresExtension>(wish.extensions ?? []);
  if (wish.columnEncryption === true) asked.add("pgcrypto");
  return postgresExtensions.filter((extension) => asked.has(extension));
}

/** Those among them that only the operator may put into a database in the cluster. */
export function decideOperatorExtensions(wish: Parameters<typeof decideExtensions>[0]): PostgresExtension[] {
  return decideExtensions(wish).filter((extension) => !facts[extension].trusted);
}

/** Whether servers of a placement have it. */
export function hasExtension(extension: PostgresExtension, { placement }: Pick<PostgresWish, "placement">): boolean {
  return placement === "managed" || facts[extension].inCluster;
}
