import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import { Config, ComponentResource, interpolate, output } from "@pulumi/pulumi";
import { registerResourceTransform } from "@pulumi/pulumi/runtime/index.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { planProgram, type ProgramPlan } from "./host.ts";
import { isSecret, placeholder, placeholdersIn, type PlannedResource } from "./planned-resource.ts";

const stack = "shop-test";
const head = `urn:pulumi:${stack}::landbridge::`;

function find({ resources }: ProgramPlan, name: string): PlannedResource {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`${name} isn't planned`);
  return found;
}

function seenIn(keepers: unknown): string {
  return z.object({ seen: z.string() }).safeParse(keepers).data?.seen ?? "";
}

function shop(): object {
  const provider = new Provider("k8s", { kubeconfig: "~/.kube/config", context: "kind-shop" });
  const shopComponent = new ComponentResource(
    "landbridge:test:Shop",
    "shop",
    { size: "small" },
    { providers: [provider] },
  );
  const namespace = new Namespace("shop-ns", { metadata: { name: "shop" } }, { parent: shopComponent });
  const password = new RandomPassword("shop-password", { length: 32 });
  const secret = new Secret(
    "shop-secret",
    {
      metadata: { name: "db", namespace: namespace.metadata.name },
      stringData: { url: interpolate`pg://app:${password.result}@db` },
    },
    {
      parent: shopComponent,
      dependsOn: [namespace],
      protect: true,
      aliases: [{ name: "old-secret" }],
      customTimeouts: { create: "10m" },
    },
  );
  return { namespace: namespace.metadata.name, secret: secret.stringData };
}

