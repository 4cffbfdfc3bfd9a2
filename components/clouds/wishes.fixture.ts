import type { z } from "zod";
import type { cassandra } from "../../environments/schema/stores/cassandra.ts";
import type { events } from "../../environments/schema/services/events.ts";
/** Stores that a cloud's own services run. A cloud that has no Redis leaves `sessions` out. */
export const managedStores = {
  orders: { kind: "postgres", placement: "managed", size: "large", replicas: 2, dataClass: "personal" },
  events: { kind: "kafka", placement: "managed", size: "large", dataClass: "confidential" },
} as const;

/** A store of Redis that a cloud's own service runs. */
export const managedSessions = {
  sessions: { kind: "redis", placement: "managed", size: "large", purpose: "session", dataClass: "personal" },
} as const;

/** A warehouse, and a service that fills and reads its layers. */
export const queriedWarehouse = {
  warehouses: { analytics: { dataClass: "confidential", scanTiBPerDay: 2 } },
  services: {
    refine: {
      image: "commerce/refine:1.0.0",
      warehouses: { analytics: { bronze: "read", silver: "read-write", gold: "read-write" } },
    },
  },
} as const;

/** A keyspace that a cloud's own service runs, where it has one. */
export const managedHistory: { readonly history: z.input<typeof cassandra> } = {
  history: {
    kind: "cassandra",
    placement: "managed",
    size: "large",
    dataClass: "personal",
    tables: {
      orders_by_customer: {
        columns: { customer: "uuid", placed: "timestamp", lines: "map<text, int>", total: "decimal" },
        partitionKey: ["customer"],
        clusteringKey: [{ column: "placed", order: "descending" }],
        ttlDays: 730,
      },
      visits: { columns: { day: "date", visitor: "uuid" }, partitionKey: ["day", "visitor"] },
    },
  },
};

/** A store of MySQL that a cloud's own service runs. */
export const managedLedger = {
  ledger: { kind: "mysql", placement: "managed", size: "large", replicas: 1, dataClass: "personal" },
} as const;

/** A store of MariaDB that a cloud's own service runs, where it has one. */
export const managedArchive = {
  archive: {
    kind: "mysql",
    placement: "managed",
    engine: "mariadb",
    size: "large",
    replicas: 1,
    dataClass: "personal",
  },
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
        events: { invoices: "publish" as const, newcomers: "consume" as const, signups: "publish" as const },
      },
      report: {
        image: "commerce/report:1.0.0",
        uses: { orders: "read" as const },
        warehouses: { analytics: { silver: "read" as const, gold: "read-write" as const } },
        consumes: { "orders.created": { from: "events", deadLetter: true, retry: { afterSeconds: [10, 600] } } },
      },
    },
  },
});

/** Documents that a cloud's own service keeps, where it has one; of a class that its keys allow. */
export const managedDocuments = <C extends "internal" | "personal">(dataClass: C) => ({
  documents: { kind: "mongodb" as const, placement: "managed" as const, size: "large" as const, dataClass },
});

/** A broker of queues that a cloud's own service runs, and two services, of which one sends and the other receives. */
export const managedQueues = {
  stores: { jobs: { kind: "rabbitmq", placement: "managed", size: "large", dataClass: "internal" } },
  domains: {
    billing: {
      owner: "billing",
      services: {
        invoice: { image: "commerce/order:1.0.0", sends: { "invoices.to-print": { to: "jobs" } } },
        print: {
          image: "commerce/report:1.0.0",
          receives: { "invoices.to-print": { from: "jobs", deliveryLimit: 5 } },
        },
      },
    },
  },
} as const;

type EventWishes = z.input<typeof events>;

const bill = {
  image: "commerce/bill:1.0.0",
  on: { source: "queue" as const, name: "invoices" },
  memoryMiB: 1024,
  config: { CURRENCY: "EUR" },
  publishes: ["parcels", "signups"],
};

