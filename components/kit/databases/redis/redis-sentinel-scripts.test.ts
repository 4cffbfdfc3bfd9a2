import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { redisFiles, redisFolders } from "./redis-scripts.ts";
import { sentinelKeep, sentinelPasswordFile } from "./redis-sentinel-scripts.ts";

// In place of valkey-cli: a sentinel says what files hold and writes down what it is told; servers in a list refuse the new password.
const sentinel = `#!/bin/sh
cd "$(dirname "$0")"
case "$*" in
  *"--user sentinel"*" ping") for host in $(cat refusing); do case "$*" in *"-h $host."*) echo "AUTH failed: WRONGPASS"; exit 1 ;; esac; done; echo PONG ;;
  *"sentinel replicas"*) cat replicas ;;
  *"sentinel master"*) cat master ;;
  *"sentinel reset"*) echo reset >> told ;;
  *auth-pass*) echo auth-pass >> told ;;
  *sentinel-pass*) echo sentinel-pass >> told ;;
esac
`;
const hostOf = (pod: string): string => `${pod}.nodes`;
const said = (pod: string, flags: string): string => `name\n${pod}\nip\n${hostOf(pod)}\nport\n6379\nflags\n${flags}\n`;

let folder: string;
const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-"));
  write("valkey-cli", sentinel);
  // One round, without waiting.
  write("sleep", `#!/bin/sh\n[ "$1" = 0 ] || [ ! -e "${folder}/slept" ] || exit 1\n: > "${folder}/slept"\n`);
  for (const program of ["valkey-cli", "sleep"]) chmodSync(join(folder, program), 0o755);
  for (const name of ["refusing", "sentinels.acl", redisFiles.adminPassword, sentinelPasswordFile]) write(name, "");
  write("members", "s-0-0-0\ns-0-1-0\n");
  write("master", said("s-0-0-0", "master"));
  write("replicas", said("s-0-1-0", "slave"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What the sentinel was told in one round. */
function told(): string[] {
  const { users, beat, members } = redisFolders;
  const here = [users, beat, members].reduce((script, place) => script.replaceAll(place, folder), sentinelKeep);
  const env = {
    ...{ PATH: `${folder}:${process.env["PATH"] ?? ""}`, PASSWORD_FILE: join(folder, redisFiles.adminPassword) },
    ...{ CA_FILE: "/ca", DOMAIN: "nodes", PORT: "26379", SERVER_PORT: "6379", POD_IP: "10.0.0.1" },
    ...{ POD_NAME: "s-sentinel-0", SENTINELS: "s-sentinel-0 s-sentinel-1", STORE: "s" },
  };
  spawnSync("sh", ["-c", here], { env });
  const file = join(folder, "told");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}
const gone = said("s-0-2-0", "s_down,slave,disconnected");

it("forgets who is gone and no longer wished for, while all others are well", () => {
  write("replicas", said("s-0-1-0", "slave") + gone);
  expect(told()).toContain("reset");
});

it("forgets nobody who is wished for, or who is well", () => {
  write("replicas", said("s-0-1-0", "s_down,slave") + said("s-0-2-0", "slave"));
  expect(told()).not.toContain("reset");
});

it.each([
  ["the leader is down", said("s-0-0-0", "s_down,master"), said("s-0-1-0", "slave")],
  ["another is being made leader", said("s-0-0-0", "master,failover_in_progress"), said("s-0-1-0", "slave")],
  ["a follower is down", said("s-0-0-0", "master"), said("s-0-1-0", "s_down,slave")],
  ["a follower isn't known", said("s-0-0-0", "master"), ""],
])("forgets nobody while %s, who would be all that could take over", (_, master, replicas) => {
  write("master", master);
  write("replicas", replicas + gone);
  expect(told()).not.toContain("reset");
});

it("is told its password once no server and no other sentinel refuses it", () => {
  for (const refusing of ["s-0-1-0", "s-sentinel-1"]) {
    write("refusing", refusing);
    expect(told()).toEqual([]);
    rmSync(join(folder, "slept"));
  }
  write("refusing", "");
  expect(told()).toEqual(["auth-pass", "sentinel-pass"]);
});
