import { describe, expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { listEnvironments } from "../environments/load.ts";
import { cloudSettings } from "../components/clouds/table.ts";
import { expectGolden } from "./fixture/golden.ts";
import { project } from "./fixture/project.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const shipped = listEnvironments(root).map(({ name }) => name);
const clouds = cloudSettings.options.map(({ shape }) => shape.name.value).filter((cloud) => cloud !== "local");

describe("the shipped environments", () => {
  it("are one system on every cloud, in production, staging and development", () => {
    const wanted = clouds.flatMap((cloud) => ["prod", "staging", "dev"].map((tier) => `bitvelocity-${cloud}-${tier}`));
    expect(shipped).toEqual(expect.arrayContaining(wanted));
  });

  it.each(clouds)("has the inventory in production on %s that is written down", async (cloud) => {
    const environment = `bitvelocity-${cloud}-prod`;
    const { code, stdout } = await project().run(`plan ${environment}`);
    expect(code).toBe(0);
    expectGolden(`inventory-${environment}`, stdout);
  });

  it.each(clouds)("has the capacity in production on %s that is written down", async (cloud) => {
    const { code, stdout } = await project().run(`capacity bitvelocity-${cloud}-prod`);
    expect(code).toBe(0);
    expectGolden(`capacity-${cloud}-prod`, stdout);
  });

  it.each(clouds)(
    "rehearses production on %s: up, nothing to do, and away again",
    async (cloud) => {
      const { run } = project();
      const environment = `bitvelocity-${cloud}-prod`;
      const codes: number[] = [];
      for (const line of [`up ${environment}`, `up ${environment}`, `unprotect ${environment} --yes`]) {
        codes.push((await run(`rehearse ${line}`)).code);
      }
      const { code, stdout } = await run(`rehearse destroy ${environment} --yes`);
      expect([...codes, code]).toEqual([0, 0, 0, 0]);
      expect(stdout).toMatch(new RegExp(`^${environment}: \\d{3} deleted, on simulated clouds$`, "m"));
    },
    60_000,
  );

  const pairs = clouds.flatMap((left, index) => clouds.slice(index + 1).map((right) => [left, right] as const));
  it.each(pairs)("has a reason for every difference between production on %s and on %s", async (left, right) => {
    const { code, stdout, stderr } = await project().run(`parity bitvelocity-${left}-prod bitvelocity-${right}-prod`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectGolden(`parity-${left}-${right}`, stdout);
  });
});
