import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildArguments, programFolder } from "./programs.ts";

const goMod = readFileSync(join(import.meta.dirname, "go.mod"), "utf8");

test("the programs are told their version, without which they end at their start", () => {
  const flags = buildArguments(goMod).join(" ");
  const [, minor = ""] = /k8s\.io\/kubernetes v1\.(\d+)\./.exec(goMod) ?? [];
  expect(flags).toMatch(new RegExp(`gitVersion=v1\\.${minor}\\.\\d+ .*gitMinor=${minor} `));
  expect(() => buildArguments("module a\n")).toThrow("k8s.io/kubernetes");
});

test("every library of Kubernetes has the version of the release", () => {
  const [, release = ""] = /k8s\.io\/kubernetes v1\.(\d+\.\d+)/.exec(goMod) ?? [];
  const replaced = [...goMod.matchAll(/^\t(k8s\.io\/\S+) => (\S+) v0\.(\S+)$/gm)];
  expect(replaced.length).toBeGreaterThan(30);
  for (const [, from, to, version] of replaced) expect([from, version]).toEqual([to, release]);
});

test("what is built from something else is another build, below the user's cache", () => {
  const env = { XDG_CACHE_HOME: "/cache" };
  expect(programFolder(["a", "b"], env)).toMatch(/^\/cache\/landbridge\/control-plane\/[0-9a-f]{16}$/);
  expect(programFolder(["a", "b"], env)).toBe(programFolder(["a", "b"], env));
  expect(programFolder(["a", "c"], env)).not.toBe(programFolder(["a", "b"], env));
  expect(programFolder(["ab", ""], env)).not.toBe(programFolder(["a", "b"], env));
});
