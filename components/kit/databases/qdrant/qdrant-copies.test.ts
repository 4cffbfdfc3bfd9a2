import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { qdrant } from "../../../../environments/schema/stores/qdrant.ts";
import { decideTrialSize } from "../copies/copy-pod.ts";
import { copyFolders } from "../copies/copy-scripts.ts";
import { soon } from "../copies/pods.fixture.ts";
import { decideQdrantDump, decideQdrantRestore, decideQdrantTrial, decideQdrantTrialDisk } from "./qdrant-copies.ts";

const wish = qdrant.parse({ kind: "qdrant", collections: { pictures: { size: 4, shards: 2 } } });
const dump = decideQdrantDump(wish, { store: "vec", days: 30 });
const trial = decideQdrantTrial("vec");
const restore = decideQdrantRestore(wish, { store: "old", at: "2026-11-20T12:00:00+02:00" });

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "qdrant-copies-"));
  for (const [name, text] of Object.entries(programs)) program(name, text);
  for (const folder of ["work", "notes", "node", "data"]) mkdirSync(join(root, folder));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function program(name: string, text: string): void {
  const path = join(root, "bin", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

const snapshot = "what a shard holds";
const checksum = createHash("sha256").update(snapshot).digest("hex");

/** A bucket of this rclone is a folder. What isn't there it reads and lists as nothing, without complaint, as the real one does. Nodes of this curl are two, which answer as the API says; POINTS are there, and BREAKS and STATE say what is wrong. */
const programs: Readonly<Record<string, string>> = {
  sleep: soon,
  rclone: `#!/bin/bash
set -e
at() { echo "$ROOT/bucket/\${1#bucket:}"; }
verb=$1; shift
case $verb in
  rcat) [ "$1" = --size ]; mkdir -p "$(dirname "$(at "$3")")"; cat > "$(at "$3")"; [ -n "$BREAKS" ] || [ "$(wc -c < "$(at "$3")")" = "$2" ] ;;
  copyto) case $1 in bucket:*) [ ! -e "$(at "$1")" ] || cp "$(at "$1")" "$2" ;; *) cp "$1" "$(at "$2")" ;; esac ;;
  delete) echo "$@" >> "$ROOT/deleted" ;;
  lsf) [ -z "$OLD" ] || case "$*" in *--max-age*) exit 0 ;; esac; for last; do :; done; cd "$(at "$last")" 2> /dev/null || exit 0; ls | grep 'snapshots$' || true ;;
  cat) [ ! -e "$(at "$1")" ] || cat "$(at "$1")" ;;
esac
`,
  curl: `#!/bin/bash
method=GET out=/dev/stdout body= form= told=
while [ $# -gt 0 ]; do
  case "$1" in
    --request) method=$2; shift ;;
    --output) out=$2; shift ;;
    --data-binary) body=$(cat "\${2#@}"); shift ;;
    --config) settings=$2; shift ;;
    --form) form=$2; shift ;;
    --write-out) told=$2; shift ;;
    https://*) url=$1 ;;
  esac
  shift
done
grep -qx 'header = "api-key: hidden"' "$settings" || { printf 401; exit 0; }
pod=\${url#https://}; pod=\${pod%%.*}; path=/\${url#https://*/}; path=\${path%%\\?*}
[ "$method" = GET ] || echo "$method $pod $path $body" >> "$ROOT/log"
result() { printf '{"result":%s,"status":"ok"}' "$1" > "$out"; [ "$out" = /dev/stdout ] || printf 200; exit 0; }
case "$method $path" in
  "GET /cluster") result '{"peers":{"11":{"uri":"https://vec-0-0.nodes:6335/"},"22":{"uri":"https://vec-1-0.nodes:6335/"}}}' ;;
  "GET /collections/pictures") result '{"config":{"params":{"vectors":{"size":'"\${SIZE:-4}"',"distance":"Cosine"},"shard_number":2},"metadata":'"$(cat "$ROOT/noted" 2> /dev/null || echo '{}')"'}}' ;;
  "PATCH /collections/pictures") printf '%s' "$body" | sed 's/^{"metadata":\\(.*\\)}$/\\1/' > "$ROOT/noted"; result true ;;
  "GET /collections/pictures/cluster") result '{"peer_id":11,"shard_count":2,"local_shards":[{"shard_id":0,"points_count":7,"state":"Active"},{"shard_id":1,"points_count":7,"state":"'"\${STATE:-Active}"'"}],"remote_shards":[{"shard_id":0,"peer_id":22,"state":"Active"},{"shard_id":1,"peer_id":22,"state":"'"\${STATE:-Active}"'"}],"shard_transfers":[]}' ;;
  "POST /collections/pictures/points/count") result '{"count":'"$(if [ -e "$ROOT/uploaded" ]; then echo 40; else echo "$POINTS"; fi)"'}' ;;
  "GET "*/snapshots) result "$(if [ -e "$ROOT/node/$pod" ]; then echo '[{"name":"left.snapshot","size":1}]'; else echo '[]'; fi)" ;;
  "POST "*/snapshots) echo >> "$ROOT/node/$pod"; result '{"name":"a-shard.snapshot","size":${snapshot.length},"checksum":"${checksum}"}' ;;
  "GET "*/a-shard.snapshot) [ -z "$BREAKS" ] || { printf half; echo 4 >&2; exit 18; }; printf '%s' '${snapshot}'; echo ${snapshot.length} >&2 ;;
  "DELETE "*) rm -f "$ROOT/node/$pod"; result true ;;
  "POST "*/snapshots/upload) [ "$form" = "snapshot=@/dev/stdin;filename=copy;type=application/octet-stream" ] || exit 2
    ! grep -q content-type "$settings" || exit 2
    echo "\${url##*\\?} $(cat)" >> "$ROOT/uploaded"; result true ;;
  *) printf '{}' > "$out"; printf 404 ;;
esac
`,
};

/** Milliseconds after which a container that still runs waits in vain. */
const inVain = 8000;

/** Runs the two containers of a pod beside each other, and says how each ended: `null` is one that waited in vain. */
async function pod(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
  port = 0,
) {
  rmSync(join(root, "work"), { recursive: true });
  mkdirSync(join(root, "work"));
  const here = (text: string) =>
    text
      .replaceAll(`work=${copyFolders.work}`, `work=${root}/work`)
      .replaceAll(copyFolders.files, `${root}/files`)
      .replaceAll(`${copyFolders.data}/`, `${root}/data/`)
      .replace("/qdrant/qdrant ", "sleep ")
      .replace("127.0.0.1/6333", `127.0.0.1/${port}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, "files"), { recursive: true });
    writeFileSync(join(root, "files", name), here(text));
  }
  const env = {
    ...{ PATH: `${root}/bin:${process.env["PATH"] ?? ""}`, ROOT: root, BUCKET_URL: "s3://copies", ADMIN_KEY: "hidden" },
    ...{ AUTHORITY: "/ca", DOMAIN: "nodes", SERVICE: "vec", PORT: "6333", NOTES: `${root}/notes` },
    ...{ POINTS: "40", BREAKS: "", OLD: "", ...variables },
  };
  const scripts = Object.keys(files).filter((name) => name.endsWith(".sh"));
  const codes = scripts.map((name) => {
    const shell = name === "try.sh" ? "bash" : "sh";
    const child = spawn(shell, [join(root, "files", name)], { env, stdio: "ignore", detached: true });
    const deadline = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, inVain);
    return new Promise<readonly [string, number | null]>((end) =>
      child.on("close", (code) => {
        clearTimeout(deadline);
        end([name, code]);
      }),
    );
  });
  return Object.fromEntries(await Promise.all(codes));
}

const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "");
const log = () => read("log").split("\n");

const list = (points = "40 40", sum = checksum) =>
  `collection pictures 4 Cosine 2\nshard pictures 0 ${snapshot.length} ${sum}\nshard pictures 1 ${snapshot.length} ${sum}\npoints pictures ${points}\n`;

/** A bucket with a copy of a store. */
function copied(store: string, text = list(), stamp = "2026-11-20T02-00-00Z"): void {
  const folder = join(root, "bucket/copies", store);
  mkdirSync(join(folder, "shards", stamp, "pictures"), { recursive: true });
  writeFileSync(join(folder, `${stamp}.snapshots`), text);
  for (const shard of ["0", "1"]) writeFileSync(join(folder, "shards", stamp, "pictures", shard), snapshot);
}

describe("a copy", () => {
  it("is a snapshot of each shard, from nodes in turn, and a list of them that comes last; nothing is left on nodes", async () => {
    expect(await pod(dump)).toEqual({ "dump.sh": 0, "upload.sh": 0 });
    expect(read("work/list")).toBe(list());
    const [stamp] = readdirSync(join(root, "bucket/copies/vec/shards"));
    expect(read(`bucket/copies/vec/${stamp}.snapshots`)).toBe(list());
    expect(read(`bucket/copies/vec/shards/${stamp}/pictures/1`)).toBe(snapshot);
    const made = log().filter((line) => /POST .*snapshots/.test(line));
    expect(made.map((line) => line.split(" ")[1])).toEqual(["vec-0-0", "vec-1-0"]);
    expect(readdirSync(join(root, "node"))).toEqual([]);
    expect(read("deleted").split("\n").slice(0, 2)).toEqual([
      "--min-age 30d --include *.snapshots --max-depth 1 bucket:copies/vec",
      "--min-age 31d bucket:copies/vec/shards",
    ]);
  });

  it("that breaks off isn't one: there is no list, old ones stay, and the node deletes its snapshot", async () => {
    expect(await pod(dump, { BREAKS: "yes" })).toEqual({ "dump.sh": 1, "upload.sh": 1 });
    expect(existsSync(join(root, "deleted"))).toBe(false);
    expect(existsSync(join(root, "node/vec-0-0"))).toBe(false);
  });

  it("fails where a shard is nowhere up to date", async () => {
    expect(await pod(dump, { STATE: "Dead" })).toEqual({ "dump.sh": 1, "upload.sh": 1 });
    expect(log().filter((line) => line.includes("snapshots"))).toEqual([]);
  });

  it("begins with what a run that was killed left on a node's volume", async () => {
    writeFileSync(join(root, "node/vec-0-0"), "");
    expect(await pod(dump)).toMatchObject({ "dump.sh": 0 });
    const asked = log().filter((line) => line.includes("snapshots"));
    expect(asked[0]).toBe("DELETE vec-0-0 /collections/pictures/shards/0/snapshots/left.snapshot ");
  });
});

describe("a copy that is brought in", () => {
  it("goes to a node of each shard with its checksum, is waited for and counted, and is noted", async () => {
    copied("old");
    expect(await pod(restore, { POINTS: "0" })).toEqual({ "load.sh": 0, "download.sh": 0 });
    const uploads = read("uploaded").trimEnd().split("\n");
    expect(uploads).toEqual([0, 1].map(() => `wait=true&priority=snapshot&checksum=${checksum} ${snapshot}`));
    expect(read("noted")).toBe('{"landbridge_restore":"ended"}');
  });

  it("isn't brought in a second time, whatever became of the points since", async () => {
    copied("old");
    writeFileSync(join(root, "noted"), '{"landbridge_restore":"ended"}');
    expect(await pod(restore, { POINTS: "3" })).toEqual({ "load.sh": 0, "download.sh": 0 });
    expect(read("uploaded")).toBe("");
  });

  it("is begun anew where a run was cut off, and never goes over points that it didn't bring", async () => {
    copied("old");
    expect(await pod(restore, { POINTS: "3" })).toMatchObject({ "load.sh": 1 });
    expect(read("uploaded")).toBe("");
    writeFileSync(join(root, "noted"), '{"landbridge_restore":"begun"}');
    expect(await pod(restore, { POINTS: "3" })).toMatchObject({ "load.sh": 0 });
  });

  it("fails in a collection of other vectors, before anything is touched", async () => {
    copied("old");
    expect(await pod(restore, { POINTS: "0", SIZE: "8" })).toMatchObject({ "load.sh": 1 });
    expect(log().filter((line) => /PATCH|upload/.test(line))).toEqual([]);
  });

  it("fails when points are missing after it, and isn't noted as done", async () => {
    copied("old", list("90 90"));
    expect(await pod(restore, { POINTS: "0" })).toMatchObject({ "load.sh": 1 });
    expect(read("noted")).toBe('{"landbridge_restore":"begun"}');
  });

  it("is the newest of the moment to go back to", () => {
    expect(restore["download.sh"]).toContain("until='2026-11-20T10-00-00Z.snapshots'");
  });
});

/** A server to try in, which says so many points. */
async function tried(found: number, variables: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      asked.push(`${request.method ?? ""} ${request.url ?? ""} ${body}`);
      response.end(JSON.stringify({ result: { count: found } }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const codes = await pod(trial, variables, typeof address === "object" ? (address?.port ?? 0) : 0);
  server.close();
  return { codes, asked };
}

describe("a trial", () => {
  it("recovers each shard by its checksum in a server of its own, counts, and reads", async () => {
    copied("vec");
    const { codes, asked } = await tried(40);
    expect(codes).toEqual({ "try.sh": 0, "download.sh": 0 });
    const made = asked.find((line) => line.startsWith("PUT /collections/pictures?")) ?? "";
    expect(made).toContain('{"vectors":{"size":4,"distance":"Cosine","on_disk":true},"shard_number":2');
    expect(asked).toContain(
      `PUT /collections/pictures/shards/1/snapshots/recover?wait=true {"location":"copy","priority":"snapshot","checksum":"${checksum}"}`,
    );
    expect(asked.at(-1)).toMatch(/^POST \/collections\/pictures\/points\/scroll/);
  });

  it("takes what came or went while it was copied, and one in a hundred, for right; no more", async () => {
    const codeOf = async (found: number, points: string) => {
      copied("vec", list(points));
      return (await tried(found)).codes["try.sh"];
    };
    expect(await codeOf(991, "1000 1000")).toBe(0);
    expect(await codeOf(989, "1000 1000")).toBe(1);
    expect(await codeOf(1049, "1000 1020")).toBe(0);
    expect(await codeOf(1051, "1000 1020")).toBe(1);
    expect(await codeOf(0, "7 7")).toBe(1);
  });

  it("fails when the newest copy isn't of the last night", async () => {
    copied("vec");
    expect((await tried(40, { OLD: "yes" })).codes).toEqual({ "try.sh": 1, "download.sh": 1 });
  });

  it("has a disk for all that nodes share, and memory for what isn't on it", () => {
    expect(decideQdrantTrialDisk({ nodes: 1, storageGiB: 20 })).toBe(20);
    expect(decideQdrantTrialDisk({ nodes: 3, storageGiB: 20 })).toBe(20);
    expect(decideQdrantTrialDisk({ nodes: 7, storageGiB: 20 })).toBe(60);
    expect(decideTrialSize({ cpu: 8, memoryGiB: 32 }).memoryGiB).toBe(8);
    expect(decideTrialSize({ cpu: 1, memoryGiB: 1 }).memoryGiB).toBe(1);
    expect(trial["server.yaml"]).toContain('"host":"127.0.0.1"');
  });
});
