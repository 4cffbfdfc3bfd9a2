import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../plan/plan-environment.ts";
import { custom } from "../../plan.fixture.ts";
import { checkGcp } from "./check.ts";
import { gcpEnvironment } from "./environment.fixture.ts";

const stores = {
  orders: {
    kind: "postgres" as const,
    placement: "managed" as const,
    replicas: 1,
    dataClass: "personal" as const,
    secondaryRegion: true,
  },
};
const environment = gcpEnvironment({ stores, domains: {} });
const plan = planEnvironment(environment, { layer: "cloud" });

describe("the second region on Google Cloud", () => {
  // https://cloud.google.com/sql/docs/postgres/replication/cross-region-replicas
  // https://cloud.google.com/sql/docs/postgres/cmek#location
  it("has a server that follows the primary under a key of that region", async () => {
    const { resources } = await plan;
    const server = custom(resources, "shop-prod-orders-secondary");
    expect(server.inputs).toMatchObject({
      region: "europe-west4",
      masterInstanceName: expect.stringMatching(/shop-prod-orders-primary#name}$/) as unknown,
      encryptionKeyName: expect.stringMatching(/shop-prod-key-personal-secondary-key#id}$/) as unknown,
      settings: { userLabels: { "data-class": "personal" }, ipConfiguration: { ipv4Enabled: false } },
    });
    expect(server.protect).toBe(true);
    expect(custom(resources, "shop-prod-key-personal-secondary-ring").inputs["location"]).toBe("europe-west4");
    expect(resources.map(({ name }) => name)).toContain("shop-prod-key-personal-secondary-databases");
  });

  it("leaves room for the longer names of its keys, and asks for a region that isn't the first", () => {
    const long = gcpEnvironment({ stores, domains: {} }, "a-system-with-a-long-name");
    expect(checkGcp(long).map(({ path }) => path)).toContain("");
    expect(checkGcp(gcpEnvironment({ stores: {}, domains: {} }, "a-system-with-a-long-name"))).toEqual([]);
    const { cloud } = environment;
    const same = {
      ...environment,
      cloud: { ...cloud, regions: { primary: "europe-west1", secondary: "europe-west1" } },
    };
    expect(checkGcp(same).map(({ path }) => path)).toEqual(["cloud.regions.secondary"]);
  });
});