/** Queues, a topic, and functions on them. */
const eventWishes: EventWishes = {
  dataClass: "personal",
  queues: { invoices: { maxDeliveries: 8 }, newcomers: { topic: "signups", ackSeconds: 120 }, parcels: {} },
  topics: ["signups"],
  functions: {
    bill,
    welcome: { image: "commerce/welcome:1.0.0", on: { source: "topic", name: "signups" }, maxInstances: 3 },
  },
};

/** The same with functions that use the buckets of `production`, or are called for what changes there. */
export const bucketEventWishes: EventWishes = {
  ...eventWishes,
  functions: {
    ...eventWishes.functions,
    bill: { ...bill, buckets: { audit: "read" } },
    erase: { image: "commerce/erase:1.0.0", on: { source: "bucket", name: "uploads", of: ["deleted"] } },
    thumbnail: {
      image: "commerce/thumbnail:1.0.0",
      on: { source: "bucket", name: "uploads", prefix: "incoming/" },
      buckets: { uploads: "read-write" },
      timeoutSeconds: 300,
    },
  },
};

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
  warehouses: queriedWarehouse.warehouses,
  events: eventWishes,
} as const;

/** Pools for services, stores and repeatable work. */
export const productionPools = {
  general: { size: "large", min: 3, max: 12 },
  data: { size: "memory-xlarge", min: 3, max: 9, purpose: "data" },
  batch: { size: "medium", min: 0, max: 20, spot: true, purpose: "batch" },
} as const;

/** A network that is joined with one of the same cloud, which its cloud names so. `connection` for the side that accepts. */
export const joinedBeside = (cidr: string, network: string, connection?: string) => ({
  cidr: "10.20.0.0/14",
  peers: {
    "shop-zone": {
      kind: "peering" as const,
      cidr,
      network,
      ...(connection === undefined ? {} : { connection }),
    },
  },
});

/** A network that is joined with one of another cloud, of which two addresses are known. */
export const joinedTo = (cidr: string, gateways: readonly string[] = ["203.0.113.10", "198.51.100.20"]) => ({
  cidr: "10.20.0.0/14",
  peers: {
    "shop-elsewhere": { kind: "vpn" as const, cidr, sharedSecret: { secret: "link" }, gateways: [...gateways] },
  },
});

/** Whence a Kafka takes messages besides services, and where a connector brings some. */
const sources = {
  captures: { accounts: { tables: { customers: {} } } },
  mirrors: {
    elsewhere: {
      bootstrap: ["broker-0.events.elsewhere.example.org:9094"],
      user: "events.reader.shop",
      password: { secret: "mirror" },
      topics: ["orders.created"],
      peer: "shop-elsewhere",
    },
  },
  connectors: {
    reports: {
      class: "io.debezium.connector.jdbc.JdbcSinkConnector" as const,
      config: {
        "connection.url": "jdbc:postgresql://db.example:5432/reports?sslmode=verify-full",
        "connection.username": "writer",
      },
      secrets: { "connection.password": { secret: "reports" } },
      reads: ["iot.commands"],
      ports: [5432],
    },
  },
};

/**
 * Stores in the cluster that are reached from outside, and a Kafka that takes from everywhere: changes of the cloud's own PostgreSQL, another
 * Kafka's topics and a connector's. `devices` changes how devices come.
 */
export const openStores = (block: string, devices: object = {}) => ({
  network: joinedTo(block),
  stores: {
    accounts: { kind: "postgres" as const, placement: "managed" as const, version: "17" as const },
    things: {
      kind: "rabbitmq" as const,
      mqtt: { registry: "iot/registry", outside: { host: "mqtt.shop.example.org", ...devices } },
    },
    events: {
      kind: "kafka" as const,
      outside: {
        domain: "events.shop.example.org",
        readers: { "shop-elsewhere": { password: { secret: "reader" }, topics: ["iot.commands"] } },
      },
      ...sources,
    },
  },
  warehouses: {},
  buckets: {},
  domains: {
    iot: {
      owner: "iot-team",
      services: {
        registry: {
          image: "iot/registry:1.0.0",
          scale: { min: 3 },
          publishes: { "iot.commands": { to: "events" } },
        },
      },
    },
  },
});
