import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { custom, objectAt } from "../../components/plan.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import type { Plan } from "../../plan/planned-resource.ts";

const changes = {
  stores: {},
  secretStore: { placement: "managed" as const },
  domains: {
    commerce: {
      owner: "commerce",
      services: {
        order: {
          image: "commerce/order:1.0.0",
          buckets: { uploads: "read-write" as const },
          secrets: { TOKEN: { secret: "api-token" } },
        },
        plain: { image: "commerce/plain:1.0.0" },
      },
    },
  },
};

const clouds: readonly (readonly [string, AnyEnvironment, string, RegExp])[] = [
  ["aws", awsEnvironment(changes), "landbridge.dev/identity", /shop-prod-identity-commerce-order-role#arn}$/],
  [
    "azure",
    azureEnvironment(changes),
    "azure.workload.identity/client-id",
    /shop-prod-identity-commerce-order-user#clientId}$/,
  ],
  ["gcp", gcpEnvironment(changes), "landbridge.dev/identity", /subject\/ns\/commerce\/sa\/order$/],
];

/** Names of all that has to exist before the resource of a name. */
function ancestors({ resources }: Plan, name: string): Set<string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const reached = new Set(resources.filter((resource) => resource.name === name).map(({ urn }) => urn));
  for (const urn of reached) for (const next of byUrn.get(urn)?.dependencies ?? []) reached.add(next);
  return new Set([...reached].map((urn) => urn.split("::").at(-1) ?? urn));
}

describe.each(clouds)("a service that uses a bucket, on %s", (_cloud, environment, annotation, id) => {
  it("has a service account that says who it is, in one stack and in two, and only where it has to", async () => {
    for (const plan of [await planEnvironment(environment), await planEnvironment(environment, { layer: "cluster" })]) {
      const metadata = objectAt(custom(plan.resources, "shop-prod-commerce-order-account"), "metadata");
      expect(metadata["annotations"]).toEqual({ [annotation]: expect.stringMatching(id) as unknown });
      expect(objectAt(custom(plan.resources, "shop-prod-commerce-plain-account"), "metadata")).not.toHaveProperty(
        "annotations",
      );
    }
  });

  it("starts only after all that it was granted", async () => {
    const plan = await planEnvironment(environment);
    const own = plan.resources.filter(
      ({ custom, name }) => custom && name.startsWith("shop-prod-identity-commerce-order-"),
    );
    const waited = ancestors(plan, "shop-prod-commerce-order-deployment");
    expect(own.length).toBeGreaterThan(0);
    expect(own.map(({ name }) => name).filter((name) => !waited.has(name))).toEqual([]);
  });

  it("reaches the cloud through its closed doors, and its neighbour doesn't", async () => {
    const { resources } = await planEnvironment(environment, { layer: "cluster" });
    const egressOf = (service: string): string =>
      JSON.stringify(
        resources
          .filter(({ name }) => name === `shop-prod-commerce-namespace-allow-${service}`)
          .map(({ inputs }) => inputs),
      );
    expect(egressOf("order")).toContain('"port":443');
    expect(egressOf("plain")).not.toContain('"port":443');
  });

  it("has its secret in the cloud's store, where the stack knows the value", async () => {
    const { outputs } = await planEnvironment(environment, { layer: "cloud" });
    expect(outputs["platform"]).toMatchObject({
      secrets: { "api-token": expect.any(String) as unknown },
      identities: {
        "commerce-order": expect.stringMatching(id) as unknown,
        "landbridge-external-secrets": expect.any(String) as unknown,
      },
      vaultSeal: null,
    });
    expect(JSON.stringify(outputs)).not.toContain("the secret api-token");
  });
});
