import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyBench } from "../copies/pods.fixture.ts";
import { decideDumpFiles, decideRestoreFiles, decideTrialFiles } from "./mariadb-dumps.ts";

/** Each program of a pod fails if the variable names it, or its verb. */
const bench = copyBench(
  (root) => ({
    // The real one ends with failure as well if nothing comes.
    zstd: "#!/bin/bash\nset -o pipefail\ncat | grep .\n",
    mkfifo: '#!/bin/sh\n[ "$FAILS" != mkfifo ] || exit 3\nPATH=/usr/bin:/bin exec mkfifo "$@"\n',
    "mariadb-install-db": '#!/bin/sh\n[ "$FAILS" != install ] || exit 3\n',
    mariadbd: '#!/bin/sh\n[ "$FAILS" != mariadb ] || exit 3\nPATH=/usr/bin:/bin exec sleep 60\n',
    "mariadb-check": "#!/bin/sh\n",
    "mariadb-dump":
      "#!/bin/sh\necho 'CREATE TABLE t'\n[ -z \"$BREAKS\" ] || exit 3\necho '-- Dump completed on a day'\n",
    // Statements that ask are answered from the variable; all others are written down.
    mariadb: `#!/bin/bash\n[ "$FAILS" != mariadb ] || exit 3\nfor a in "$@"; do case "$a" in --execute=SELECT*ended*) echo "$ENDED"; exit;; --execute=SELECT*) echo "$TABLES"; exit;; --execute=*) echo "$a" >> ${root}/told; exit;; esac; done\ncat >> ${root}/loaded\n`,
  }),
  1500,
);
const { root } = bench;
const variables = { SERVER_HOST: "a", SERVER_PORT: "1", SERVER_USER: "root", BREAKS: "", ENDED: "", TABLES: "0" };
const pod = (files: Readonly<Record<string, string>>, own: Readonly<Record<string, string>> = {}, folder?: string) =>
  bench.pod(files, { ...variables, ...own }, folder === undefined ? {} : { folder });

const authorities = "/ca.pem";
const dump = decideDumpFiles({ store: "ledger", database: "ledger", days: 30, authorities });
const restore = decideRestoreFiles({ origin: "ledger", database: "ledger-2", authorities });
const held = () => (existsSync(`${root}/bucket/copies/ledger`) ? readdirSync(`${root}/bucket/copies/ledger`) : []);

describe("a dump", () => {
  it("that breaks off is no copy", async () => {
    expect(await pod(dump, { BREAKS: "yes" })).toEqual({ "dump.sh": 1, "upload.sh": 1 });
    expect(held()).toEqual(["parts"]);
    expect(readdirSync(`${root}/bucket/copies/ledger/parts`)).toEqual([]);
    expect(existsSync(`${root}/deleted`)).toBe(false);
  });

  it("is named by its moment when it is whole, and only then old ones go", async () => {
    expect(await pod(dump)).toEqual({ "dump.sh": 0, "upload.sh": 0 });
    expect(held().filter((name) => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.sql\.zst$/.test(name))).toHaveLength(1);
    expect(existsSync(`${root}/deleted`)).toBe(true);
    expect(dump["upload.sh"]).toContain("--min-age 30d");
  });

  it("is brought into a store that is empty, and once", async () => {
    expect(await pod(restore)).toEqual({ "download.sh": 0, "load.sh": 0 });
    expect(existsSync(`${root}/loaded`)).toBe(true);
    rmSync(`${root}/loaded`);
    expect(await pod(restore, { ENDED: "1" })).toEqual({ "download.sh": 0, "load.sh": 0 });
    expect(existsSync(`${root}/loaded`)).toBe(false);
  });

  it("isn't brought in over tables that are there", async () => {
    expect(await pod(restore, { TABLES: "3" })).toMatchObject({ "load.sh": 1 });
    expect(existsSync(`${root}/loaded`)).toBe(false);
  });

  it("is begun anew where the run before was cut off", async () => {
    expect(await pod(restore, { TABLES: "3", ENDED: "0" })).toMatchObject({ "load.sh": 0 });
    expect(existsSync(`${root}/loaded`)).toBe(true);
  });

  it("is chosen by the moment to go back to", async () => {
    const before = decideRestoreFiles({
      origin: "ledger",
      database: "a",
      authorities,
      at: "2020-01-01T01:00:00+01:00",
    });
    expect(before["download.sh"]).toContain("until='2020-01-01T00-00-00Z.sql.zst'");
    const { "download.sh": download } = before;
    expect(await pod({ "download.sh": download })).toEqual({ "download.sh": 1 });
  });
});

const trial = decideTrialFiles({ store: "ledger", database: "ledger" });
const restoreOf = (wish: { readonly origin: string; readonly at?: string }) =>
  decideRestoreFiles({ database: "a", authorities, ...wish });
const cases: Readonly<Record<string, readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>?]>> =
  {
    "no dump to restore": [restoreOf({ origin: "nobody" })],
    "no dump of that moment": [restoreOf({ origin: "ledger", at: "2020-01-01T00:00:00Z" })],
    "no right to list dumps": [restore, { FAILS: "lsf" }],
    "no right to read a dump": [restore, { FAILS: "cat" }],
    "no bucket to restore from": [restore, { BUCKET_URL: "copies" }],
    "no server to restore into": [restore, { FAILS: "mariadb" }],
    "a newest dump that is old": [trial, { OLD: "yes" }],
    "no dump to try": [decideTrialFiles({ store: "nobody", database: "a" })],
    "a server that can't be set up to try in": [trial, { FAILS: "install" }],
    "a server that ends before it answers": [trial, { FAILS: "mariadb" }],
    "no bucket to upload to": [dump, { BUCKET_URL: "copies" }],
    "no pipe to dump into": [dump, { FAILS: "mkfifo" }],
  };

describe("both containers of a pod fail soon", () => {
  it.each(Object.entries(cases))("for %s", async (_, [files, variables]) => {
    const ends = Object.entries(await pod(files, variables));
    // One that waited in vain has no code.
    expect(ends.filter(([, code]) => code === 0 || code === null)).toEqual([]);
    expect(ends).toHaveLength(2);
  });
});

it("a dump that can be read is loaded and looked through", async () => {
  expect(await pod(trial)).toEqual({ "download.sh": 0, "try.sh": 0 });
});

it("a container that ended well fails nobody who comes later", async () => {
  const work = mkdtempSync(join(root, "work-"));
  expect(await pod({ "load.sh": restore["load.sh"] }, { ENDED: "1" }, work)).toEqual({ "load.sh": 0 });
  expect(await pod({ "download.sh": restore["download.sh"] }, {}, work)).toEqual({ "download.sh": 0 });
});

it("tries the newest dump only if it is of the last night, and looks for its end", () => {
  const { "download.sh": download, "try.sh": tried } = trial;
  expect(download).toContain("--max-age 30h");
  expect(tried).toContain("--skip-networking");
  expect(tried).toContain('"-- Dump completed"*');
  expect(tried).toContain("mariadb-check");
});
