import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planProgram } from "../plan/host.ts";
import program from "./own-stack.ts";

describe("a stack of one's own", () => {
  it("plans a domain with its stores, every resource under an explicit provider", async () => {
    const { resources } = await planProgram(program);
    const kinds = resources.map(({ type }) => type);
    expect(kinds).toContain("kubernetes:postgresql.cnpg.io/v1:Cluster");
    expect(kinds.filter((kind) => kind === "kubernetes:apps/v1:Deployment")).toHaveLength(3);
    const made = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    expect(made.filter(({ provider }) => provider === undefined)).toEqual([]);
  });

  it("stands in the README as it is run here", () => {
    const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
    const body = read("./own-stack.ts");
    expect(read("../README.md")).toContain(body.slice(body.indexOf("export default")).trimEnd());
  });
});
