import { describe, expect, it, vi } from "vitest";
import { expectGolden } from "../fixture/golden.ts";
import { project } from "../fixture/project.ts";

const env = "bitvelocity-local";
// Excused from nothing, and with a service whose image can't be pulled again as it was.
const wrong = "environments/bitvelocity/local.yaml";

describe("landbridge check", () => {
  it("names what stops the platform, what is worth knowing, and the figures", async () => {
    const { code, stdout, stderr } = await project().run(`check ${env}`);
    expect(stderr).toBe("");
    expect(stdout).toContain("PK-GOV-006 charts-are-rendered");
    expect(stdout).toMatch(/^bitvelocity-local \(development\): \d+ resources, \d+ hold, /m);
    expect(code).toBe(stdout.includes("Stops the platform") ? 3 : 0);
    expectGolden("check", stdout);
  });

  it("exits 3 when a mandatory rule doesn't hold", async () => {
    const { run, write } = project();
    write(wrong, `${localFile}policies:\n  exemptions:\n    - ${JSON.stringify(expired)}\n`);
    const { code, stdout } = await run(`check ${env} --today 2026-11-21`);
    expect(code).toBe(3);
    expect(stdout).toContain("PK-GOV-005");
    expect(stdout).toContain("it expired on 2026-11-20");
  });

  it("judges on the day that --today names, else on today's", async () => {
    const { run, write } = project();
    write(wrong, `${localFile}policies:\n  exemptions:\n    - ${JSON.stringify(expired)}\n`);
    expect((await run(`check ${env} --today 2026-11-20`)).stdout).not.toContain("it expired on");
    expect((await run(`check ${env}`)).stdout).toContain("it expired on 2026-11-20");
  });

  it("applies the packs that are named, and no other", async () => {
    const { run } = project();
    const all = await run(`check ${env} --json`);
    const cost = await run(`check ${env} --pack cost --json`);
    expect(cost.stdout.length).toBeLessThan(all.stdout.length / 2);
    const both = await run(`check ${env} --pack cost security --format json`);
    expect(both.stdout.length).toBeGreaterThan(cost.stdout.length);
  });

  it("judges by the stricter of the environment's tier and --least-tier, never by a laxer one", async () => {
    const { run } = project();
    const tierOf = async (line: string): Promise<unknown> => JSON.parse((await run(`check ${line} --json`)).stdout);
    expect(await tierOf(`${env} --least-tier production`)).toMatchObject({ summary: { tier: "production" } });
    expect(await tierOf(`${env} --least-tier development`)).toMatchObject({ summary: { tier: "development" } });
    expect(await tierOf("bitvelocity-gcp-prod --least-tier staging")).toMatchObject({
      summary: { tier: "production" },
    });
    expect((await run(`check ${env}`)).code).toBe(0);
    expect((await run(`check ${env} --least-tier production`)).code).toBe(3);
    expect((await run(`check ${env} --least-tier none`)).code).toBe(2);
  });

  it("prints JSON that is the same for --json and --format json", async () => {
    const { run } = project();
    const short = await run(`check ${env} --json`);
    expect(JSON.parse(short.stdout)).toMatchObject({ environment: env, summary: { opaqueCharts: 4 } });
    expect((await run(`check ${env} --format json`)).stdout).toBe(short.stdout);
  });

  it("prints SARIF 2.1.0 for code scanning and JUnit for CI, each the same every time", async () => {
    const { run } = project();
    const sarif = await run(`check ${env} --format sarif`);
    expect(JSON.parse(sarif.stdout)).toMatchObject({ version: "2.1.0", runs: [{ tool: { driver: {} } }] });
    expect((await run(`check ${env} --format sarif`)).stdout).toBe(sarif.stdout);
    const junit = await run(`check ${env} --format junit`);
    expect(junit.stdout).toMatch(/^<\?xml version="1\.0"[^]*<testsuite/);
    expect((await run(`check ${env} --format junit`)).stdout).toBe(junit.stdout);
  });

  it("never asks a network", async () => {
    const fetch = vi.spyOn(globalThis, "fetch");
    await project().run(`check ${env}`);
    expect(fetch).not.toHaveBeenCalled();
  });
});

const expired = {
  rule: "PK-WKL-018",
  resource: "kubernetes:apps/v1:Deployment/*commerce-order*",
  reason: "waits for the registry to give digests",
  owner: "commerce-team",
  ticket: "SHOP-1",
  approvedBy: "security-team",
  expires: "2026-11-20",
};

const localFile = `extends: [../base/bitvelocity.yaml, ../base/laptop.yaml]
cloud: { name: local, context: kind-landbridge }
registry: { placement: external, host: ghcr.io/bitvelocity }
`;
