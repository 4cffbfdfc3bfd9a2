import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { decideMarks, lookScript, markScript, warmingCommand, warmingFolder } from "./cache-warming.ts";

// In place of valkey-cli: a file for each key, and how many keys the server of a key dropped: none unless a file says so.
const store = `#!/bin/sh
cd "$(dirname "$0")"
while read -r command key value; do
  case "$command" in
    exists) asked="$key"; if [ -e "keys/$key" ]; then echo 1; else echo 0; fi ;;
    info) echo "# Stats"; echo "evicted_keys:$(cat "dropped/$asked" 2> /dev/null || echo 0)" ;;
    set) if [ -e full ]; then echo "OOM command not allowed"; else : > "keys/$key"; echo OK; fi ;;
    rename) if [ -e "keys/$key" ]; then mv "keys/$key" "keys/$value"; echo OK; else echo "ERR no such key"; fi ;;
  esac
done
`;

const [first = "", second = ""] = decideMarks("catalog:");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "warming-"));
  spawnSync(
    "mkdir",
    ["keys", "dropped", "warm"].map((name) => join(folder, name)),
  );
  writeFileSync(join(folder, "valkey-cli"), store);
  chmodSync(join(folder, "valkey-cli"), 0o755);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(command: readonly string[]): number | null {
  const [program = "", ...words] = command.map((word) => word.replaceAll(warmingFolder, join(folder, "warm")));
  const env = {
    ...{ PATH: `${folder}:${process.env["PATH"] ?? ""}`, MARKS: `${first} ${second}` },
    ...{ STORE_HOST: "prices", STORE_PORT: "6379", STORE_USER: "shop-catalog.warm", STORE_PASSWORD: "secret" },
  };
  return spawnSync(program, words, { env }).status;
}

/** A pod is new, whatever was before. */
function look(): string[] {
  rmSync(join(folder, "warm"), { recursive: true });
  spawnSync("mkdir", [join(folder, "warm")]);
  expect(run(["sh", "-c", lookScript])).toBe(0);
  return readdirSync(join(folder, "warm"));
}
const mark = () => run(["sh", "-c", markScript]);
const fills = (): boolean => {
  rmSync(join(folder, "filled"), { force: true });
  expect(run(warmingCommand(["touch", join(folder, "filled")]))).toBe(0);
  return existsSync(join(folder, "filled"));
};
const lose = (...keys: readonly string[]): void => {
  for (const key of keys)
    for (const ending of ["", ":begun"]) rmSync(join(folder, "keys", key + ending), { force: true });
};

it("fills an empty store once, and leaves a filled one alone", () => {
  expect([look(), fills(), mark()]).toEqual([["cold"], true, 0]);
  expect(readdirSync(join(folder, "keys")).sort()).toEqual([first, second].sort());
  expect([look(), fills(), mark()]).toEqual([["warm"], false, 0]);
});

it("fills again where one shard alone came back empty", () => {
  look();
  mark();
  lose(second);
  expect([look(), fills(), mark(), look()]).toEqual([["cold"], true, 0, ["warm"]]);
});

it("doesn't take a shard for filled that was lost while it was filled, and fills again", () => {
  expect([look(), fills()]).toEqual([["cold"], true]);
  lose(second);
  expect(mark()).toBe(1);
  expect([look(), fills(), mark(), look()]).toEqual([["cold"], true, 0, ["warm"]]);
});

it("writes a mark again without filling where it was dropped for want of room", () => {
  look();
  mark();
  lose(first);
  writeFileSync(join(folder, "dropped", first), "7");
  expect([look(), fills(), mark(), look()]).toEqual([["gone"], false, 0, ["warm"]]);
});

it("doesn't begin to fill what takes no writes", () => {
  writeFileSync(join(folder, "full"), "");
  expect(run(["sh", "-c", lookScript])).toBe(1);
  expect(fills()).toBe(false);
});

it("doesn't fill before it looked", () => {
  expect(fills()).toBe(false);
});
