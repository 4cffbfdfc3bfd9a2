import type { CassandraTableWish, CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import { decideTtlSeconds } from "./cassandra.ts";

/** A role that a service logs in as. */
export interface CassandraLogin {
  readonly name: string;
  readonly access: "read" | "read-write";
}

/** What is to be inside of a data centre. */
export interface CassandraSetupWish {
  readonly keyspace: string;
  readonly datacenter: string;
  /** Of each row. */
  readonly copies: number;
  readonly tables: CassandraWish["tables"];
  readonly logins: readonly CassandraLogin[];
}

/**
 * Files of a Job that sets up a data centre: what to do in order, statements, the logins, and how each column has to be at the end, one on a
 * line.
 */
export type CassandraSetupFiles = Readonly<
  Record<"setup.sh" | "schema.cql" | "rights.cql" | "logins" | "columns", string>
>;

/** Where the Job finds its files, one file with a password for each login, named like it, and whom to trust. */
export const cassandraSetupFolders = {
  files: "/etc/landbridge/setup",
  passwords: "/etc/landbridge/passwords",
  /** To write into. */
  work: "/tmp",
} as const;

/** Role of which all of ours are members, so that the next run knows which to drop. No service is called so: each has a dash. */
const ours = "landbridge_logins";

/**
 * Makes the keyspace, its tables and a role for each service that may read them, or also write. It can run any number of times. It drops no
 * table and no column, whatever is no longer wished for; it fails where a key or type is another than the wish says, since Cassandra changes
 * neither. A role that is no longer wished for is dropped; roles that people made stay.
 * https://cassandra.apache.org/doc/5.0/cassandra/developing/cql/ddl.html
 * https://cassandra.apache.org/doc/5.0/cassandra/developing/cql/security.html
 */
export function decideCassandraSetup(wish: CassandraSetupWish): CassandraSetupFiles {
  return {
    "setup.sh": script,
    "schema.cql": lines([
      ...keyspaceStatements(wish),
      ...tablesOf(wish).flatMap((table) => tableStatements(wish, table)),
    ]),
    "rights.cql": lines(wish.logins.flatMap((login) => rightStatements(wish, login))),
    logins: lines(wish.logins.map(({ name }) => name)),
    columns: lines(tablesOf(wish).flatMap((table) => columnLines(table))),
  };
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

type NamedTable = readonly [name: string, table: CassandraTableWish];

function tablesOf({ tables }: Pick<CassandraSetupWish, "tables">): NamedTable[] {
  return Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Cassandra's own that hold more than a node's: without logins on another node nobody gets in when one is lost. */
const sharedKeyspaces = ["system_auth", "system_distributed", "system_traces"] as const;

/** All but the first change what was made when the data centre was smaller. */
function keyspaceStatements({ keyspace, datacenter, copies }: CassandraSetupWish): string[] {
  const replication = `WITH replication = {'class': 'NetworkTopologyStrategy', '${datacenter}': ${copies}};`;
  return [
    `CREATE KEYSPACE IF NOT EXISTS ${keyspace} ${replication}`,
    ...[keyspace, ...sharedKeyspaces].map((each) => `ALTER KEYSPACE ${each} ${replication}`),
  ];
}

/** Names need no quotes: the schema and a rule of the environment's see to it. */
function tableStatements({ keyspace }: CassandraSetupWish, [name, table]: NamedTable): string[] {
  const whole = `${keyspace}.${name}`;
  const columns = columnsOf(table);
  const clustering = table.clusteringKey.map(({ column }) => column);
  const keys = [`(${table.partitionKey.join(", ")})`, ...clustering];
  const order = table.clusteringKey.map(({ column, order }) => `${column} ${order === "ascending" ? "ASC" : "DESC"}`);
  const definition = [...columns.map(([column, type]) => `${column} ${type}`), `PRIMARY KEY (${keys.join(", ")})`];
  const options = order.length === 0 ? "" : ` WITH CLUSTERING ORDER BY (${order.join(", ")})`;
  return [
    `CREATE TABLE IF NOT EXISTS ${whole} (${definition.join(", ")})${options};`,
    ...columns
      .filter(([column]) => !table.partitionKey.includes(column) && !clustering.includes(column))
      .map(([column, type]) => `ALTER TABLE ${whole} ADD IF NOT EXISTS ${column} ${type};`),
    `ALTER TABLE ${whole} WITH default_time_to_live = ${decideTtlSeconds(table) ?? 0};`,
  ];
}

function columnsOf({ columns }: Pick<CassandraTableWish, "columns">): [string, string][] {
  return Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** As Cassandra itself writes them down. https://cassandra.apache.org/doc/5.0/cassandra/reference/cql-commands/select.html */
function columnLines([name, table]: NamedTable): string[] {
  const keyOf = (column: string): [kind: string, order: string, position: number] => {
    const partition = table.partitionKey.indexOf(column);
    if (partition >= 0) return ["partition_key", "none", partition];
    const clustering = table.clusteringKey.findIndex((key) => key.column === column);
    const found = table.clusteringKey[clustering];
    if (found === undefined) return ["regular", "none", -1];
    return ["clustering", found.order === "ascending" ? "asc" : "desc", clustering];
  };
  return columnsOf(table).map(([column, type]) => {
    const [kind, order, position] = keyOf(column);
    return `{"table_name": "${name}", "column_name": "${column}", "clustering_order": "${order}", "kind": "${kind}", "position": ${position}, "type": "${type}"}`;
  });
}

/** Rights that were given before and aren't wished for any more are taken. */
function rightStatements({ keyspace }: CassandraSetupWish, { name, access }: CassandraLogin): string[] {
  const modify = access === "read" ? ["REVOKE", "FROM"] : ["GRANT", "TO"];
  return [
    `CREATE ROLE IF NOT EXISTS "${name}" WITH LOGIN = true AND SUPERUSER = false;`,
    `ALTER ROLE "${name}" WITH LOGIN = true AND SUPERUSER = false;`,
    `GRANT SELECT ON KEYSPACE ${keyspace} TO "${name}";`,
    `${modify[0]} MODIFY ON KEYSPACE ${keyspace} ${modify[1]} "${name}";`,
  ];
}

/**
 * Neither the superuser's password nor a login's is an argument or printed: cqlsh reads the one from a file that nobody else may, the others on
 * its input, in a statement of their own of whose failure nothing is said but whose it was.
 * https://cassandra.apache.org/doc/5.0/cassandra/managing/tools/cqlsh.html
 */
const script = `set -euo pipefail
umask 077
files=${cassandraSetupFolders.files}
passwords=${cassandraSetupFolders.passwords}
work=${cassandraSetupFolders.work}
printf '[plain_text_auth]\\nusername = %s\\npassword = %s\\n' "$CASSANDRA_USER" "$CASSANDRA_PASSWORD" > "$work/credentials"
printf '[ssl]\\ncertfile = %s\\nvalidate = true\\n' "$CASSANDRA_AUTHORITIES" > "$work/cqlshrc"

run() {
  cqlsh "$CASSANDRA_HOST" "$CASSANDRA_PORT" --ssl --no-color --cqlshrc "$work/cqlshrc" --credentials "$work/credentials" \\
    --connect-timeout 20 --request-timeout 120 "$@"
}
# One value or object of JSON on a line, without what cqlsh prints around them.
select_lines() {
  run -e "$1" | sed -n 's/^ *\\({.*}\\) *$/\\1/p'
}

run -f "$files/schema.cql"
select_lines "SELECT JSON table_name, column_name, clustering_order, kind, position, type FROM system_schema.columns WHERE keyspace_name = '$CASSANDRA_KEYSPACE';" > "$work/columns"
wrong=0
while IFS= read -r column; do
  grep -Fxq -e "$column" "$work/columns" && continue
  echo "isn't so, and can't be changed: $column" >&2
  wrong=1
done < "$files/columns"
[ "$wrong" = 0 ]
echo "keyspace $CASSANDRA_KEYSPACE is as wished for"

run -e "CREATE ROLE IF NOT EXISTS ${ours} WITH LOGIN = false;"
run -f "$files/rights.cql"
select_lines "SELECT JSON member FROM system_auth.role_members WHERE role = '${ours}';" \\
  | sed 's/^{"member": "\\(.*\\)"}$/\\1/' > "$work/members"
while IFS= read -r login; do
  if ! grep -Fxq -e "$login" "$work/members"; then run -e "GRANT ${ours} TO \\"$login\\";"; fi
  if ! printf "ALTER ROLE \\"%s\\" WITH PASSWORD = '%s';\\n" "$login" "$(cat "$passwords/$login")" | run > "$work/said" 2>&1; then
    echo "the password of $login couldn't be set" >&2
    exit 1
  fi
  echo "made or kept $login"
done < "$files/logins"
while IFS= read -r member; do
  grep -Fxq -e "$member" "$files/logins" && continue
  run -e "DROP ROLE IF EXISTS \\"$member\\";"
  echo "dropped $member"
done < "$work/members"
`;
