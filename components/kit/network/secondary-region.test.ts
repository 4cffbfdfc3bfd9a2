import { describe, expect, it } from "vitest";
import { environmentSchema } from "../../../environments/schema/environment.ts";
import { z } from "zod";
import { checkSecondaryRegion, decideSecondaryKeys, secondaryOf } from "./secondary-region.ts";

const schema = environmentSchema(
  z.strictObject({ name: z.string(), regions: z.object({ primary: z.string(), secondary: z.string().optional() }) }),
);

const environment = (regions: { primary: string; secondary?: string }) =>
  schema.parse({
    cloud: { name: "somewhere", regions },
    tier: "production",
    owner: "platform",
    costCentre: "cc-1",
    registry: { placement: "external", host: "registry.example.org" },
    stores: {
      orders: { kind: "postgres", placement: "managed", dataClass: "personal", secondaryRegion: true },
      plain: { kind: "postgres", placement: "managed", dataClass: "internal" },
    },
    buckets: {
      uploads: { dataClass: "personal", replicate: true },
      audit: { dataClass: "confidential", replicate: true },
      scratch: { dataClass: "public" },
    },
  });

describe("a second region", () => {
  it("has a key for each class of data that is copied there, and no other", () => {
    expect(decideSecondaryKeys(environment({ primary: "one", secondary: "two" }))).toEqual([
      { dataClass: "confidential", users: ["buckets"] },
      { dataClass: "personal", users: ["buckets", "databases"] },
    ]);
  });

  it("is asked for by everything that is to be copied there", () => {
    const issues = checkSecondaryRegion(environment({ primary: "one" }));
    expect(issues.map(({ path }) => path)).toEqual([
      "stores.orders.secondaryRegion",
      "buckets.uploads.replicate",
      "buckets.audit.replicate",
    ]);
    expect(checkSecondaryRegion(environment({ primary: "one", secondary: "two" }))).toEqual([]);
  });

  it("isn't the first one", () => {
    const issues = checkSecondaryRegion(environment({ primary: "one", secondary: "one" }));
    expect(issues.map(({ path }) => path)).toEqual(["cloud.regions.secondary"]);
  });

  it("fails by our mistake where nobody asked whether there is one", () => {
    expect(secondaryOf({ primary: "one", secondary: "two" })).toBe("two");
    expect(() => secondaryOf({ primary: "one" })).toThrow("no second region");
  });
});
