import { z } from "zod";
import { environmentSchema, type Environment } from "../environments/schema/environment.ts";

const anyCloud = z.strictObject({ name: z.string() });

/** A small environment with one of each kind of store, for tests of the components. `changes` replace whole blocks. */
export function exampleEnvironment(changes: Record<string, unknown> = {}): Environment {
  const file = environmentSchema(anyCloud).parse({ ...head, stores, domains, ...changes });
  return { ...file, name: "shop-test", system: "shop", target: "test" };
}

const head = {
  cloud: { name: "somewhere" },
  tier: "production",
  owner: "platform-team",
  costCentre: "cc-1",
  registry: { placement: "external", host: "registry.example.com/shop" },
  cluster: {
    kubernetes: "1.35",
    pools: { general: { size: "medium" }, data: { size: "memory-large", purpose: "data" } },
  },
};

const stores = {
  orders: { kind: "postgres", size: "large", storageGiB: 100, dataClass: "personal" },
  events: { kind: "kafka", size: "medium" },
  sessions: { kind: "redis", purpose: "session" },
};

const domains = {
  commerce: {
    owner: "commerce-team",
    services: {
      order: {
        image: "commerce/order:2.4.1",
        size: "small",
        serves: { rest: { port: 8080, path: "/orders" }, grpc: { port: 9090 } },
        calls: ["inventory"],
        uses: { orders: "read-write", sessions: "read-write" },
        publishes: { "orders.created": { to: "events", partitions: 24 } },
        config: { LOG_LEVEL: "info" },
        secrets: { STRIPE_KEY: { secret: "stripe" } },
        scale: { min: 3, max: 30, cpuPercent: 70 },
      },
      inventory: { image: "commerce/inventory:1.0.0", serves: { grpc: {} }, uses: { orders: "read" } },
    },
  },
  billing: {
    owner: "billing-team",
    services: {
      settle: {
        image: "billing/settle:3.1.0",
        calls: ["commerce/order"],
        consumes: { "orders.created": { from: "events", deadLetter: true } },
        scale: { min: 1, max: 1 },
      },
    },
  },
};
