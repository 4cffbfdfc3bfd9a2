import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import { azureSettings, type AzureSettings } from "./settings.ts";

const schema = environmentSchema(azureSettings);

const stores = {
  orders: { kind: "postgres", placement: "managed", size: "large", replicas: 2, dataClass: "personal" },
  sessions: { kind: "redis", placement: "managed", size: "large", purpose: "session", dataClass: "personal" },
  events: { kind: "kafka", placement: "managed", size: "large", dataClass: "confidential" },
} as const;

const domains = {
  commerce: {
    owner: "commerce",
    services: {
      order: {
        image: "commerce/order:1.0.0",
        uses: { orders: "read-write", sessions: "read-write" },
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

/** An environment for tests that wishes for everything that Azure can give; `changes` replace whole fields. */
export function azureEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<AzureSettings> {
  const file = schema.parse({
    cloud: {
      name: "azure",
      subscription: "11111111-2222-4333-8444-555555555555",
      tenant: "66666666-7777-4888-9999-000000000000",
      administrators: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
      regions: { primary: "swedencentral", secondary: "northeurope" },
    },
    tier: "production",
    owner: "platform",
    costCentre: "shop",
    protect: true,
    registry: { placement: "managed" },
    ingress: { address: "reserved" },
    cluster: {
      access: { mode: "private-runner" },
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
