import { beforeAll, describe, expect, it } from "vitest";
import { planEnvironment } from "../plan/plan-environment.ts";
import type { PlannedResource } from "../plan/planned-resource.ts";
import { loadPlatform } from "./load.ts";

const root = new URL("..", import.meta.url).pathname;
const { environment } = loadPlatform("webshop-local", root);

describe("an environment whose cluster holds its buckets", () => {
  let [cloud, cluster]: (readonly PlannedResource[])[] = [[], []];

  beforeAll(async () => {
    cloud = (await planEnvironment(environment, { layer: "cloud" })).resources;
    // Reads what the other stack exported, and must find all that it asks for.
    cluster = (await planEnvironment(environment, { layer: "cluster" })).resources;
  });

  it("has none in its cloud, nor anybody with rights there", () => {
    expect(cloud?.filter(({ custom }) => custom)).toEqual([]);
  });

  it("has one server, which its services and its copied stores log in at", () => {
    expect(cluster?.filter(({ type }) => type === "landbridge:data:ObjectServer")).toHaveLength(1);
    const text = (name: string) => JSON.stringify(cluster?.find((resource) => resource.name === name)?.inputs);
    const pictures = text("webshop-local-shop-catalogue-deployment");
    for (const variable of ["BUCKET_PICTURES_URL", "AWS_ENDPOINT_URL_S3", "AWS_CA_BUNDLE", "AWS_SECRET_ACCESS_KEY"])
      expect(pictures).toContain(`"${variable}"`);
    expect(text("webshop-local-shop-checkout-deployment")).not.toContain("AWS_");
    expect(text("webshop-local-data-orders-archive")).toContain(
      '"endpointCA":{"key":"ca.crt","name":"landbridge-objects-tls"}',
    );
  });
});
