import { describe, expect, it } from "vitest";
import { planEnvironment } from "../plan/plan-environment.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../plan/planned-resource.ts";
import { loadPlatform } from "./load.ts";

const root = new URL("..", import.meta.url).pathname;

async function planOf(name: string): Promise<readonly PlannedResource[]> {
  return (await planEnvironment(loadPlatform(name, root).environment)).resources;
}

function at(value: PlannedValue | undefined, path: string): PlannedValue | undefined {
  return path
    .split(".")
    .reduce<PlannedValue | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

describe("the cluster layer", () => {
  it("runs an autoscaler for the very cluster and account that the cloud gave rights to, where the cloud moves no nodes", async () => {
    const resources = await planOf("bitvelocity-aws-dev");
    const chart = resources.find(({ name }) => name.endsWith("-cluster-autoscaler-chart"));
    const one = (type: string) => resources.find((resource) => resource.type === type)?.inputs;
    const values = chart?.inputs["values"];
    expect(at(values, "autoDiscovery.clusterName")).toBe(one("aws:eks/cluster:Cluster")?.["name"]);
    const rights = resources.find(({ name }) => name.endsWith("-cluster-autoscaler"))?.inputs;
    expect(rights).toMatchObject({
      namespace: chart?.inputs["namespace"],
      serviceAccount: at(values, "rbac.serviceAccount.name"),
    });
    expect(at(values, "awsRegion")).toBe("eu-west-1");
  });

  it.each(["bitvelocity-gcp-dev", "bitvelocity-azure-dev"])("runs none in %s, whose cloud does", async (name) => {
    expect((await planOf(name)).filter((resource) => resource.name.includes("autoscaler-chart"))).toEqual([]);
  });

  it("has an authority for what is in the cluster, and with it the provider of keys", async () => {
    const resources = await planOf("bitvelocity-local");
    const types = resources.map(({ type }) => type);
    expect(types.filter((type) => type.startsWith("tls:"))).toHaveLength(2);
    expect(types).toContain("pulumi:providers:tls");
    const signed = resources.filter(({ type }) => type.endsWith(":Certificate"));
    expect(signed.length).toBeGreaterThan(0);
    for (const { inputs } of signed) expect(at(inputs["spec"], "issuerRef.name")).toBe("landbridge-authority");
  });

  it("limits what stores take together", async () => {
    const resources = await planOf("bitvelocity-gcp-dev");
    const limits = resources.filter(({ name }) => /-data-namespace-(quota|defaults)$/.test(name));
    expect(limits.map(({ type }) => type).sort()).toEqual([
      "kubernetes:core/v1:LimitRange",
      "kubernetes:core/v1:ResourceQuota",
    ]);
  });
});
