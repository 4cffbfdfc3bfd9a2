import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const stores = {
  orders: {
    kind: "postgres" as const,
    placement: "managed" as const,
    size: "large" as const,
    dataClass: "personal" as const,
    secondaryRegion: true,
  },
};
const copied = { uploads: { dataClass: "personal" as const, replicate: true } };
const aws = awsEnvironment({ stores, domains: {}, buckets: copied });
const azure = azureEnvironment({ stores, domains: {}, buckets: copied });
const gcp = gcpEnvironment({ stores, domains: {}, buckets: {} });

const clouds: readonly (readonly [name: string, inside: AnyEnvironment, outside: AnyEnvironment, copies: string[]])[] =
  [
    [
      "aws",
      aws,
      { ...aws, cloud: { ...aws.cloud, regions: { primary: "eu-west-1", secondary: "us-east-1" } } },
      ["shop-prod-bucket-uploads-copy-s3", "shop-prod-orders-secondary-server"],
    ],
    [
      "azure",
      azure,
      { ...azure, cloud: { ...azure.cloud, regions: { primary: "westeurope", secondary: "eastus" } } },
      ["shop-prod-bucket-uploads-copy-account", "shop-prod-orders-secondary"],
    ],
    [
      "gcp",
      gcp,
      { ...gcp, cloud: { ...gcp.cloud, regions: { primary: "europe-west1", secondary: "us-east1" } } },
      ["shop-prod-orders-secondary"],
    ],
  ];

async function outsideTheUnion(environment: AnyEnvironment): Promise<string[]> {
  const { verdicts } = judgePlan(await planEnvironment(environment, { layer: "cloud" }), {
    tier: environment.tier,
    exemptions: [],
    today: "2026-11-21",
  });
  const violated = verdicts.filter(({ rule, verdict }) => rule === "PK-GOV-001" && verdict !== "holds");
  return violated
    .filter(({ verdict }) => verdict === "violated" || verdict === "undecided")
    .map(({ urn }) => urn.split("::").at(-1) ?? urn)
    .sort();
}

describe.each(clouds)("copies of personal data in a second region of %s", (_name, inside, outside, copies) => {
  it("may lie in the Union", async () => {
    expect(await outsideTheUnion(inside)).toEqual([]);
  });

  it("fail outside of it, each by itself", async () => {
    expect(await outsideTheUnion(outside)).toEqual(copies);
  });
});
