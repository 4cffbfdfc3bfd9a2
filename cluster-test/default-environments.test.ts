import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listEnvironments } from "../environments/load.ts";
import { defaultEnvironments } from "./default-environments.ts";

test("of a system with production its laptops and productions are tried, of another all that it has", () => {
  const entry = (system: string, target: string) => ({ system, name: `${system}-${target}` });
  const all = [
    ...["local", "local-devices", "gcp-dev", "gcp-prod"].map((target) => entry("a", target)),
    entry("a-b", "aws-dev"),
  ];
  expect(defaultEnvironments(all)).toEqual(["a-local", "a-local-devices", "a-gcp-prod", "a-b-aws-dev"]);
  const named = ["gcp-dev", "gcp-prod", "localized"].map((target) => entry("a-local-shop", target));
  expect(defaultEnvironments(named)).toEqual(["a-local-shop-gcp-prod"]);
});

test("every shipped system is tried on a laptop and on a cloud", () => {
  const all = listEnvironments(fileURLToPath(new URL("..", import.meta.url)));
  const chosen = defaultEnvironments(all);
  expect(chosen).toContain("bitvelocity-local-devices");
  for (const { system } of all) {
    expect(chosen).toContain(`${system}-local`);
    expect(chosen.some((name) => name.startsWith(`${system}-`) && !name.startsWith(`${system}-local`))).toBe(true);
  }
});
