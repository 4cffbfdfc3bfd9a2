import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { copyFolders } from "../copies/copy-scripts.ts";
import { soon } from "../copies/pods.fixture.ts";
import { decideDumpFiles, decideRestoreFiles, decideTrialFiles } from "./mariadb-dumps.ts";

const root = mkdtempSync(join(tmpdir(), "dumps-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Each program of a pod fails if the variable names it, or its verb. A bucket of this rclone is a folder. What isn't there it reads and lists as nothing, without complaint, as the real one does. */
const rclone = `#!/bin/bash
set -e
at() { echo "${root}/bucket/\${1#bucket:}"; }
verb=$1; shift
[ "$verb" != "$FAILS" ] || exit 3
case $verb in
  rcat) mkdir -p "$(dirname "$(at "$1")")"; cat > "$(at "$1")" ;;
  moveto) mv "$(at "$1")" "$(at "$2")" ;;
  deletefile) rm "$(at "$1")" ;;
  delete) echo "$@" >> ${root}/deleted ;;
  lsf) [ -z "$OLD" ] || case "$*" in *--max-age*) exit 0 ;; esac; for last; do :; done; cd "$(at "$last")" 2> /dev/null || exit 0; ls | grep 'zst$' || true ;;
  cat) [ ! -e "$(at "$1")" ] || cat "$(at "$1")" ;;
esac
`;
const programs: Readonly<Record<string, string>> = {
  rclone,
  // The real one ends with failure as well if nothing comes.
  zstd: "#!/bin/bash\nset -o pipefail\ncat | grep .\n",
  sleep: soon,
  mkfifo: '#!/bin/sh\n[ "$FAILS" != mkfifo ] || exit 3\nPATH=/usr/bin:/bin exec mkfifo "$@"\n',
  "mariadb-install-db": '#!/bin/sh\n[ "$FAILS" != install ] || exit 3\n',
  mariadbd: '#!/bin/sh\n[ "$FAILS" != mariadb ] || exit 3\nPATH=/usr/bin:/bin exec sleep 60\n',
  "mariadb-check": "#!/bin/sh\n",
  "mariadb-dump": "#!/bin/sh\necho 'CREATE TABLE t'\n[ -z \"$BREAKS\" ] || exit 3\necho '-- Dump completed on a day'\n",
  // Statements that ask are answered from the variable; all others are written down.
  mariadb: `#!/bin/bash\n[ "$FAILS" != mariadb ] || exit 3\nfor a in "$@"; do case "$a" in --execute=SELECT*ended*) echo "$ENDED"; exit;; --execute=SELECT*) echo "$TABLES"; exit;; --execute=*) echo "$a" >> ${root}/told; exit;; esac; done\ncat >> ${root}/loaded\n`,
};
const bin = join(root, "bin");
mkdirSync(bin);
for (const [name, text] of Object.entries(programs)) {
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
}

/** Milliseconds after which a container that still runs waits in vain. */
const inVain = 1500;

/** Runs the two containers of a pod beside each other in the shells of theirs, and says how each ended: `null` is one that waited in vain. */
async function pod(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
  work = mkdtempSync(join(root, "work-")),
) {
  const env = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    BUCKET_URL: "s3://copies",
    SERVER_HOST: "a",
    SERVER_PORT: "1",
  };
  const codes = Object.entries(files).map(([name, text]) => {
    const script = text.replaceAll(`work=${copyFolders.work}`, `work=${work}`);
    const own = { ...env, SERVER_USER: "root", BREAKS: "", FAILS: "", OLD: "", ENDED: "", TABLES: "0", ...variables };
    const shell = name === "upload.sh" || name === "download.sh" ? "sh" : "bash";
    const child = spawn(shell, ["-c", script], { env: own, stdio: "ignore", detached: true });
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
