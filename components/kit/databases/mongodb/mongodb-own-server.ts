import { copyFolders } from "../copies/copy-scripts.ts";
import type { Capacity } from "../../sizes.ts";
import { replicaSet } from "./mongodb-cluster.ts";

/** Where a Job's own server answers, to nobody but the Job: no flow leads to its pod. */
const place = "127.0.0.1:27017";

/** That server for Percona's agent, which finds out itself whose member it is. */
export const ownServerAddress = `mongodb://${place}/`;

/** URL of that server. */
export const ownServerUrl = `mongodb://${place}/?replicaSet=${replicaSet}`;

/** What a Job with such a server requests: half is the server's cache, the rest what is brought in. */
export const ownServerSize: Capacity = { cpu: 0.5, memoryGiB: 2 };

/** Where it keeps its files. */
const serverFolder = `${copyFolders.data}/server`;

/** What else is to be ended with a script that has such a server. */
export const endOwnServer = "kill ${server:-} ${agent:-} 2>/dev/null || true; ";

/**
 * Lines of a script that start a server which is a replica set by itself, as what replays writes needs. It is called like every store's set, so that
 * nothing has to be mapped to another name, and lets in whoever reaches it, since what is restored has its users.
 * https://www.mongodb.com/docs/manual/reference/program/mongod/
 */
export const startOwnServer: readonly string[] = [
  `mkdir -p ${serverFolder}`,
  `mongod --dbpath ${serverFolder} --logpath ${copyFolders.data}/log --unixSocketPrefix "$work" --replSet ${replicaSet} --bind_ip 127.0.0.1 --wiredTigerCacheSizeGB 0.5 &`,
  "server=$!",
  `ask() { mongosh --norc --quiet "mongodb://${place}/?directConnection=true" "$@"; }`,
  "for _ in $(seq 120); do",
  '  if ask --eval "db.hello()" > /dev/null 2>&1; then break; fi',
  `  kill -0 "$server" 2>/dev/null || { tail -n 20 ${copyFolders.data}/log >&2 || true; echo "the server of its own ended" >&2; exit 1; }`,
  "  sleep 1",
  "done",
  `ask --eval 'try { rs.status() } catch { rs.initiate({ _id: "${replicaSet}", members: [{ _id: 0, host: "${place}" }] }) }' > /dev/null`,
  `ask --eval 'for (let left = 120; !db.hello().isWritablePrimary; left -= 1) { if (left === 0) throw new Error("the server of its own takes no writes"); sleep(1000) }' > /dev/null`,
];

/** Name of the file with `lookThrough`. */
export const lookFile = "look.js";

/** A line that looks through what was restored. */
export const lookLine = `ask --file ${copyFolders.files}/${lookFile}`;

/**
 * Reads every document and every entry of every index of what was restored, and counts them. A replica set by the operator has users, whatever else is in
 * it: without any nothing was restored.
 * https://www.mongodb.com/docs/manual/reference/command/validate/
 */
export const lookThrough = `const given = ["admin", "config", "local"];
const damaged = [];
let collections = 0;
let documents = 0;
for (const { name } of db.adminCommand({ listDatabases: 1, nameOnly: true }).databases) {
  if (given.includes(name)) continue;
  const one = db.getSiblingDB(name);
  for (const { name: collection, type } of one.getCollectionInfos()) {
    if (type !== "collection") continue;
    const answer = one.runCommand({ validate: collection, full: true });
    if (!answer.ok || !answer.valid) damaged.push(name + "." + collection + ": " + (answer.errors ?? [answer.codeName]).join(", "));
    collections += 1;
    documents += Number(answer.nrecords ?? 0);
  }
}
if (db.getSiblingDB("admin").getCollection("system.users").countDocuments({}) === 0) damaged.push("there are no users");
for (const one of damaged) print("damaged: " + one);
if (damaged.length > 0) quit(1);
print("restored and looked through: " + collections + " collections, " + documents + " documents");
`;
