import { execFile, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyFolders } from "../copies/copy-scripts.ts";
import { decideCassandraCopy, decideCopiedNodes, nodeCopyScript, nodeVolume } from "./cassandra-copies.ts";

const run = promisify(execFile);

/**
 * A bucket is a folder; what the scripts ask of rclone, and nothing else. As the real one it reads, lists and copies what isn't there without complaint. Who may
 * only add, by the variable `ADDS`, neither deletes nor writes over anything.
 */
const rclone = `#!/bin/bash
set -eu
args=(); only=''; list=''; new=''
while [ $# -gt 0 ]; do
  case "$1" in
    --include) only="$2"; shift ;;
    --files-from-raw) list="$2"; shift ;;
    --format|--separator|--transfers|--buffer-size) shift ;;
    --ignore-existing) new=yes ;;
    --*) ;;
    *) args+=("$1") ;;
  esac
  shift
done
at() { echo "\${1/#bucket:/$BUCKETS/}"; }
set -- "\${args[@]}"
from=$(at "$2"); to=$(at "\${3:-}")
case "$1 $2" in "cat bucket:"*|"copyto bucket:"*|"copy bucket:"*|"lsf bucket:"*) [ -e "$from" ] || exit 0 ;; esac
to_write=''; case "$1" in rcat) to_write="$from" ;; copyto) to_write="$to" ;; esac
if [ -n "$to_write" ] && [ -e "$to_write" ]; then
  [ -z "$new" ] || exit 0
  [ -z "\${ADDS:-}" ] || exit 7
fi
case "$1" in delete*) [ -z "\${ADDS:-}" ] || exit 7 ;; esac
case "$1" in
  cat) cat "$from" ;;
  rcat) mkdir -p "\${from%/*}"; cat > "$from" ;;
  copyto) mkdir -p "\${to%/*}"; cp "$from" "$to" ;;
  copy)
    cd "$from"
    find . \\( -type f -o -type l \\) -path "./\${only:+\${only#/}}*" | while read -r file; do
      [ -e "$to/$file" ] && continue
      mkdir -p "$to/\${file%/*}"; cp -L "$file" "$to/$file"
    done ;;
  lsf)
    cd "$from"
    case "$only" in
      '*.files') find . -name '*.files' -printf '%P\\n' ;;
      *) if [ "\${from##*/}" = nights ]; then ls -d */; else find . -type f -printf '%s %P\\n'; fi ;;
    esac ;;
  deletefile) rm "$from" ;;
  delete) if [ -z "$list" ]; then rm -r "$from"; else while read -r file; do rm "$from/$file"; done < "$list"; fi ;;
  *) exit 9 ;;
esac
`;

const wish = { store: "history", keyspace: "shop__history", days: 30, nodes: ["n-0.all.svc"] };

let here = "";
let environment: NodeJS.ProcessEnv = {};
const inBucket = (path: string) => join(here, "buckets/copies/history", path);

function put(path: string, text: string, changed?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  if (changed !== undefined) utimesSync(path, changed, changed);
}

function program(name: string, text: string): void {
  put(join(here, "bin", name), text);
  chmodSync(join(here, "bin", name), 0o755);
}

/** A script in folders of the test's own. */
function script(name: string, text: string): string {
  const path = join(here, name);
  const moved = text
    .replaceAll(copyFolders.files, join(here, "scripts"))
    .replaceAll(`=${copyFolders.work}`, `=${join(here, "work")}`)
    .replaceAll(nodeVolume.mountPath, join(here, "volume"));
  put(path, moved);
  return path;
}

const step = (name: "snapshot.sh" | "keep.sh" | "clear.sh") =>
  run("bash", [script(name, decideCassandraCopy(wish)[name])], { env: environment });

beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), "cassandra-copies-"));
  for (const folder of ["work", "bin", "buckets"]) mkdirSync(join(here, folder));
  environment = {
    PATH: `${join(here, "bin")}:${process.env["PATH"] ?? ""}`,
    BUCKETS: join(here, "buckets"),
    BUCKET_URL: "s3://copies",
  };
  program("rclone", rclone);
  program("hostname", "#!/bin/bash\necho n-0\n");
  put(join(here, "scripts/nodes"), decideCassandraCopy(wish).nodes);
});
afterEach(() => {
  rmSync(here, { recursive: true });
});

const stamp = "2099-01-02T02-00-00Z";
const snapshotOf = (when: string) => join(here, `volume/data/shop__history/visits-1f/snapshots/landbridge-${when}`);

