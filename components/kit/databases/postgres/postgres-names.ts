/**
 * The login that a managed server is made with. AWS refuses `admin`, Azure also `administrator`, `root` and `public`.
 * https://learn.microsoft.com/azure/postgresql/configure-maintain/how-to-create-users
 */
export const postgresAdmin = "landbridge";

/** Name of the one database of a PostgreSQL store: the store's, as PostgreSQL's unquoted identifiers allow it. */
export function databaseName(store: string): string {
  return store.replaceAll("-", "_");
}
