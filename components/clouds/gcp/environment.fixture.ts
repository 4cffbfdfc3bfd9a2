import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import { gcpSettings, type GcpSettings } from "./settings.ts";

const schema = environmentSchema(gcpSettings);

const stores = {
  orders: { kind: "postgres", placement: "managed", size: "large", replicas: 2, dataClass: "personal" },
  events: { kind: "kafka", placement: "managed", size: "large", dataClass: "confidential" },
} as const;

const domains = {
  commerce: {
    owner: "commerce",
    services: {
      order: {
        image: "commerce/order:1.0.0",
        uses: { orders: "read-write" },
        publishes: { "orders.created": { to: "events", partitions: 24 } },
      },
      report: {
        image: "commerce/report:1.0.0",
        uses: { orders: "read" },
        consumes: { "orders.created": { from: "events", deadLetter: true } },
      },
    },
  },
};

/** An environment for tests that wishes for everything that Google Cloud can give; `changes` replace whole fields. */
export function gcpEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<GcpSettings> {
  const file = schema.parse({
    cloud: {
      name: "gcp",
      project: "shop-prod-1234",
      billingAccount: "01AB23-45CD67-89EF01",
      regions: { primary: "europe-west1", secondary: "europe-west4" },
    },
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
    stores,
    domains,
    ...changes,
  });
  return { ...file, name, system: "shop", target: "prod" };
}
