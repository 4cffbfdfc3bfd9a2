import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { UsageError } from "../components/kit/errors.ts";
import { listEnvironments } from "../environments/load.ts";
import { planEnvironment } from "../plan/plan-environment.ts";
import { loadPlatform, platformSchema } from "./load.ts";

const root = new URL("..", import.meta.url).pathname;
const prepared = listEnvironments(root)
  .map(({ name }) => loadPlatform(name, root).environment)
  .filter(({ bootstrap }) => bootstrap !== undefined);

describe.each(prepared.map(({ name }) => name))("the account of %s", (name) => {
  const { environment } = loadPlatform(name, root);

  it("is prepared by a stack of its own that holds nothing else, the same to the byte each time", async () => {
    const plan = await planEnvironment(environment, { layer: "bootstrap" });
    expect(JSON.stringify(await planEnvironment(environment, { layer: "bootstrap" }))).toBe(JSON.stringify(plan));
    const types = plan.resources.map(({ type }) => type);
    expect(types.filter((type) => type.startsWith("landbridge:platform:"))).toEqual([
      "landbridge:platform:BootstrapLayer",
    ]);
    expect(plan.resources.every(({ urn }) => urn.startsWith(`urn:pulumi:${name}.bootstrap::`))).toBe(true);
  });

  it("is no part of the platform, whether that is one stack or several", async () => {
    const { resources } = await planEnvironment(environment);
    expect(resources.filter(({ name: child }) => child.startsWith(`${name}-bootstrap`))).toEqual([]);
  });

  it("says where state is, what encrypts its secrets, and what pipelines log in with", async () => {
    const { outputs } = await planEnvironment(environment, { layer: "bootstrap" });
    expect(Object.keys(outputs).sort()).toEqual(["ci", "secretsProvider", "stateUrl"]);
    const { preview, up } = outputs["ci"] as Record<string, { login: object }>;
    expect(Object.keys(preview?.login ?? {})).toEqual(Object.keys(up?.login ?? {}));
    expect(JSON.stringify(outputs)).not.toContain("landbridge:secret");
  });

  it("is protected in any tier, where it holds state", async () => {
    const { resources } = await planEnvironment(environment, { layer: "bootstrap" });
    const kept = resources.filter(({ type }) =>
      /:(?:Bucket|StorageAccount|CryptoKey)$|kms\/key:Key$|:Vault$/.test(type),
    );
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(kept.filter(({ protect }) => !protect)).toEqual([]);
  });
});

it("there is an account to prepare on every cloud that can, in every tier that is shipped", () => {
  expect(prepared.length).toBe(9);
});

it("an environment that doesn't ask for it is refused, with what to write", async () => {
  const { environment } = loadPlatform("bitvelocity-gcp-prod", root);
  const refused = planEnvironment({ ...environment, bootstrap: undefined }, { layer: "bootstrap" });
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow("write bootstrap: { stateRegion: … }");
});

const step = z.looseObject({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() });
const job = z.looseObject({ environment: z.string().optional(), if: z.string(), steps: z.array(step) });
const workflow = z.looseObject({ permissions: z.record(z.string(), z.string()), jobs: z.record(z.string(), job) });

describe("the page about accounts", () => {
  const page = readFileSync(new URL("../docs/bootstrap.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]): unknown => parse(text));
  const [wish, pipeline, ...steps] = blocks;
  const loginOf = async (name: string) => {
    const { outputs } = await planEnvironment(loadPlatform(name, root).environment, { layer: "bootstrap" });
    const { up } = outputs["ci"] as Record<string, { login: object }>;
    return Object.keys(up?.login ?? {}).sort();
  };

  it("shows a block that the schema takes, with its defaults", () => {
    const { bootstrap } = platformSchema.parse({
      cloud: { name: "local", context: "kind-shop" },
      tier: "development",
      owner: "platform",
      costCentre: "cc-1",
      registry: { placement: "external", host: "registry.example.org" },
      ...z.looseObject({}).parse(wish),
    });
    expect(bootstrap?.ci).toMatchObject({ issuer: "github", branch: "main", environment: "production" });
  });

  it("shows a pipeline without a secret, whose job for up names the environment that is trusted", () => {
    const { permissions, jobs } = workflow.parse(pipeline);
    expect(page).not.toContain("secrets.");
    expect(permissions["id-token"]).toBe("write");
    const { bootstrap } = loadPlatform("bitvelocity-gcp-prod", root).environment;
    expect(jobs["up"]?.environment).toBe(bootstrap?.ci?.environment);
    expect(jobs["up"]?.if).toContain(`refs/heads/${bootstrap?.ci?.branch ?? ""}`);
    expect(jobs["preview"]?.environment).toBeUndefined();
  });

  it("shows steps that ask for exactly what the stack's output says", async () => {
    const { jobs } = workflow.parse(pipeline);
    const asked = [
      ...Object.values(jobs).map((one) => one.steps.find(({ uses }) => uses?.includes("auth@"))),
      ...steps.map((one) => z.array(step).parse(one)[0]),
    ].map((one) => Object.keys(one?.with ?? {}).sort());
    const gcp = await loginOf("bitvelocity-gcp-prod");
    expect(asked).toEqual([gcp, gcp, await loginOf("bitvelocity-aws-prod"), await loginOf("bitvelocity-azure-prod")]);
  });
});
