import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import { copyFolders } from "../copies/copy-scripts.ts";
import { soon } from "../copies/pods.fixture.ts";
import { decideAgentTrial, decideAgentTrialDisk } from "./mongodb-agent-trial.ts";
import { decideMongodbDump, decideMongodbDumpTrial, decideMongodbRestore } from "./mongodb-dumps.ts";

const root = mkdtempSync(join(tmpdir(), "documents-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Each of them notes what it is asked, and fails if the variable names it. */
const noted = (text: string) => `#!/bin/bash\necho "$(basename "$0") $*" >> "$TOLD"\n${text}\n`;
const programs: Readonly<Record<string, string>> = {
  mongod: noted('[ "$FAILS" != mongod ] || exit 3\nPATH=/usr/bin:/bin exec sleep 20'),
  mongosh: noted(
    'case "$*" in *"db.hello()") [ "$FAILS" != mongod ] || exit 1;; *choose.js) echo "$FOUND"; exit;; *state.js) [ "$STATE" = ended ] || echo "$FOUND"; exit;; *look.js) [ "$FAILS" != look ] || exit 1;; esac',
  ),
  mongodump: noted('echo everything; [ "$FAILS" != mongodump ] || exit 3'),
  mongorestore: noted('cat > /dev/null; [ "$FAILS" != mongorestore ] || exit 3'),
  sleep: soon,
};
const agent: Readonly<Record<string, string>> = {
  pbm: noted(
    'case "$1" in status) echo \'{"cluster":[{"rs":"rs0","nodes":[{"agent":"v2.15.0"}]}]}\';; restore) [ "$FAILS" != restore ] || exit 1;; esac',
  ),
  "pbm-agent": "#!/bin/sh\nPATH=/usr/bin:/bin exec sleep 20\n",
};

function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
}
write(join(root, "bin"), programs);

/** Runs the container of a pod that has a server, or asks one, as if the other one had done its part. */
function run(
  script: string,
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
  others: readonly string[],
) {
  const place = mkdtempSync(join(root, "pod-"));
  const folders = { work: join(place, "work"), data: join(place, "data"), files: join(place, "files") };
  const local = (text: string) =>
    text
      .replaceAll(copyFolders.files, folders.files)
      .replace(/(?<![\w.])\/data(?=\/)/g, folders.data)
      .replaceAll("work=/work", `work=${folders.work}`);
  write(folders.files, Object.fromEntries(Object.entries(files).map(([name, text]) => [name, local(text)])));
  write(folders.work, agent);
  mkdirSync(folders.data);
  for (const file of others) writeFileSync(join(folders.work, file), "");
  const told = join(place, "told");
  const env = {
    PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`,
    ...{ TOLD: told, SERVER_USER: "backup", SERVER_PASSWORD: "hidden", SERVER_PLACE: "members/?tls=true" },
    ...variables,
  };
  // Who opens a pipe waits for the other end.
  const pipe = join(folders.work, "pipe");
  const feed = `(until [ -p ${pipe} ]; do sleep 1; done; ${script === "dump.sh" ? `cat ${pipe} > /dev/null` : `echo everything > ${pipe}`}) &`;
  const piped = others.includes("fetched") ? "" : feed;
  const shell = `${piped}\nbash ${join(folders.files, script)}; code=$?; kill %1 2>/dev/null; exit $code`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", shell], { env, encoding: "utf8", timeout: 10_000 });
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
  return { status, stdout, stderr, told: read(told), login: read(join(folders.work, "login")) };
}

const now = Math.floor(Date.now() / 1000);
const seconds = (copied: number, last: number) => ({ FOUND: `${copied} ${last}` });

/** What the trial says to itself of a list of copies. */
function chosen(list: object): string {
  const said: string[] = [];
  const readFileSync = () => JSON.stringify(list);
  const place = {
    process: { env: {} },
    require: () => ({ readFileSync }),
    console: { log: (text: string) => said.push(text) },
  };
  runInNewContext(decideAgentTrial({ store: "catalogue" })["choose.js"], place);
  return said.join();
}

const copy = { name: "2026-11-21T02:14:07Z", status: "done", restoreTo: now - 9000 };
const range = { range: { start: now - 9000, end: now - 60 } };

describe("a trial of what the agent copied", () => {
  const files = decideAgentTrial({ store: "catalogue" });
  const tried = (variables: Readonly<Record<string, string>>) => run("try.sh", files, variables, ["fetched"]);
  const good = seconds(now - 9000, now - 60);

  it("brings in the newest copy with every write after it, and looks through all of it", () => {
    const { status, told } = tried(good);
    expect(status).toBe(0);
    const moment = new Date((now - 60) * 1000).toISOString().slice(0, 19);
    expect(told).toContain(`pbm restore --time ${moment} --wait`);
    expect(told).toMatch(/pbm config --file \S+ --wait[\s\S]+pbm restore[\s\S]+look\.js/);
  });

  it.each([
    ["a copy that isn't whole", seconds(0, now), "isn't whole"],
    ["no log of writes after it", seconds(now - 9000, 0), "no log of writes"],
    ["a log that ended", seconds(now - 9000, now - 7200), "the log of writes ends at"],
    ["a copy that can't be restored", { ...good, FAILS: "restore" }, "can't be restored"],
    ["damage", { ...good, FAILS: "look" }, ""],
    ["no server to restore into", { ...good, FAILS: "mongod" }, "ended"],
  ])("fails for %s", (_, variables, why) => {
    const { status, stderr } = tried(variables);
    expect(status).not.toBe(0);
    expect(status).not.toBeNull();
    expect(stderr).toContain(why);
  });

  it("knows which copies are whole, and which log follows one", () => {
    const broken = { ...copy, status: "error", restoreTo: now };
    expect(chosen({ snapshots: [copy, broken], pitr: { ranges: [range, { ...range, noBaseSnapshot: true }] } })).toBe(
      `${now - 9000} ${now - 60}`,
    );
    expect(chosen({ snapshots: [], pitr: { ranges: [{ range: { start: 1, end: now }, noBaseSnapshot: true }] } })).toBe(
      "0 0",
    );
    expect(chosen({ snapshots: null, pitr: { on: false, ranges: null } })).toBe("0 0");
  });

  it("downloads what is newest alone, and never lets the agent at the bucket", () => {
    expect(files["download.sh"]).toContain('--include "/$name/**"');
    expect(files["download.sh"]).not.toMatch(/rclone (?:delete|move|rcat)/);
    expect(files["try.sh"]).toContain("type: filesystem");
    expect(decideAgentTrialDisk({ storageGiB: 21 })).toBe(32);
  });
});

describe("a dump of documents", () => {
  const dump = decideMongodbDump({ store: "catalogue", days: 30 });

  it("is of one moment, from a member that follows, with the password in a file", () => {
    const { status, told, login } = run("dump.sh", dump, {}, ["ready"]);
    expect(status).toBe(0);
    expect(told).toMatch(/^mongodump .*--readPreference=secondaryPreferred --oplog --gzip --archive$/m);
    expect(told).not.toContain("hidden");
    expect(login).toBe('uri: "mongodb://backup:hidden@members/?tls=true"\n');
    expect(dump["upload.sh"]).toContain("--min-age 30d");
    // What PK-IAM-008 takes for a password.
    expect(dump["dump.sh"]).not.toMatch(/:\/\/[^\s:@/]+:[^\s@/]+@/);
  });

  it("that breaks off is no copy", () => {
    expect(run("dump.sh", dump, { FAILS: "mongodump" }, ["ready"]).status).toBe(1);
  });

  it("is tried by loading all of it, with what was written meanwhile", () => {
    const trial = decideMongodbDumpTrial({ store: "catalogue" });
    const { status, told } = run("try.sh", trial, {}, ["begun"]);
    expect(status).toBe(0);
    expect(told).toMatch(/mongorestore .*--oplogReplay --gzip --archive[\s\S]+look\.js/);
    expect(trial["download.sh"]).toContain("--max-age 30h");
    expect(run("try.sh", trial, { FAILS: "mongorestore" }, ["begun"]).status).not.toBe(0);
  });
});

describe("a dump that a store begins from", () => {
  const files = decideMongodbRestore({ origin: "old-catalogue", database: "old_catalogue" });
  const load = (FOUND: string, FAILS = "") => run("load.sh", files, { FOUND, FAILS }, ["begun"]);

  it("gives it one database, by way of a server that the whole dump goes into", () => {
    const { status, told } = load("new");
    expect(status).toBe(0);
    const loads = told.split("\n").filter((line) => line.startsWith("mongorestore"));
    expect(loads[0]).toContain("--oplogReplay");
    expect(loads[1]).toContain("--nsInclude=old_catalogue.*");
    expect(told).not.toContain("hidden");
  });

  it("is brought in once, and never over what is there", () => {
    const [before, used] = [load("ended"), load("used")];
    expect([before.status, used.status]).toEqual([0, 1]);
    expect(before.told + used.told).not.toContain("mongorestore");
    expect(load("new", "mongorestore").status).not.toBe(0);
  });
});