async function there(path: string): Promise<void> {
  for (let tries = 0; tries < 100 && !existsSync(path); tries += 1) await new Promise((go) => setTimeout(go, 50));
  expect(existsSync(path)).toBe(true);
}

/** Has what is beside a node run for as long as something else does. */
async function copying(meanwhile: () => Promise<void>): Promise<void> {
  const copier = spawn("bash", [script("copy.sh", nodeCopyScript(wish).replace("sleep 15", "sleep 0.1"))], {
    env: { ...environment, ADDS: "yes" },
    detached: true,
    stdio: "ignore",
  });
  try {
    await meanwhile();
  } finally {
    if (copier.pid !== undefined) process.kill(-copier.pid);
  }
}

/** What is beside a node, until it said that it is done with a night. */
async function uploaded(when: string): Promise<void> {
  put(inBucket(`nights/${when}/begun`), `${when}\n`);
  await copying(() => there(inBucket(`nights/${when}/n-0.done`)));
}

describe("what is beside a node", () => {
  it("uploads a file once, and another one of its name beside it", async () => {
    put(join(snapshotOf(stamp), "oa-1-big-Data.db"), "old", 1000);
    put(join(snapshotOf(stamp), "schema.cql"), "CREATE", 1000);
    await uploaded(stamp);
    const next = "2099-01-03T02-00-00Z";
    put(join(snapshotOf(next), "oa-1-big-Data.db"), "a new volume's", 2000);
    put(join(snapshotOf(next), "schema.cql"), "CREATE", 1000);
    await uploaded(next);
    expect(readdirSync(inBucket("files/n-0/shop__history/visits-1f")).sort()).toEqual([
      "oa-1-big-Data.db.1000.3",
      "oa-1-big-Data.db.2000.14",
      "schema.cql.1000.6",
    ]);
    expect(readFileSync(inBucket(`nights/${next}/n-0.files`), "utf8")).toBe(
      "shop__history/visits-1f/oa-1-big-Data.db.2000.14\nshop__history/visits-1f/schema.cql.1000.6\n",
    );
  });

  it("waits until a Job says that all nodes made the snapshot", async () => {
    put(join(snapshotOf(stamp), "oa-1-big-Data.db"), "old", 1000);
    program("sleep", `#!/bin/sh\ntouch ${here}/waited\nexec /bin/sleep 0.05\n`);
    await copying(async () => {
      await there(join(here, "waited"));
    });
    expect(readdirSync(join(here, "buckets"))).toEqual([]);
  });

  it("doesn't say that it is done when an upload broke off, and goes on", async () => {
    put(join(snapshotOf(stamp), "oa-1-big-Data.db"), "old", 1000);
    program("rclone", rclone.replace("  copy)", '  copy) [ -e "$BUCKETS/up" ] || { touch "$BUCKETS/up"; exit 1; }'));
    await uploaded(stamp);
    expect(existsSync(inBucket("files/n-0/shop__history/visits-1f/oa-1-big-Data.db.1000.3"))).toBe(true);
  });
});

it("what is beside a node says nothing is done where the bucket has another list of the night, as from somebody else", async () => {
  put(join(snapshotOf(stamp), "oa-1-big-Data.db"), "old", 1000);
  put(inBucket(`nights/${stamp}/begun`), `${stamp}\n`);
  put(inBucket(`nights/${stamp}/n-0.files`), "shop__history/visits-1f/other.1.1\n");
  program("sleep", `#!/bin/sh\ntouch ${here}/waited\nexec /bin/sleep 0.05\n`);
  await copying(async () => {
    await there(join(here, "waited"));
  });
  expect(existsSync(inBucket(`nights/${stamp}/n-0.done`))).toBe(false);
  expect(readFileSync(inBucket(`nights/${stamp}/n-0.files`), "utf8")).toContain("other.1.1");
});

