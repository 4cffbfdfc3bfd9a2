import {
  atEnd,
  copyFolders,
  downloadScript,
  lines,
  pipeOut,
  sayReady,
  uploadScript,
  waitFor,
  type CopyFormat,
} from "../copies/copy-scripts.ts";
import { endOwnServer, lookFile, lookLine, lookThrough, ownServerUrl, startOwnServer } from "./mongodb-own-server.ts";

/** All documents in one stream, packed. https://www.mongodb.com/docs/database-tools/mongodump/ */
const format: CopyFormat = { suffix: "archive.gz", called: "dump" };

/** Files of the Job that copies a store. */
export type MongodbDumpFiles = Readonly<Record<"dump.sh" | "upload.sh", string>>;

/** Files of the Job that tries the newest dump. */
type MongodbTrialFiles = Readonly<Record<"try.sh" | "download.sh" | typeof lookFile, string>>;

/** Files of the Job that brings a dump into a store. */
export type MongodbRestoreFiles = Readonly<Record<"load.sh" | "download.sh" | "state.js", string>>;

/** File with how the servers are reached, so that no password is an argument. https://www.mongodb.com/docs/database-tools/mongodump/#std-option-mongodump.--config */
const loginFile = '"$work/login"';

/** Puts the login into the rest of the URL: passwords of ours are letters and digits. */
const writeLogin: readonly string[] = [
  "umask 077",
  // In two parts: no script shall look as if a password were in it.
  `{ printf 'uri: "mongodb://'; printf '%s:%s@%s"\\n' "$SERVER_USER" "$SERVER_PASSWORD" "$SERVER_PLACE"; } > ${loginFile}`,
];

/**
 * Everything as it was at the moment when the dump ended: what is written meanwhile goes along with it. From a member that follows, where there is one. It is
 * only loaded whole, so that it holds the set's users too.
 */
export function decideMongodbDump(wish: { readonly store: string; readonly days: number }): MongodbDumpFiles {
  const dump = lines(
    ...beginning,
    ...writeLogin,
    'mkfifo "$work/pipe"',
    ...waitFor("ready", "bucket"),
    ...pipeOut(`mongodump --quiet --config=${loginFile} --readPreference=secondaryPreferred --oplog --gzip --archive`),
  );
  return { "dump.sh": dump, "upload.sh": uploadScript(format, wish) };
}

/** Loads the newest dump, which has to be of the last night, into a server that is started for it, and looks through all of it. */
export function decideMongodbDumpTrial({ store }: { readonly store: string }): MongodbTrialFiles {
  const tried = lines(...beginning, ...startOwnServer, ...loadWhole, lookLine);
  return {
    "try.sh": tried,
    "download.sh": downloadScript(format, { origin: store, fresh: true }),
    [lookFile]: lookThrough,
  };
}

/**
 * Brings one database of a dump into a store that has nothing in it, once. A dump can't be loaded in parts and be of one moment: so all of it goes into
 * a server of the Job's own first, and the database from there.
 */
export function decideMongodbRestore(wish: {
  readonly origin: string;
  readonly database: string;
}): MongodbRestoreFiles {
  const { origin, database } = wish;
  const load = lines(
    ...beginning,
    ...writeLogin,
    sayReady,
    `state() { mongosh --norc --quiet --nodb --file ${copyFolders.files}/state.js; }`,
    "found=$(STATE=ask state)",
    'case "$found" in',
    '  ended) say done; echo "restored before"; exit 0 ;;',
    "  new) ;;",
    `  *) say done; echo "${database} isn't empty: nothing is brought in" >&2; exit 1 ;;`,
    "esac",
    ...startOwnServer,
    ...loadWhole,
    `mongodump --quiet --uri="${ownServerUrl}" --db='${database}' --archive | mongorestore --quiet --config=${loginFile} --drop --nsInclude='${database}.*' --archive`,
    "STATE=ended state > /dev/null",
    'echo "restored"',
  );
  return { "load.sh": load, "download.sh": downloadScript(format, { origin }), "state.js": stateOf(database) };
}

const beginning: readonly string[] = ["set -euo pipefail", ...atEnd("database", endOwnServer)];

/** A dump that broke off has no end, which is found out. */
const loadWhole: readonly string[] = [
  'mkfifo "$work/pipe" 2>/dev/null || true',
  'echo load > "$work/ready.new"; mv "$work/ready.new" "$work/ready"',
  ...waitFor("begun", "bucket"),
  `mongorestore --quiet --uri="${ownServerUrl}" --drop --oplogReplay --gzip --archive < "$work/pipe"`,
];

/** Remembers in the database `landbridge` which database was brought in: `new` also for one that was cut off. */
function stateOf(database: string): string {
  return `const { SERVER_USER, SERVER_PASSWORD, SERVER_PLACE, STATE } = process.env;
const connection = new Mongo("mongodb://" + SERVER_USER + ":" + SERVER_PASSWORD + "@" + SERVER_PLACE);
const runs = connection.getDB("landbridge").getCollection("restores");
const _id = ${JSON.stringify(database)};
const run = runs.findOne({ _id });
const empty = connection.getDB(_id).getCollectionNames().length === 0;
const found = run?.ended === true ? "ended" : run !== null || empty ? "new" : "used";
if (STATE === "ended") runs.updateOne({ _id }, { $set: { ended: true } }, { upsert: true });
else if (found === "new") runs.updateOne({ _id }, { $set: { ended: false } }, { upsert: true });
print(found);
`;
}
