import { expect, it } from "vitest";
import { checkReplicas } from "./replicas.ts";

const regions = { primary: "here", isRegion: (name: string) => name !== "nowhere", wayOut: "write one" };
const registry = { placement: "managed" as const, mirror: false, logins: {} };

it("refuses a copy where the registry is, and one where nothing is", () => {
  const issues = checkReplicas({ registry: { ...registry, replicateTo: ["there", "here", "nowhere"] } }, regions);
  expect(issues.map(({ path, value }) => [path, value])).toEqual([
    ["registry.replicateTo[1]", "here"],
    ["registry.replicateTo[2]", "nowhere"],
  ]);
});

it("has nothing to say of a registry that exists already", () => {
  expect(checkReplicas({ registry: { placement: "external", host: "r.example.org" } }, regions)).toEqual([]);
});
