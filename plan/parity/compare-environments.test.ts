import { beforeAll, describe, expect, it } from "vitest";
import { loadPlatform } from "../../stacks/load.ts";
import { planEnvironment } from "../plan-environment.ts";
import type { Plan } from "../planned-resource.ts";
import { compareEnvironments, type ParitySide } from "./compare-environments.ts";
import { unexplained, type Parity, type ParitySectionName } from "./row.ts";

const sides = new Map<string, ParitySide>();

beforeAll(async () => {
  for (const name of ["bitvelocity-gcp-prod", "bitvelocity-local"]) {
    const { environment, origins } = loadPlatform(name);
    sides.set(name, { environment, origins, plan: await planEnvironment(environment) });
  }
});

const side = (name: string): ParitySide => {
  const found = sides.get(name);
  if (found === undefined) throw new Error(`${name} isn't planned`);
  return found;
};
const changed = (change: (plan: Plan) => Partial<Plan>): ParitySide => {
  const { plan, ...rest } = side("bitvelocity-gcp-prod");
  return { ...rest, plan: { ...plan, ...change(plan) } };
};
const rowsOf = (parity: Parity, name: ParitySectionName) =>
  parity.sections.find((section) => section.name === name)?.rows ?? [];
const otherRows = (parity: Parity) =>
  parity.sections.flatMap(({ rows }) => rows).filter((row) => row.verdict !== "equal");

describe("two environments side by side", () => {
  it("are equal in everything when they are the same", () => {
    const parity = compareEnvironments(side("bitvelocity-gcp-prod"), side("bitvelocity-gcp-prod"));
    expect(otherRows(parity)).toEqual([]);
    for (const { rows } of parity.sections) expect(rows).not.toEqual([]);
  });

  it("differ where a contract's method made nothing, and nobody has explained it", () => {
    const without = changed(({ resources }) => ({
      resources: resources.filter(({ type }) => !type.endsWith(":Registry")),
    }));
    const parity = compareEnvironments(side("bitvelocity-gcp-prod"), without);
    expect(unexplained(parity)).toEqual([
      { subject: "Registry registry", verdict: "missing", left: "made by the cloud", right: "", why: "" },
    ]);
  });

  it("differ in the property of an object, and nobody has explained it", () => {
    const other = changed(({ resources }) => ({
      resources: resources.map((resource) =>
        resource.type === "kubernetes:core/v1:Namespace" && resource.inputs.metadata !== undefined
          ? { ...resource, inputs: { ...resource.inputs, immutable: true } }
          : resource,
      ),
    }));
    const open = unexplained(compareEnvironments(side("bitvelocity-gcp-prod"), other));
    expect(open.map(({ property, left, right }) => [property, left, right])).toContainEqual(["immutable", "", "true"]);
  });

  it("differ in the shape of their outputs, never in computed values", () => {
    const salted = changed(({ outputs }) => ({ outputs: { ...outputs, platform: { version: "one" } } }));
    const rows = rowsOf(compareEnvironments(side("bitvelocity-gcp-prod"), salted), "outputs");
    expect(rows.find(({ subject }) => subject === "platform.version")).toMatchObject({
      verdict: "different",
      left: "a number",
      right: "a string",
    });
    expect(rows.find(({ subject }) => subject === "platform.apiServer")?.verdict).toBe("missing");
  });

  it("explain what people wrote by the lines in which they wrote it", () => {
    const rows = rowsOf(compareEnvironments(side("bitvelocity-gcp-prod"), side("bitvelocity-local")), "wishes");
    expect(rows.find(({ subject }) => subject === "tier")?.why).toMatch(
      /^environments\/base\/production\.yaml:\d+; environments\/base\/laptop\.yaml:\d+$/,
    );
    expect(rows.some(({ subject }) => /^(cloud|policies)\./.test(subject))).toBe(false);
  });

  it("explain what a cloud can't do by its table of capabilities", () => {
    const rows = rowsOf(compareEnvironments(side("bitvelocity-gcp-prod"), side("bitvelocity-local")), "capabilities");
    for (const { verdict, why } of rows) expect(why === "").toBe(verdict === "equal");
  });

  it("name the charts that could not be compared, and hold no secret", () => {
    const parity = compareEnvironments(side("bitvelocity-gcp-prod"), side("bitvelocity-local"));
    expect(parity.opaque).not.toEqual([]);
    expect(JSON.stringify(parity)).not.toContain("the secret ");
  });
});
