import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listEnvironments } from "../environments/load.ts";
import { defaultEnvironments } from "./default-environments.ts";

test("of a system with production its laptop and productions are tried, of another all that it has", () => {
  const entry = (system: string, target: string) => ({ system, name: `${system}-${target}` });
  const all = [...["local", "gcp-dev", "gcp-prod"].map((target) => entry("a", target)), entry("a-b", "aws-dev")];
  expect(defaultEnvironments(all)).toEqual(["a-local", "a-gcp-prod", "a-b-aws-dev"]);
});

test("every shipped system is tried on a laptop and on a cloud", () => {
  const all = listEnvironments(fileURLToPath(new URL("..", import.meta.url)));
  const chosen = defaultEnvironments(all);
  for (const { system } of all) {
    expect(chosen).toContain(`${system}-local`);
    expect(chosen.some((name) => name.startsWith(`${system}-`) && name !== `${system}-local`)).toBe(true);
  }
});
