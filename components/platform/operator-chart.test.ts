import { Provider } from "@pulumi/kubernetes/provider.js";
import type { ResourceTransformArgs, ResourceTransformResult } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { planProgram } from "../../plan/host.ts";
import { keepDefinitions } from "./operator-chart.ts";

async function optionsOf(type: string, withProvider: boolean): Promise<ResourceTransformResult | undefined> {
  let result: ResourceTransformResult | undefined;
  await planProgram(async () => {
    const provider = withProvider ? new Provider("definitions", {}) : undefined;
    const args: ResourceTransformArgs = { custom: true, type, name: "a", props: { kept: 1 }, opts: { protect: true } };
    result = await keepDefinitions(provider)(args);
  });
  return result;
}

const definition = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

describe("custom resource definitions of a chart", () => {
  it("stay in the cluster when the chart goes", async () => {
    expect(await optionsOf(definition, false)).toEqual({
      props: { kept: 1 },
      opts: { protect: true, retainOnDelete: true },
    });
  });

  it("are applied by the provider that takes over those that stayed", async () => {
    expect((await optionsOf(definition, true))?.opts).toHaveProperty("provider");
  });

  it("are all that is changed of a chart", async () => {
    expect(await optionsOf("kubernetes:apps/v1:Deployment", true)).toBeUndefined();
  });
});
