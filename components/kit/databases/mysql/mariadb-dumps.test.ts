import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { decideDumpFiles, decideRestoreFiles, decideTrialFiles, dumpFolders } from "./mariadb-dumps.ts";

const root = mkdtempSync(join(tmpdir(), "dumps-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** An rclone whose bucket is a folder. */
const rclone = `#!/bin/bash
set -e
at() { echo "${root}/bucket/\${1#bucket:}"; }
verb=$1; shift
case $verb in
  rcat) mkdir -p "$(dirname "$(at "$1")")"; cat > "$(at "$1")" ;;
  moveto) mv "$(at "$1")" "$(at "$2")" ;;
  deletefile) rm "$(at "$1")" ;;
  delete) echo "$@" >> ${root}/deleted ;;
  lsf) for last; do :; done; cd "$(at "$last")"; ls | grep 'zst$' || true ;;
  cat) cat "$(at "$1")" ;;
esac
`;
const programs: Readonly<Record<string, string>> = {
  rclone,
  zstd: "#!/bin/sh\nexec cat\n",
  "mariadb-dump": "#!/bin/sh\necho 'CREATE TABLE t'\n[ -z \"$BREAKS\" ] || exit 3\necho '-- Dump completed on a day'\n",
  // Statements that ask are answered from the variable; all others are written down.
  mariadb: `#!/bin/bash\nfor a in "$@"; do case "$a" in --execute=SELECT*ended*) echo "$ENDED"; exit;; --execute=SELECT*) echo "$TABLES"; exit;; --execute=*) echo "$a" >> ${root}/told; exit;; esac; done\ncat >> ${root}/loaded\n`,
};
const bin = join(root, "bin");
mkdirSync(bin);
for (const [name, text] of Object.entries(programs)) {
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
}

/** Runs the two containers of a pod beside each other, and says how each ended. */
async function pod(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  const work = mkdtempSync(join(root, "work-"));
  const env = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    BUCKET_URL: "s3://copies",
    SERVER_HOST: "a",
    SERVER_PORT: "1",
  };
  const codes = Object.entries(files).map(([name, text]) => {
    const script = text.replaceAll(`work=${dumpFolders.work}`, `work=${work}`);
    const own = { ...env, SERVER_USER: "root", BREAKS: "", ENDED: "", TABLES: "0", ...variables };
    const child = spawn("bash", ["-c", script], { env: own, stdio: "ignore" });
    return new Promise<readonly [string, number | null]>((end) =>
      child.on("close", (code) => {
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

it("tries the newest dump only if it is of the last night, and looks for its end", () => {
  const { "download.sh": download, "try.sh": tried } = decideTrialFiles({ store: "ledger", database: "ledger" });
  expect(download).toContain("--max-age 30h");
  expect(tried).toContain("--skip-networking");
  expect(tried).toContain('"-- Dump completed"*');
  expect(tried).toContain("mariadb-check");
});
