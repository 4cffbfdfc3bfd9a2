import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import { gcpSettings, type GcpSettings } from "./settings.ts";

const schema = environmentSchema(gcpSettings);

/** An environment for tests that wishes for everything that Google Cloud can give; `changes` replace whole fields. */
export function gcpEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<GcpSettings> {
  const file = schema.parse({
    cloud: { name: "gcp", project: "shop-prod-1234", regions: { primary: "europe-west1" } },
    tier: "production",
    owner: "platform",
    costCentre: "shop",
    protect: true,
    registry: { placement: "managed" },
    ingress: { address: "reserved" },
    cluster: {
      pools: {
        general: { size: "large", min: 3, max: 12 },
        data: { size: "memory-xlarge", min: 3, max: 9, purpose: "data" },
        batch: { size: "medium", min: 0, max: 20, spot: true, purpose: "batch" },
      },
    },
    buckets: {
      uploads: { dataClass: "personal", coldAfterDays: 30, deleteAfterDays: 400 },
      audit: { dataClass: "confidential", retentionDays: 365 },
    },
    stores: {
      orders: { kind: "postgres", placement: "managed", size: "large", replicas: 2, dataClass: "personal" },
    },
    domains: {
      commerce: {
        owner: "commerce",
        services: {
          order: { image: "commerce/order:1.0.0", uses: { orders: "read-write" } },
          report: { image: "commerce/report:1.0.0", uses: { orders: "read" } },
        },
      },
    },
    ...changes,
  });
  return { ...file, name, system: "shop", target: "prod" };
}
