import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { copyBench } from "../copies/pods.fixture.ts";
import { decideClickhouseDump, decideClickhouseRestore, decideClickhouseTrial } from "./clickhouse-copies.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const table = (later: number, create: string, name?: string) =>
  [
    later,
    base64(create),
    ...(name === undefined ? ["-", "-"] : [base64(`SELECT k FROM ${name}`), base64(`INSERT INTO ${name} (k)`)]),
    ...[base64("SELECT count, hash"), base64(name ?? "-")],
  ].join("\t");

/** In an order in which the first needs the second. */
const tables = [
  table(0, "CREATE needs-b Distributed('facts', 'b')"),
  table(0, "CREATE b ENGINE = ReplicatedMergeTree()", "b"),
  table(1, "CREATE view DEFINER = `a b` SQL SECURITY DEFINER AS SELECT"),
  table(0, "CREATE empty", "empty"),
];

/** Servers of which each has a row of `b`, whose hash is the largest number that there is: their sum is one less than none. They have those tables, but whom `DOWN` names; what is made and inserted is written down, with the server's number of its shard. */
const bench = copyBench((root) => ({
  clickhouse: `#!/bin/bash
verb=$1; shift
[ "$verb" != compressor ] || exec cat
shard=-; query=
while [ $# -gt 0 ]; do case $1 in --host) host=$2; shard=\${2#*-}; shard=\${shard%%-*} ;; --query) query=$2 ;; esac; shift 2; done
[ -z "$DOWN" ] || [[ "$host" != $DOWN ]] || exit 210
case $query in
  *" FROM table") [ "$FAILS" != count ] || exit 3; cat > /dev/null; printf '1\\t9223372036854775807\\n'; exit ;;
  *" FROM empty FORMAT TSVRaw") printf '0\\t0\\n'; exit ;;
  *" FROM b FORMAT TSVRaw") printf '%s\\n' "$HELD"; exit ;;
esac
if [ -n "$query" ]; then [ "$FAILS" != insert ] || exit 3; echo "$shard $query $(cat)" >> ${root}/inserted; exit; fi
said=$(cat)
case "$said" in
  *"WITH stored"*) cat ${root}/tables ;;
  *"SELECT if(count() = 0"*) echo "$STATE" ;;
  *"SELECT count(), sum"*) printf '%s\\t7\\n' "$COUNT" ;;
  *"SELECT concat("*) echo "DROP TABLE b SYNC;" ;;
  *"SELECT k FROM empty"*) ;;
  *"SELECT k FROM"*) [ "$FAILS" != select ] || exit 3; printf 'row\\n\\0of %s' "$shard" ;;
  *needs-b*) grep -q "CREATE b" ${root}/made || exit 60; echo "$said" >> ${root}/made ;;
  *) echo "$said" >> ${root}/made ;;
esac
`,
}));

const client = {
  ADMIN_PASSWORD: "p",
  CA_FILE: "/ca.pem",
  CLICKHOUSE_NATIVE_PORT: "9440",
  STATE: "new",
  COUNT: "0",
  HELD: "2\t-2",
  DOWN: "",
};
const shape = { shards: 2, replicas: 2 };
const dump = decideClickhouseDump({ store: "facts", days: 30, ...shape });
const restore = decideClickhouseRestore({ store: "facts-2", origin: "facts", ...shape });
const trial = decideClickhouseTrial("facts");
const read = (name: string) =>
  existsSync(`${bench.root}/${name}`) ? readFileSync(`${bench.root}/${name}`, "utf8") : "";
const copy = () => `${bench.root}/bucket/copies/facts/${bench.held("facts")[0] ?? ""}`;

beforeEach(async () => {
  for (const name of ["made", "inserted", "bucket"]) rmSync(`${bench.root}/${name}`, { recursive: true, force: true });
  writeFileSync(`${bench.root}/tables`, tables.map((line) => `${line}\n`).join(""));
  expect(await bench.pod(dump, client)).toEqual({ "dump.sh": 0, "upload.sh": 0 });
});