describe("a night", () => {
  const table = "shop__history/visits-1f";
  /** As a node would have uploaded it. */
  function night(when: string, files: readonly string[]): void {
    put(inBucket(`nights/${when}/n-0.files`), files.map((file) => `${file}\n`).join(""));
    put(inBucket(`nights/${when}/n-0.done`), `${when}\n`);
    for (const file of files) put(inBucket(`files/n-0/${file}`), "abc");
    put(join(here, "work/stamp"), `${when}\n`);
  }

  it("is whole when all that nodes say is there", async () => {
    night(stamp, [`${table}/a.1.3`, `${table}/b.1.3`]);
    await step("keep.sh");
    expect(readFileSync(inBucket(`nights/${stamp}/whole`), "utf8")).toBe("n-0\n");
  });

  it.each([
    [
      "isn't there",
      () => {
        rmSync(inBucket(`files/n-0/${table}/a.1.3`));
      },
    ],
    [
      "is too short",
      () => {
        put(inBucket(`files/n-0/${table}/a.1.3`), "ab");
      },
    ],
  ])("fails to be whole when a file %s", async (_, harm) => {
    night(stamp, [`${table}/a.1.3`, `${table}/b.1.3`]);
    harm();
    await expect(step("keep.sh")).rejects.toThrow("n-0 uploaded not all of what it says");
    expect(existsSync(inBucket(`nights/${stamp}/whole`))).toBe(false);
  });

  it("waits for what a node says, also where the bucket has nothing of it yet", async () => {
    night(stamp, [`${table}/a.1.3`]);
    rmSync(inBucket(`nights/${stamp}/n-0.done`));
    program("sleep", `#!/bin/sh\nprintf '${stamp}\\n' > ${inBucket(`nights/${stamp}/n-0.done`)}\n`);
    await step("keep.sh");
    expect(readFileSync(inBucket(`nights/${stamp}/whole`), "utf8")).toBe("n-0\n");
  });

  it("fails to be whole when a node doesn't say what it uploaded", async () => {
    night(stamp, [`${table}/a.1.3`]);
    rmSync(inBucket(`nights/${stamp}/n-0.files`));
    await expect(step("keep.sh")).rejects.toThrow("n-0 doesn't say what its part of the night is made of");
  });

  it("lets an old one go with the files that no other has, and touches none that no night names", async () => {
    night("2020-01-01T02-00-00Z", [`${table}/old.1.3`, `${table}/kept.1.3`]);
    night(stamp, [`${table}/kept.1.3`, `${table}/new.1.3`]);
    put(inBucket(`files/n-0/${table}/arriving.1.3`), "abc");
    await step("keep.sh");
    expect(readdirSync(inBucket(`files/n-0/${table}`)).sort()).toEqual(["arriving.1.3", "kept.1.3", "new.1.3"]);
    expect(readdirSync(inBucket("nights"))).toEqual([stamp]);
  });

  it("fails where a node makes no snapshot, and leaves none on the others", async () => {
    program("curl", `#!/bin/bash\necho "$*" >> ${here}/asked\ncase "$*" in *--data*) exit 22 ;; esac\n`);
    await expect(step("snapshot.sh")).rejects.toThrow("not every node made a snapshot");
    expect(readFileSync(join(here, "asked"), "utf8")).toMatch(/DELETE https:\/\/n-0\.all\.svc:8080\S+=landbridge-20/);
    expect(existsSync(join(here, "work/stamp"))).toBe(false);
  });

  /** Nodes have these snapshots, and what they are asked is written down. */
  const nodesHave = (listed: string) => {
    program("curl", `#!/bin/bash\necho "$*" >> ${here}/asked\ncase "$*" in *DELETE*) ;; *) echo '${listed}' ;; esac\n`);
  };
  const left = '[{"Snapshot name":"landbridge-2020-01-01T02-00-00Z"},{"Snapshot name":"before-the-change"}]';
  const asked = () => readFileSync(join(here, "asked"), "utf8");

  it.each(["snapshot.sh", "clear.sh"] as const)(
    "clears all snapshots of ours in %s, and none of people's",
    async (name) => {
      nodesHave(left);
      await step(name).catch(() => undefined);
      expect([...asked().matchAll(/snapshotNames=(\S+)/g)].map(([, each]) => each)).toEqual([
        "landbridge-2020-01-01T02-00-00Z",
      ]);
    },
  );

  it("ends at once where a keyspace has no tables, of which nothing is in a snapshot", async () => {
    nodesHave(left);
    await expect(step("snapshot.sh")).rejects.toThrow("keyspace shop__history has no tables");
    expect(existsSync(join(here, "work/stamp"))).toBe(false);
  });
});

it("is of all nodes, rack by rack", () => {
  const names = (zones: number, nodes: 3 | 6) =>
    decideCopiedNodes("history", { nodes }, { zones }).map((name) => name.split(".")[0]);
  expect(names(3, 6)).toEqual(
    ["r1", "r2", "r3"].flatMap((rack) => [0, 1].map((index) => `history-history-${rack}-sts-${index}`)),
  );
  expect(names(1, 3)).toEqual([0, 1, 2].map((index) => `history-history-r1-sts-${index}`));
});
