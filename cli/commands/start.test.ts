import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as judge from "../../policies/judge.ts";
import { project } from "../fixture/project.ts";

const env = "bitvelocity-local";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Rules of the day aside: what `start` does with a verdict is the question here. */
function withVerdict(failed: boolean): void {
  const real = judge.judgePlan;
  vi.spyOn(judge, "judgePlan").mockImplementation((plan, options) => {
    const judgement = real(plan, options);
    return { ...judgement, summary: { ...judgement.summary, failed } };
  });
}

describe("npm start", () => {
  it("ends as the README shows", async () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const { stdout } = await project().run(`start ${env}`);
    const lines = stdout.split("\n").filter((line) => /^(bitvelocity|Opaque:|Rehearsal|Report|State|Next) /.test(line));
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(readme).toContain(line);
  });

  it("plans, judges, brings up on simulated clouds, reports, and says what to type next", async () => {
    withVerdict(false);
    const { root, run } = project();
    const { code, stdout, stderr } = await run(`start ${env}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^bitvelocity-local on local: \d+ resources\n/);
    expect(stdout).toMatch(/^Opaque: 4 charts/m);
    expect(stdout).toMatch(/^Policies +\d+ hold, \d+ violated/m);
    expect(stdout).toMatch(/^Rehearsal +\d+ created \(simulated clouds, nothing real was made\)$/m);
    expect(stdout).toContain("npx landbridge rehearse destroy bitvelocity-local");
    const report = readFileSync(join(root, `.landbridge/reports/${env}.txt`), "utf8");
    expect(report.startsWith(stdout)).toBe(true);
    expect(report).toContain("PK-GOV-006");
    expect(JSON.parse(readFileSync(join(root, `.landbridge/reports/${env}.json`), "utf8"))).toMatchObject({
      environment: env,
      rehearsal: { interrupted: false, summary: { same: 0 } },
    });
  });

  it("says the second time that nothing changes", async () => {
    withVerdict(false);
    const { run } = project();
    await run(`start ${env}`);
    const { code, stdout } = await run(`start ${env}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Rehearsal +nothing changes, \d+ unchanged/m);
  });

  it("brings nothing up when a mandatory rule doesn't hold, and exits 3", async () => {
    withVerdict(true);
    const { run } = project();
    const { code, stdout } = await run(`start ${env}`);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Rehearsal +not begun: the rules come first$/m);
    expect((await run(`rehearse destroy ${env}`)).stdout).toContain("nothing is there");
  });
});