describe("a copy of ClickHouse", () => {
  it("has what makes rows of others' rows behind these, and the rows of each shard", () => {
    const words = readFileSync(copy(), "latin1").match(/(?:create(?= )|made$|rows \d|held -?\d+ -?\d+|whole$)/gm);
    const rows = ["rows 0", "rows 1", "held 2 -2", "rows 0", "rows 1", "held 0 0"];
    expect(words).toEqual(["create", "create", "create", "made", ...rows, "create", "made", "whole"]);
  });

  it("is taken from a shard's other server where one is away, and not where all are", async () => {
    expect(await bench.pod(dump, { ...client, DOWN: "facts-1-0*" })).toMatchObject({ "dump.sh": 0 });
    expect(await bench.pod(dump, { ...client, DOWN: "facts-1-*" })).toEqual({ "dump.sh": 1, "upload.sh": 1 });
  });

  it("that breaks off is none", async () => {
    rmSync(`${bench.root}/bucket`, { recursive: true });
    for (const FAILS of ["select", "count"])
      expect(await bench.pod(dump, { ...client, FAILS })).toEqual({ "dump.sh": 1, "upload.sh": 1 });
    expect(bench.held("facts")).toEqual([]);
  });

  it("is brought in under the new name, each shard's rows into its own, whatever order tables need", async () => {
    expect(await bench.pod(restore, client)).toEqual({ "download.sh": 0, "load.sh": 0 });
    expect(read("made")).toContain("Distributed('facts-2', 'b')");
    expect(read("made")).toContain("CREATE view AS SELECT");
    expect(read("made")).toContain("DROP TABLE b SYNC;");
    const inserts = read("inserted")
      .replaceAll("\0", "")
      .split("\n")
      .filter((line) => line.includes("INSERT") || line.startsWith("of"));
    expect(inserts.map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
      "2 INSERT INTO b",
      "of 0",
      "2 INSERT INTO b",
      "of 1",
    ]);
    expect(read("made").trim().split("\n").at(-1)).toContain("SELECT true");
  });

  it("isn't brought in twice, nor over tables of others, and is begun anew where it was cut off", async () => {
    expect(await bench.pod(restore, { ...client, STATE: "ended", COUNT: "3" })).toEqual({
      "download.sh": 0,
      "load.sh": 0,
    });
    expect(await bench.pod(restore, { ...client, COUNT: "3" })).toMatchObject({ "load.sh": 1 });
    expect(read("inserted")).toBe("");
    expect(await bench.pod(restore, { ...client, STATE: "begun", COUNT: "3" })).toMatchObject({ "load.sh": 0 });
    expect(read("inserted")).toContain("INSERT INTO b");
  });

  it("is tried without replication, where nobody is asked", async () => {
    expect(await bench.pod(trial, client)).toEqual({ "download.sh": 0, "try.sh": 0 });
    expect(read("made")).toContain("CREATE b ENGINE = MergeTree()");
    expect(read("made")).toContain("CREATE view AS SELECT");
    expect(trial["try.sh"]).not.toContain("clickhouse client");
    expect(await bench.pod(trial, { ...client, OLD: "yes" })).toEqual({ "download.sh": 1, "try.sh": 1 });
  });

  it("of which other rows come back than went by is no copy to a trial, and servers that merge them meanwhile may have fewer", async () => {
    for (const HELD of ["1\t-2", "2\t-3"])
      expect(await bench.pod(trial, { ...client, HELD })).toMatchObject({ "try.sh": 1 });
    expect(await bench.pod(restore, { ...client, HELD: "1\t-2" })).toMatchObject({ "load.sh": 0 });
  });

  it("is tried where rows stay as they came in", () => {
    expect(trial["local.xml"]).toContain("<max_bytes_to_merge_at_max_space_in_pool>1<");
    expect(trial["local.xml"]).toContain("<max_bytes_to_merge_at_min_space_in_pool>1<");
  });

  it("without its end, or with rows that nobody takes, fails", async () => {
    const whole = readFileSync(copy());
    writeFileSync(copy(), whole.subarray(0, -"whole\n".length));
    expect(await bench.pod(restore, client)).toMatchObject({ "load.sh": 1 });
    writeFileSync(copy(), whole);
    expect(await bench.pod(restore, { ...client, FAILS: "insert" })).toMatchObject({ "load.sh": 1 });
    expect(read("made")).not.toContain("SELECT true");
  });
});
