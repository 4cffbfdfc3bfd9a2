/** Name of the one database of a PostgreSQL store: the store's, as PostgreSQL's unquoted identifiers allow it. */
export function databaseName(store: string): string {
  return store.replaceAll("-", "_");
}
