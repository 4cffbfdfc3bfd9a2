import { describe, expect, it } from "vitest";
import { z } from "zod";
import { expectGolden } from "../fixture/golden.ts";
import { project } from "../fixture/project.ts";

const env = "bitvelocity-local";
const file = z.strictObject({
  environment: z.string(),
  cloud: z.string(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  opaque: z.array(z.object({ name: z.string() })),
  resources: z.array(
    z.strictObject({
      urn: z.string(),
      type: z.string(),
      name: z.string(),
      parent: z.string().nullable(),
      provider: z.string().nullable(),
      inputs: z.record(z.string(), z.unknown()),
      dependencies: z.array(z.string()),
      protect: z.boolean(),
    }),
  ),
});

describe("landbridge plan", () => {
  it("counts resources by kind and names the charts that stay opaque", async () => {
    const { code, stdout, stderr } = await project().run(`plan ${env}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^bitvelocity-local on local: \d+ resources\n/);
    expect(stdout).toMatch(/^ +3 {2}kubernetes:apps\/v1:Deployment$/m);
    expect(stdout).toContain("contents are not listed, and rules about them are undecided");
    expectGolden("plan", stdout);
  });

  it("prints JSON with exactly the promised fields, byte for byte the same each time", async () => {
    const first = await project().run(`plan ${env} --json`);
    const second = await project().run(`plan environments/bitvelocity/local.yaml --json`);
    const plan = file.parse(JSON.parse(first.stdout));
    expect(plan.environment).toBe(env);
    expect(plan.resources.length).toBeGreaterThan(50);
    expect(plan.resources.map(({ urn }) => urn)).toEqual(plan.resources.map(({ urn }) => urn).sort());
    expect(second.stdout).toBe(first.stdout);
  });

  it("plans a layer as a stack of its own", async () => {
    const { stdout } = await project().run(`plan ${env} --layer cluster --json`);
    const { resources } = file.parse(JSON.parse(stdout));
    expect(resources.map(({ urn }) => urn.split("::")[0])).toEqual(
      resources.map(() => "urn:pulumi:bitvelocity-local.cluster"),
    );
    expect(resources.some(({ type }) => type === "landbridge:platform:CloudLayer")).toBe(false);
  });

  it("plans the account's own stack, which is no part of the whole", async () => {
    const { stdout } = await project().run("plan bitvelocity-azure-dev --layer bootstrap --json");
    const { resources } = file.parse(JSON.parse(stdout));
    expect(resources.map(({ urn }) => urn.split("::")[0])).toEqual(
      resources.map(() => "urn:pulumi:bitvelocity-azure-dev.bootstrap"),
    );
    const refused = await project().run("plan bitvelocity-local --layer bootstrap");
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("write bootstrap: { stateRegion: … }");
  });
});

describe("landbridge plan --against", () => {
  it("exits 0 and says so when nothing differs", async () => {
    const { run, write } = project();
    write("before.json", (await run(`plan ${env} --json`)).stdout);
    expect(await run(`plan ${env} --against before.json`)).toEqual({
      code: 0,
      stdout: `${env}: no differences\n`,
      stderr: "",
    });
  });

  it("exits 1 and names what was added, removed and changed, with the paths of properties", async () => {
    const { run, write } = project();
    write("before.json", (await run(`plan ${env} --json`)).stdout);
    write(
      "environments/bitvelocity/local.yaml",
      `extends: [../base/bitvelocity.yaml, ../base/laptop.yaml]
cloud: { name: local, context: kind-landbridge }
registry: { placement: external, host: registry.example }
stores: { sessions: null }
domains:
  commerce:
    services:
      order: { uses: { sessions: null }, scale: { min: 1, max: 2 } }
      inventory: { scale: { min: 1, max: 3 } }
      payment: { scale: { min: 1, max: 2 } }
`,
    );
    const { code, stdout } = await run(`plan ${env} --against before.json`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^- kubernetes:apps\/v1:StatefulSet .*-sessions-server-0-0$/m);
    expect(stdout).toMatch(/^~ kubernetes:apps\/v1:Deployment bitvelocity-local-commerce-payment-deployment$/m);
    expect(stdout).toMatch(
      /^ {4}inputs\.spec\.template\.spec\.containers\[0\]\.image: "ghcr\.io\/bitvelocity\/.*" -> "registry\.example\/.*"$/m,
    );
    expect(stdout).toMatch(/\d+ resources? added, \d+ removed, \d+ changed\n$/);

    const asJson = await run(`plan ${env} --against before.json --json`);
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ environment: env, opaque: { added: [] } });
  });

  it.each([
    ["missing.json", undefined, "missing.json can't be read: there is no such file or folder"],
    ["environments", undefined, "environments can't be read: it is a folder"],
    ["cut.json", "{", "cut.json isn't JSON"],
    ["other.json", '{"resources":[]}', "other.json isn't a plan: environment"],
  ])("refuses %s with exit 2", async (name, text, says) => {
    const { run, write } = project();
    if (text !== undefined) write(name, text);
    const { code, stdout, stderr } = await run(`plan ${env} --against ${name}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  it("refuses a plan of another environment", async () => {
    const { run, write } = project();
    write("gcp.json", (await run("plan bitvelocity-gcp-prod --json")).stdout);
    const { code, stderr } = await run(`plan ${env} --against gcp.json`);
    expect(code).toBe(2);
    expect(stderr).toBe("landbridge: the earlier plan is of bitvelocity-gcp-prod, not of bitvelocity-local\n");
  });
});