describe("a planned program", () => {
  it("keeps URNs, parents, dependencies, providers, aliases, protect and timeouts", async () => {
    const plan = await planProgram(shop, { stack });
    expect(find(plan, "shop-secret")).toMatchObject({
      urn: `${head}landbridge:test:Shop$kubernetes:core/v1:Secret::shop-secret`,
      parent: `${head}landbridge:test:Shop::shop`,
      provider: `${head}pulumi:providers:kubernetes::k8s`,
      dependencies: [
        `${head}landbridge:test:Shop$kubernetes:core/v1:Namespace::shop-ns`,
        `${head}random:index/randomPassword:RandomPassword::shop-password`,
      ],
      propertyDependencies: { metadata: [`${head}landbridge:test:Shop$kubernetes:core/v1:Namespace::shop-ns`] },
      aliases: [`${head}landbridge:test:Shop$kubernetes:core/v1:Secret::old-secret`],
      protect: true,
      timeouts: { create: "10m" },
    });
  });

  it("holds a secret as a marker and its text nowhere", async () => {
    const canary = "canary-4f1c";
    const plan = await planProgram(() => ({ leaked: new Config("shop").requireSecret("token"), ...shop() }), {
      stack,
      config: { "shop:token": canary },
    });
    expect(isSecret(find(plan, "shop-secret").inputs["stringData"])).toBe(true);
    expect(isSecret(plan.outputs["leaked"])).toBe(true);
    expect(JSON.stringify(plan)).not.toContain(canary);
  });

  it("is the same to the byte when it is made again", async () => {
    const [first, second] = [await planProgram(shop, { stack }), await planProgram(shop, { stack })];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it("is the same whether the SDK is spared its detours or not", async () => {
    const [quick, plain] = [await planProgram(shop, { stack }), await planProgram(shop, { stack, quick: false })];
    expect(quick).toEqual(plain);
  });

  it("throws what the program throws, and is none the worse for the next", async () => {
    await expect(planProgram(() => Promise.reject(new TypeError("of the user")))).rejects.toThrow("of the user");
    await expect(
      planProgram(() =>
        output(1).apply(() => {
          throw new RangeError("inside apply");
        }),
      ),
    ).rejects.toThrow("inside apply");
    await expect(planProgram(shop)).resolves.toBeDefined();
  });

  it("fails when two resources have the same URN", async () => {
    const twice = (): void => {
      new ComponentResource("landbridge:test:A", "a");
      new ComponentResource("landbridge:test:A", "a");
    };
    await expect(planProgram(twice)).rejects.toThrow("a (landbridge:test:A) is registered twice");
  });
});

describe("a placeholder", () => {
  it("carries URN and property, survives apply, and shows where it was put", async () => {
    const plan = await planProgram(
      () => {
        const password = new RandomPassword("pw", { length: 8 }, { additionalSecretOutputs: [] });
        return { id: interpolate`id is ${password.id}` };
      },
      { stack },
    );
    const urn = `${head}random:index/randomPassword:RandomPassword::pw`;
    expect(plan.outputs["id"]).toBe(`id is ${placeholder(urn, "id")}`);
    expect(placeholdersIn(`id is ${placeholder(urn, "id")}`)).toEqual([{ urn, property: "id" }]);
  });

  it("stands inside of a list, and in what a function answers, where it is said to", async () => {
    const token = "azure-native:containerservice:listManagedClusterUserCredentials";
    const ask = (): object => {
      const answer = listManagedClusterUserCredentialsOutput({ resourceGroupName: "shop", resourceName: "shop" });
      return { text: answer.kubeconfigs.apply(([first]) => first?.value ?? "none") };
    };
    const nested = { [token]: ["kubeconfigs.0.value"] };
    const urn = `urn:pulumi:${stack}::landbridge::${token}::invoke-e4c2b7`;
    expect((await planProgram(ask, { stack, nested })).outputs["text"]).toBe(placeholder(urn, "kubeconfigs.0.value"));
    expect((await planProgram(ask, { stack })).outputs["text"]).toEqual({ "landbridge:unknown": true });
  });

  it("becomes unknown where the engine's preview would have it so", async () => {
    const plan = await planProgram(() => ({ id: new RandomPassword("pw", { length: 8 }).id }), {
      stack,
      mode: "unknowns",
    });
    expect(plan.outputs["id"]).toEqual({ "landbridge:unknown": true });
  });
});

describe("transforms", () => {
  it("are applied as the engine does: own, then ancestors', then the stack's", async () => {
    const plan = await planProgram(
      () => {
        const add = (word: string) => (args: { props: Record<string, unknown>; opts: object }) => ({
          props: { ...args.props, keepers: { seen: `${seenIn(args.props["keepers"])}${word}` } },
          opts: args.opts,
        });
        registerResourceTransform(add("stack"));
        const parent = new ComponentResource(
          "landbridge:test:A",
          "a",
          {},
          { transforms: [(args) => (args.custom ? add("parent ")(args) : undefined)] },
        );
        new RandomPassword("a-pw", { length: 8 }, { parent, transforms: [add("own ")] });
      },
      { stack },
    );
    expect(find(plan, "a-pw").inputs["keepers"]).toEqual({ seen: "own parent stack" });
  });

  it("can protect, and refuse to be lost where a plan can't follow them", async () => {
    const protectedPlan = await planProgram(
      () =>
        new RandomPassword(
          "pw",
          { length: 8 },
          { transforms: [({ props, opts }) => ({ props, opts: { ...opts, protect: true } })] },
        ),
    );
    expect(find(protectedPlan, "pw").protect).toBe(true);
    const lost = planProgram(
      () =>
        new RandomPassword(
          "pw",
          { length: 8 },
          { transforms: [({ props, opts }) => ({ props, opts: { ...opts, version: "9.9.9" } })] },
        ),
    );
    await expect(lost).rejects.toThrow("sets version, which a plan can't follow");
  });
});

describe("the surroundings", () => {
  afterEach(() => {
    delete process.env["KUBECONFIG"];
  });

  it("are hidden from the program and put back", async () => {
    process.env["KUBECONFIG"] = "/somebody/elses/cluster";
    const plan = await planProgram(() => new Provider("k8s", {}));
    expect(find(plan, "k8s").inputs).not.toHaveProperty("kubeconfig");
    expect(process.env["KUBECONFIG"]).toBe("/somebody/elses/cluster");
  });
});
