import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** What a cloud's folder may hold, in every cloud: who knows one finds the same thing in the others. */
const folders = [
  "account",
  "cluster",
  "databases",
  "edge",
  "events",
  "messaging",
  "network",
  "objects",
  "registry",
  "rights",
] as const;

/** Files that every cloud has at its folder's root. */
const roots = ["capabilities.ts", "cloud.ts", "contract.test.ts", "entry.ts", "environment.fixture.ts", "settings.ts"];

const clouds = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(clouds.map(({ name }) => name))("the folder of %s", (cloud) => {
  const entries = readdirSync(new URL(`${cloud}/`, import.meta.url), { withFileTypes: true });

  it("has no folder that other clouds wouldn't have", () => {
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(names.filter((name) => !folders.some((folder) => folder === name))).toEqual([]);
  });

  it("has its way in, its settings and its answers at the root", () => {
    const names = entries.map(({ name }) => name);
    expect(roots.filter((file) => !names.includes(file))).toEqual([]);
  });

  it("keeps what makes resources below the root", () => {
    const atRoot = entries.filter(({ name }) => name.endsWith(".ts")).length;
    expect(atRoot).toBeLessThanOrEqual(20);
  });
});

it("the decisions stand in the same folders as what they are for", () => {
  const kit = readdirSync(new URL("../kit/", import.meta.url), { withFileTypes: true });
  const names = kit.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // What runs in the cluster, and who watches it, is no cloud's.
  const portable = ["monitoring", "workloads"];
  expect(names.filter((name) => ![...portable, ...folders].includes(name))).toEqual([]);
});
