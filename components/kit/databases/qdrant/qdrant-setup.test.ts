import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { vectorCollection } from "../../../../environments/schema/stores/qdrant.ts";
import { qdrantStart } from "./qdrant-config.ts";
import { decideQdrantCollection, decideQdrantSetup } from "./qdrant-setup.ts";

const pictures = vectorCollection.parse({ size: 4, quantization: "scalar", indexes: { colour: "keyword" } });
const files = decideQdrantSetup("vec", { nodes: 3, collections: { pictures } });

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "qdrant-"));
  for (const part of ["bin", "files", "tmp", "answers", "after", "data"]) mkdirSync(join(folder, part));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string, text: string): void {
  const path = join(folder, "bin", name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

const log = () =>
  existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8").trimEnd().split("\n") : [];

describe("what is made of a collection", () => {
  it("has copies for as many nodes as there are, up to three, and is told when most have it", () => {
    expect(files.collections).toContain('"replication_factor":3');
    expect(files.collections).toContain('"write_consistency_factor":2');
    expect(decideQdrantSetup("vec", { nodes: 1, collections: { pictures } }).collections).toContain(
      '"replication_factor":1',
    );
  });

  it("refuses what would take a node from all others, and filters without an index", () => {
    expect(decideQdrantCollection(pictures)).toMatchObject({
      quantization_config: { scalar: { type: "int8", always_ram: true } },
      strict_mode_config: { enabled: true, unindexed_filtering_retrieve: false, unindexed_filtering_update: false },
      vectors: { size: 4, distance: "Cosine", on_disk: false },
    });
    expect(files.indexes).toBe('pictures {"field_name":"colour","field_schema":"keyword"}\n');
  });

  it("says also that there are no smaller copies, so that they go when nobody wishes for them", () => {
    const plain = decideQdrantSetup("vec", {
      nodes: 3,
      collections: { pictures: { ...pictures, quantization: undefined } },
    });
    expect(plain.changes).toContain('"quantization_config":"Disabled"');
  });
});

const peers = { 11: "vec-0-0", 22: "vec-1-0", 33: "vec-2-0" };
const clusterOf = (known: Readonly<Record<string, string>>) => ({
  peer_id: 11,
  peers: Object.fromEntries(Object.entries(known).map(([id, pod]) => [id, { uri: `https://${pod}.nodes:6335/` }])),
});
const placesOf = (shard: readonly number[], on = "Active") => ({
  peer_id: 11,
  shard_count: 1,
  local_shards: shard.includes(11) ? [{ shard_id: 0, points_count: 7, state: on }] : [],
  remote_shards: shard.filter((id) => id !== 11).map((id) => ({ shard_id: 0, peer_id: id, state: "Active" })),
  shard_transfers: [],
});
const collectionOf = (size: number) => ({
  config: { params: { vectors: { size, distance: "Cosine", on_disk: false }, shard_number: 3, replication_factor: 3 } },
});
const there = { collections: [{ name: "pictures" }] };

/** Answers of the server by path, and those after something was asked to be moved. */
type Answers = Readonly<Record<string, object>>;

// The script runs as it is against a stand-in for curl.
function run(answers: Answers, after: Answers = {}, wished = files) {
  for (const [file, text] of Object.entries(wished)) writeFileSync(join(folder, "files", file), text);
  const write = (where: string, all: Answers): void => {
    for (const [path, result] of Object.entries(all))
      writeFileSync(join(folder, where, path.replaceAll("/", "_")), JSON.stringify({ result, status: "ok" }));
  };
  write("answers", { cluster: clusterOf(peers), collections: there, ...answers });
  write("after", after);
  program("sleep", "#!/bin/sh\n");
  program(
    "curl",
    `#!/bin/sh
method=GET answer=/dev/null body="" url=""
while [ $# -gt 0 ]; do
  case "$1" in
    --request) method=$2; shift ;;
    --output) answer=$2; shift ;;
    --data-binary) body=$(cat "\${2#@}"); shift ;;
    --config) settings=$2; shift ;;
    https://*) url=$1 ;;
  esac
  shift
done
grep -qx 'header = "api-key: hidden"' "$settings" || { printf 401; exit 0; }
path=\${url#https://*/}; path=\${path%%\\?*}
case "$method" in GET) ;; *) echo "$method $path $body" >> ${folder}/log ;; esac
case "$method" in POST) cp -r ${folder}/after/. ${folder}/answers/ ;; esac
file="${folder}/answers/$(printf %s "$path" | tr / _)"
if [ "$method" != GET ]; then printf '{}' > "$answer"; printf 200
elif [ -e "$file" ]; then cp "$file" "$answer"; printf 200
else printf '{}' > "$answer"; printf 404; fi
`,
  );
  const { status, stdout, stderr } = spawnSync("/bin/sh", [join(folder, "files", "setup.sh")], {
    encoding: "utf8",
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      ...{ TMPDIR: join(folder, "tmp"), FILES: join(folder, "files"), ADMIN_KEY: "hidden", AUTHORITY: "/ca" },
      ...{ SERVICE: "vec", PORT: "6333", DOMAIN: "nodes", COPIES: wished === files ? "3" : "1" },
    },
  });
  return { status, stdout, stderr };
}

describe("the script", () => {
  it("makes a collection that isn't there, and its index", () => {
    expect(run({ "collections/pictures/cluster": placesOf([11, 22, 33]) })).toMatchObject({ status: 0, stderr: "" });
    const [made, index, ...rest] = log();
    expect(made).toMatch(/^PUT collections\/pictures \{.*"shard_number":3/);
    expect(index).toBe('PUT collections/pictures/index {"field_name":"colour","field_schema":"keyword"}');
    expect(rest).toEqual([]);
  });

  it("changes what can be changed of one that is there", () => {
    const all = { "collections/pictures": collectionOf(4), "collections/pictures/cluster": placesOf([11, 22, 33]) };
    expect(run(all).status).toBe(0);
    expect(log()[0]).toMatch(/^PATCH collections\/pictures \{.*"replication_factor":3/);
  });

  it("fails loudly for other vectors, and touches nothing", () => {
    const all = { "collections/pictures": collectionOf(8), "collections/pictures/cluster": placesOf([11, 22, 33]) };
    const { status, stderr } = run(all);
    expect(status).toBe(1);
    expect(stderr).toContain("8 Cosine 3, not 4 Cosine 3");
    expect(stderr).toContain("nothing was deleted");
    expect(log().filter((line) => /^(DELETE|PATCH|PUT collections\/pictures \{)/.test(line))).toEqual([]);
  });

  it("makes the copies that a node without any lacks, from one that has them", () => {
    const all = { "collections/pictures": collectionOf(4), "collections/pictures/cluster": placesOf([11, 22]) };
    expect(run(all, { "collections/pictures/cluster": placesOf([11, 22, 33]) }).status).toBe(0);
    expect(log().filter((line) => line.startsWith("POST"))).toEqual([
      'POST collections/pictures/cluster {"replicate_shard":{"shard_id":0,"from_peer_id":22,"to_peer_id":33}}',
    ]);
  });

  it("copies from no copy that isn't whole", () => {
    const all = { "collections/pictures": collectionOf(4), "collections/pictures/cluster": placesOf([11], "Dead") };
    expect(run(all).status).toBe(0);
    expect(log().filter((line) => line.startsWith("POST"))).toEqual([]);
  });

  it("empties nodes that nobody wishes for, and lets them go then", () => {
    const one = decideQdrantSetup("vec", { nodes: 1, collections: { pictures } });
    const all = { "collections/pictures": collectionOf(4), "collections/pictures/cluster": placesOf([11, 33]) };
    expect(run(all, { "collections/pictures/cluster": placesOf([11]) }, one).status).toBe(0);
    expect(
      log()
        .filter((line) => /^(POST|DELETE)/.test(line))
        .map((line) => line.trim()),
    ).toEqual([
      'POST collections/pictures/cluster {"drop_replica":{"shard_id":0,"peer_id":33}}',
      "DELETE cluster/peer/22",
      "DELETE cluster/peer/33",
    ]);
  });

  it("fails where a node isn't in the cluster of the others", () => {
    const { status, stderr } = run({ cluster: clusterOf({ 11: "vec-0-0", 22: "vec-1-0" }) });
    expect([status, stderr]).toEqual([1, "vec-2-0 is in no cluster with the others\n"]);
  });

  it("leaves a collection that nobody wishes for, and says so", () => {
    const all = {
      ...{ "collections/pictures": collectionOf(4), "collections/pictures/cluster": placesOf([11, 22, 33]) },
      ...{ collections: { collections: [{ name: "old" }] }, "collections/old/cluster": placesOf([11, 22, 33]) },
    };
    const { status, stdout } = run(all);
    expect(status).toBe(0);
    expect(stdout).toContain("leaves collection old, which nobody wishes for: delete it by hand\n");
    expect(log().filter((line) => line.includes("old"))).toEqual([]);
  });
});

describe("the start of a node", () => {
  function start(
    number: number,
    { answering = [], nodes = 3 }: { answering?: readonly number[]; nodes?: number } = {},
  ) {
    program("sleep", "#!/bin/sh\n");
    program("qdrant", '#!/bin/sh\necho "$@"\n');
    // Asked to open a connection: whether the node answers.
    const open = answering.map((other) => `*/vec-${other}-0.nodes/*) exit 0 ;;`).join("\n");
    program("timeout", `#!/bin/sh\ncase "$*" in\n${open}\n*) exit 1 ;;\nesac\n`);
    writeFileSync(join(folder, "start.sh"), qdrantStart.replace("/qdrant/qdrant", join(folder, "bin", "qdrant")));
    const { status, stdout } = spawnSync("/bin/bash", [join(folder, "start.sh")], {
      encoding: "utf8",
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
        ...{ CONFIG: "/c", DATA: join(folder, "data"), DOMAIN: "nodes", NODES: String(nodes), NODES_PORT: "6335" },
        ...{ MOST_NODES: "9", NUMBER: String(number), POD_NAME: `vec-${number}-0`, STORE: "vec" },
      },
    });
    return { status, asked: stdout.trimEnd() };
  }
  const own = (number: number) => `--config-path /c --uri https://vec-${number}-0.nodes:6335`;

  it("founds a cluster at the first one, when nobody answers", () => {
    expect(start(0)).toEqual({ status: 0, asked: own(0) });
    expect(start(0, { nodes: 1 })).toEqual({ status: 0, asked: own(0) });
  });

  it("joins whoever answers, also at the first one that lost its volume", () => {
    expect(start(2, { answering: [0] }).asked).toBe(`${own(2)} --bootstrap https://vec-0-0.nodes:6335`);
    expect(start(0, { answering: [2] }).asked).toBe(`${own(0)} --bootstrap https://vec-2-0.nodes:6335`);
  });

  it("fails at any other rather than found a second cluster", () => {
    expect(start(1)).toEqual({ status: 1, asked: "" });
  });

  it("asks nobody when its volume knows the cluster", () => {
    mkdirSync(join(folder, "data", "storage"));
    writeFileSync(join(folder, "data", "storage", "raft_state.json"), "{}");
    expect(start(1)).toEqual({ status: 0, asked: own(1) });
  });
});
