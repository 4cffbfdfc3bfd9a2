import type { ClickhouseWish } from "../../../../environments/schema/stores/clickhouse.ts";
import { layerNames } from "../../../../environments/schema/stores/warehouse.ts";
import { clickhouseHost, clickhousePod, decideClickhouseMembers, type ClickhouseRights } from "./clickhouse.ts";
import { clickhouseClientFile } from "./clickhouse-client.ts";
import { clickhouseCollection, clickhouseProfiles } from "./clickhouse-config.ts";

/** A service's login and what it may do. */
export interface ClickhouseLogin {
  readonly name: string;
  readonly rights: ClickhouseRights;
}

/** Files of a Job that sets up a store: what to do, servers, statements for each of them, the logins and what each may. */
export type ClickhouseSetupFiles = Readonly<
  Record<"setup.sh" | "servers" | "databases.sql" | "logins" | "profiles" | "rights.sql", string>
>;

/** Where the Job finds its files, one file with a password for each login, named like it, and what it may write into. */
export const clickhouseSetupFolders = {
  files: "/etc/landbridge/setup",
  passwords: "/etc/landbridge/passwords",
  work: "/tmp",
} as const;

/** Role of which all of ours are members, so that the next run knows which to drop. */
const ours = "landbridge_logins";

/**
 * Makes the layers on every server, and a login for each service with what it may do in which of them. It can run any number of times. A
 * server that joins gets the tables of the others with its databases. A login that is no longer wished for is dropped; those that people made
 * stay, and so does every table.
 * https://clickhouse.com/docs/engines/database-engines/replicated
 */
export function decideClickhouseSetup(
  store: string,
  wish: Pick<ClickhouseWish, "shards" | "replicas">,
  logins: readonly ClickhouseLogin[],
): ClickhouseSetupFiles {
  const servers = decideClickhouseMembers(store, wish).map((member) => clickhouseHost(store, clickhousePod(member)));
  return {
    "setup.sh": script,
    servers: lines(servers),
    "databases.sql": lines(layerNames.map(databaseStatement)),
    logins: lines(logins.map(({ name }) => name)),
    profiles: lines(logins.map(({ rights }) => clickhouseProfiles[isWriter(rights) ? "read-write" : "read"])),
    "rights.sql": lines(logins.map((login) => rightsStatement(login, wish))),
  };
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

/** Makes a layer on a server, with the tables that others have. */
export function databaseStatement(layer: string): string {
  return `CREATE DATABASE IF NOT EXISTS ${layer} ENGINE = Replicated('/clickhouse/databases/${layer}', '{shard}', '{replica}') SETTINGS collection_name = '${clickhouseCollection}';`;
}

function isWriter(rights: ClickhouseRights): boolean {
  return Object.values(rights).includes("read-write");
}

const reading = ["SELECT", "SHOW", "dictGet"];

/** Tables, views and dictionaries are a writer's own business; databases aren't. */
const writing = [
  ...reading,
  "INSERT",
  "ALTER TABLE",
  "ALTER VIEW",
  "CREATE TABLE",
  "CREATE VIEW",
  "CREATE DICTIONARY",
  "DROP TABLE",
  "DROP VIEW",
  "DROP DICTIONARY",
  "TRUNCATE",
  "OPTIMIZE",
];

/** Takes what was given before and isn't wished for any more, in one statement: there is no moment without rights. */
function rightsStatement({ name, rights }: ClickhouseLogin, { shards }: Pick<ClickhouseWish, "shards">): string {
  const all = layerNames.flatMap((layer) => {
    const access = rights[layer];
    if (access === undefined) return [];
    return [`${(access === "read" ? reading : writing).join(", ")} ON ${layer}.*`];
  });
  // A Distributed table asks other servers, for which that right is needed; network policies say which servers there are.
  const remote = shards > 1 && isWriter(rights) ? ["REMOTE ON *.*"] : [];
  return `GRANT ${[...all, ...remote].join(", ")} TO \`${name}\` WITH REPLACE OPTION;`;
}

/**
 * No password is an argument or printed: the administrator's is in a file that nobody else may read; servers are told hashes of the others, on
 * standard input. https://clickhouse.com/docs/interfaces/cli#configuration_files
 */
const script = `set -euo pipefail
umask 077
files=${clickhouseSetupFolders.files}
passwords=${clickhouseSetupFolders.passwords}
work=${clickhouseSetupFolders.work}
${clickhouseClientFile}

# Asks a server; statements come on standard input.
run() { clickhouse client --config-file "$work/client.xml" --host "$1"; }

first=$(head -n 1 "$files/servers")
while IFS= read -r server; do
  tries=0
  until echo 'SELECT 1' | run "$server" > "$work/said" 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then echo "$server doesn't answer" >&2; cat "$work/said" >&2; exit 1; fi
    sleep 5
  done
  run "$server" < "$files/databases.sql"
  echo "$server has its databases"
done < "$files/servers"

echo "CREATE ROLE IF NOT EXISTS ${ours};" | run "$first"
# Login, profile and rights stand on the same line of three files.
paste -d '|' "$files/logins" "$files/profiles" "$files/rights.sql" > "$work/wished"
while IFS='|' read -r login profile rights; do
  hash=$(tr -d '\\n' < "$passwords/$login" | sha256sum | cut -d ' ' -f 1)
  is="IDENTIFIED WITH sha256_hash BY '$hash' HOST ANY SETTINGS PROFILE '$profile'"
  if ! printf 'CREATE USER IF NOT EXISTS \`%s\` %s;\\nALTER USER \`%s\` %s;\\n' "$login" "$is" "$login" "$is" | run "$first" > "$work/said" 2>&1; then
    echo "the password of $login couldn't be set" >&2
    exit 1
  fi
  printf '%s\\nGRANT ${ours} TO \`%s\`;\\n' "$rights" "$login" | run "$first"
  echo "made or kept $login"
done < "$work/wished"
echo "SELECT user_name FROM system.role_grants WHERE granted_role_name = '${ours}' AND user_name IS NOT NULL FORMAT TSVRaw" | run "$first" > "$work/members"
while IFS= read -r member; do
  grep -Fxq -e "$member" "$files/logins" && continue
  printf 'DROP USER IF EXISTS \`%s\`;\\n' "$member" | run "$first"
  echo "dropped $member"
done < "$work/members"
`;
