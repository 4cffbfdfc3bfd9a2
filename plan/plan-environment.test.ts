import { beforeAll, describe, expect, it } from "vitest";
import { listEnvironments } from "../environments/load.ts";
import { loadPlatform } from "../stacks/load.ts";
import { planEnvironment, type PlanOptions } from "./plan-environment.ts";
import type { Plan } from "./planned-resource.ts";

const root = new URL("..", import.meta.url).pathname;
const names = listEnvironments(root).map(({ name }) => name);

function plan(name: string, options?: PlanOptions): Promise<Plan> {
  return planEnvironment(loadPlatform(name).environment, options);
}

// Not by property: the SDK forgets what the unknown result of a function depends on, and only there.
function shape({ resources }: Plan): object[] {
  return resources.map(({ urn, parent, dependencies }) => ({ urn, parent, dependencies }));
}

describe.each(names)("the plan of %s", (name) => {
  // Planned once; what each test compares it with is planned by the test.
  let whole: Plan;
  let cloud: Plan;
  beforeAll(async () => {
    [whole, cloud] = [await plan(name), await plan(name, { layer: "cloud" })];
  });

  it("is the same to the byte, and has the same digest, when it is made again", async () => {
    expect(JSON.stringify(await plan(name))).toBe(JSON.stringify(whole));
  });

  it("decides nothing by a placeholder: other ones, and unknowns, give the same resources and dependencies", async () => {
    expect(shape(await plan(name, { stand: { salt: "'" } }))).toEqual(shape(whole));
    expect(shape(await plan(name, { stand: { mode: "unknowns" } }))).toEqual(shape(whole));
  });

  it("names every provider, so that no default one is ever used", () => {
    const made = whole.resources.filter(({ custom, remote, type }) => custom && !remote && !type.startsWith("pulumi:"));
    expect(made.filter(({ provider }) => provider === undefined).map(({ urn }) => urn)).toEqual([]);
  });

  it("gives in layers what it gives in one stack, under URNs that differ only by the stack", async () => {
    const layers = [cloud, await plan(name, { layer: "cluster" })];
    const withoutStack = (urn: string): string => urn.split("::").slice(1).join("::");
    const inLayers = layers.flatMap(({ resources }) => resources).map(({ urn }) => withoutStack(urn));
    const root = (urn: string): boolean => urn.startsWith("landbridge::pulumi:pulumi:Stack::");
    const distinct = [...new Set(inLayers)].filter((urn) => !root(urn)).sort();
    const expected = whole.resources.map(({ urn }) => withoutStack(urn)).filter((urn) => !root(urn));
    expect(distinct).toEqual(expected.sort());
  });

  it("has another digest for another request", async () => {
    const { environment } = loadPlatform(name);
    expect((await planEnvironment({ ...environment, owner: "somebody-else" })).digest).not.toBe(whole.digest);
    expect(cloud.digest).not.toBe(whole.digest);
  });
});
