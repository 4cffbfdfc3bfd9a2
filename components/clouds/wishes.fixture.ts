/** Stores that a cloud's own services run. A cloud that has no Redis leaves `sessions` out. */
export const managedStores = {
  orders: { kind: "postgres", placement: "managed", size: "large", replicas: 2, dataClass: "personal" },
  events: { kind: "kafka", placement: "managed", size: "large", dataClass: "confidential" },
} as const;

/** A store of Redis that a cloud's own service runs. */
export const managedSessions = {
  sessions: { kind: "redis", placement: "managed", size: "large", purpose: "session", dataClass: "personal" },
} as const;

/** Two services: the first writes to the stores and publishes, the second reads and consumes. */
export const domainsUsing = <U extends Readonly<Record<string, "read" | "read-write">>>(uses: U) => ({
  commerce: {
    owner: "commerce",
    services: {
      order: {
        image: "commerce/order:1.0.0",
        uses,
        publishes: { "orders.created": { to: "events", partitions: 24 } },
      },
      report: {
        image: "commerce/report:1.0.0",
        uses: { orders: "read" as const },
        consumes: { "orders.created": { from: "events", deadLetter: true } },
      },
    },
  },
});

/** What an example of production in a cloud wishes for besides its stores, wherever it is. */
export const production = {
  tier: "production",
  owner: "platform",
  costCentre: "shop",
  protect: true,
  registry: { placement: "managed" },
  ingress: { address: "reserved" },
  buckets: {
    uploads: { dataClass: "personal", coldAfterDays: 30, deleteAfterDays: 400 },
    audit: { dataClass: "confidential", retentionDays: 365 },
  },
} as const;

/** Pools for services, stores and repeatable work. */
export const productionPools = {
  general: { size: "large", min: 3, max: 12 },
  data: { size: "memory-xlarge", min: 3, max: 9, purpose: "data" },
  batch: { size: "medium", min: 0, max: 20, spot: true, purpose: "batch" },
} as const;
