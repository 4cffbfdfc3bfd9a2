import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { copyBench } from "../copies/pods.fixture.ts";
import { decideInfluxdbDump, decideInfluxdbRestore, decideInfluxdbTrial } from "./influxdb-copies.ts";

/** A server says what `ALLOWED`, `ABOUT` and `NAMES` say; what it is told is written down. */
const bench = copyBench((root) => ({
  influx: `#!/bin/bash
[ "$FAILS" != "$1" ] || exit 3
case "$1 $2" in
  backup*) mkdir -p "$2"; touch "$2"/a.{bolt,sqlite,1.tar}.gz "$2"/a.manifest ;;
  restore*) ls "$2" >> ${root}/restored ;;
  "org list") [[ "$*" == *json* ]] && printf '\\t"description": "%s",\\n' "$ABOUT" || printf 'id\\tlandbridge\\n' ;;
  "org update") echo "$@" >> ${root}/told ;;
  "bucket list") for name in $NAMES; do printf '\\t\\t"name": "%s",\\n' "$name"; done ;;
  "bucket delete") echo "$@" >> ${root}/told ;;
  query*) [ -z "$VALUES" ] || printf ',,0,%s\\r\\n' "$VALUES" ;;
esac
`,
  influxd: `#!/bin/bash
[ "$1" != inspect ] || { echo "Broken Blocks: \${BROKEN:-0} / 9, in 1s" >&2; exit 0; }
[ "$FAILS" != influxd ] || exit 3
PATH=/usr/bin:/bin exec sleep 60
`,
  curl: `#!/bin/bash
cat > /dev/null
[ "$FAILS" != curl ] || exit 3
case "$*" in *GET*setup) echo "{ \\"allowed\\": $ALLOWED }" ;; *POST*setup) echo "set up" >> ${root}/told ;; esac
case "$*" in *health*) [ "$FAILS" != influxd ] ;; esac
`,
}));

const authorities = "/ca.pem";
const dump = decideInfluxdbDump({ store: "readings", days: 30, authorities });
const restore = decideInfluxdbRestore({ origin: "readings", authorities });
const trial = decideInfluxdbTrial({ store: "readings" });
const server = {
  INFLUX_HOST: "https://readings",
  INFLUX_TOKEN: "t",
  ALLOWED: "true",
  ABOUT: "",
  NAMES: "_tasks landbridge_restore",
  VALUES: "4200",
};
const read = (name: string) =>
  existsSync(`${bench.root}/${name}`) ? readFileSync(`${bench.root}/${name}`, "utf8") : "";

beforeEach(async () => {
  for (const name of ["told", "restored", "bucket"]) rmSync(`${bench.root}/${name}`, { recursive: true, force: true });
  expect(await bench.pod(dump, { ...server, NAMES: "_tasks raw" })).toEqual({ "dump.sh": 0, "upload.sh": 0 });
});

it("a copy has shards and their list, and no logins", () => {
  const [name = ""] = bench.held("readings");
  const listed = execFileSync("tar", ["-tf", `${bench.root}/bucket/copies/readings/${name}`]).toString();
  expect(listed.split("\n").filter(Boolean).sort()).toEqual(["./", "./a.1.tar.gz", "./a.manifest", "./counts"]);
});

describe("a copy is brought in", () => {
  it("where no server was set up, and once", async () => {
    expect(await bench.pod(restore, server)).toEqual({ "download.sh": 0, "load.sh": 0 });
    expect(read("told").split("\n")).toEqual([
      "set up",
      "org update --id id --description restored",
      "bucket delete --org landbridge --name landbridge_restore",
      "",
    ]);
    expect(read("restored")).toBe("a.1.tar.gz\na.manifest\ncounts\n");
    const again = { ...server, ALLOWED: "false", ABOUT: "restored", NAMES: "raw" };
    expect(await bench.pod(restore, again)).toEqual({ "download.sh": 0, "load.sh": 0 });
    expect(read("restored")).toBe("a.1.tar.gz\na.manifest\ncounts\n");
  });

  it("anew where a run was cut off, without what that one brought in", async () => {
    const begun = { ...server, ALLOWED: "false", NAMES: "raw landbridge_restore" };
    expect(await bench.pod(restore, begun)).toMatchObject({ "load.sh": 0 });
    expect(read("told")).toContain("bucket delete --org landbridge --name raw\n");
  });

  it("never where there are databases of others", async () => {
    const used = { ...server, ALLOWED: "false", NAMES: "raw" };
    expect(await bench.pod(restore, used)).toMatchObject({ "load.sh": 1 });
    expect([read("told"), read("restored")]).toEqual(["", ""]);
  });
});

it("the newest copy is tried in a server of its own", async () => {
  expect(await bench.pod(trial, server)).toEqual({ "download.sh": 0, "try.sh": 0 });
  expect(trial["download.sh"]).toContain("--max-age 30h");
  expect(trial["try.sh"]).toContain("INFLUXD_HTTP_BIND_ADDRESS=127.0.0.1");
});

const cases: Readonly<Record<string, readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>]>> = {
  "a server that gives no files": [dump, { FAILS: "backup" }],
  "no bucket to upload to": [dump, { BUCKET_URL: "copies" }],
  "no server to restore into": [restore, { FAILS: "curl" }],
  "a newest copy that is old": [trial, { OLD: "yes" }],
  "a server to try in that ends": [trial, { FAILS: "influxd" }],
};

it.each(Object.entries(cases))("both containers fail for %s", async (_, [files, variables]) => {
  const codes = Object.values(await bench.pod(files, { ...server, ...variables }));
  expect(codes.filter((code) => code === 0 || code === null)).toEqual([]);
});

it("fails to restore into a server that takes no files, and doesn't say that it ended", async () => {
  expect(await bench.pod(restore, { ...server, FAILS: "restore" })).toMatchObject({ "load.sh": 3 });
  expect(read("told")).not.toContain("restored");
});

it.each([
  ["4190", 0],
  ["4100", 1],
  ["", 1],
])("a trial that finds %s values of 4200 ends with %s", async (VALUES, code) => {
  expect(await bench.pod(trial, { ...server, VALUES })).toMatchObject({ "try.sh": code });
});

it("is copied as well where the server can't count", async () => {
  rmSync(`${bench.root}/bucket`, { recursive: true });
  const uncounted = { ...server, NAMES: "raw", FAILS: "query" };
  expect(await bench.pod(dump, uncounted)).toEqual({ "dump.sh": 0, "upload.sh": 0 });
  expect(await bench.pod(trial, server)).toEqual({ "download.sh": 0, "try.sh": 0 });
});

it("a trial fails for a block that can't be read", async () => {
  expect(await bench.pod(trial, { ...server, BROKEN: "1" })).toMatchObject({ "try.sh": 1 });
});
