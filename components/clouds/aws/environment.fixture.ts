import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import { awsSettings, type AwsSettings } from "./settings.ts";

const schema = environmentSchema(awsSettings);

/** Data and those who use it. */
const wishes: Pick<z.input<typeof schema>, "buckets" | "stores" | "domains"> = {
  buckets: {
    uploads: { dataClass: "personal", coldAfterDays: 30, deleteAfterDays: 400 },
    audit: { dataClass: "confidential", retentionDays: 365 },
  },
  stores: {
    orders: { kind: "postgres", placement: "managed", size: "large", replicas: 2, dataClass: "personal" },
    sessions: { kind: "redis", placement: "managed", size: "large", purpose: "session", dataClass: "personal" },
    events: { kind: "kafka", placement: "managed", size: "large", dataClass: "confidential" },
  },
  domains: {
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
  },
};

/** An environment for tests that wishes for everything that AWS can give; `changes` replace whole fields. */
export function awsEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<AwsSettings> {
  const file = schema.parse({
    cloud: {
      name: "aws",
      account: "111122223333",
      regions: { primary: "eu-west-1", secondary: "eu-central-1" },
      deployers: ["arn:aws:iam::111122223333:role/deployer"],
    },
    tier: "production",
    owner: "platform",
    costCentre: "shop",
    protect: true,
    network: { cidr: "10.20.0.0/14" },
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
    ...wishes,
    ...changes,
  });
  return { ...file, name, system: "shop", target: "prod" };
}
