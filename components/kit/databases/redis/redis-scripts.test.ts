import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { redisAlive, redisAsk, redisFiles, redisFolders, reloadUsers } from "./redis-scripts.ts";

// In place of valkey-cli: knows one password, and the next one after `acl load`. Writes down what it was asked.
const server = `#!/bin/sh
cd "$(dirname "$0")"
if [ "$VALKEYCLI_AUTH" != "$(cat password)" ]; then echo "AUTH failed: WRONGPASS invalid username-password pair" >&2; exit 1; fi
case "$*" in *"acl load") echo load >> asked; cat next > password ;; *"masterauth"*) echo masterauth >> asked ;; *ping) echo PONG ;; esac
`;

describe("what stands beside a server of Redis", () => {
  let folder: string;
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  const asked = (): string[] =>
    existsSync(join(folder, "asked")) ? readFileSync(join(folder, "asked"), "utf8").trim().split("\n") : [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "redis-"));
    write("valkey-cli", server);
    chmodSync(join(folder, "valkey-cli"), 0o755);
    write("password", "first");
    secret("first");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** The Secret as the kubelet brings it. */
  function secret(password: string): void {
    write(redisFiles.adminPassword, password);
    write(redisFiles.replicationPassword, password);
    write("users.acl", `user landbridge >${password}`);
    write("next", password);
  }

  function run(script: string): number | null {
    const { users, beat } = redisFolders;
    const here = script.replaceAll(users, folder).replaceAll(beat, folder);
    const env = {
      ...{ PATH: `${folder}:${process.env["PATH"] ?? ""}`, PASSWORD_FILE: join(folder, redisFiles.adminPassword) },
      ...{ CA_FILE: "/ca", PORT: "6379", POD_IP: "10.0.0.1" },
    };
    return spawnSync("sh", ["-c", here], { env, encoding: "utf8" }).status;
  }
  const keep = (...rounds: readonly string[]): number | null =>
    run([`set -u`, redisAsk, reloadUsers, ...rounds].join("\n"));

  it("has the server read users when they changed, and not again", () => {
    keep("reload", "reload");
    expect(asked()).toEqual(["masterauth", "load"]);
  });

  it("tells the server of another password of the administrator's by the one that it knew last, also after a restart of its own", () => {
    keep("reload");
    secret("second");
    keep("reload");
    expect(readFileSync(join(folder, "password"), "utf8")).toBe("second");
    secret("third");
    keep("reload");
    expect(readFileSync(join(folder, "password"), "utf8")).toBe("third");
  });

  it("takes a server for alive that hasn't heard of the password yet, and not one that says nothing", () => {
    secret("second");
    expect(run(redisAlive)).toBe(0);
    write("valkey-cli", "#!/bin/sh\nexit 1\n");
    expect(run(redisAlive)).toBe(1);
  });
});
