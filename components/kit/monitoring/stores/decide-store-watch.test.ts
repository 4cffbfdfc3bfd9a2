import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { store as storeSchema, type InClusterWish } from "../../../../environments/schema/stores/stores.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideBalancerSettings } from "../../messaging/kafka/balancer-metrics.ts";
import { decideKafkaMetrics } from "../../messaging/kafka/kafka-metrics.ts";
import { decideRules, type Alert } from "../alert.ts";
import { decideStoreWatch } from "./decide-store-watch.ts";

const mail = { image: "shop/mail:1.0.0", receives: { mails: { from: "jobs", maxLength: 5000 } } };
const domains = { shop: { owner: "shop-team", services: { mail } } };
const kinds = {
  books: { kind: "mysql", engine: "mariadb" },
  documents: { kind: "mongodb" },
  events: { kind: "kafka" },
  jobs: { kind: "rabbitmq" },
  readings: {
    kind: "influxdb",
    databases: { raw: {}, hours: { downsample: { from: "raw", every: "1h", aggregates: ["mean"] } } },
  },
  orders: { kind: "postgres", pooling: "transaction", backups: { bucket: "copies" } },
  rows: { kind: "cassandra", size: "medium", tables: {} },
  sessions: { kind: "redis", purpose: "session" },
  vectors: { kind: "qdrant", collections: { pictures: { size: 512 } } },
} as const;
type Name = keyof typeof kinds;

function watch(name: Name, changes: object = {}, around: Parameters<typeof exampleSurroundings>[0] = {}) {
  const wish = storeSchema.parse({ ...kinds[name], ...changes });
  if (!isInCluster(wish)) throw new Error("is in the cluster");
  const environment = exampleEnvironment({ stores: { jobs: { kind: "rabbitmq" } }, domains });
  return decideStoreWatch(name, wish, environment, exampleSurroundings({ costMode: "balanced", ...around }));
}

function isInCluster(wish: ReturnType<typeof storeSchema.parse>): wish is InClusterWish {
  return wish.placement === "in-cluster";
}

const names = (alerts: readonly Alert[]) => [...new Set(alerts.map(({ name }) => name))];
const find = (alerts: readonly Alert[], name: string, part?: string) => {
  const found = alerts.find((alert) => alert.name === name && (part === undefined || alert.part === part));
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const all = [
  "books",
  "documents",
  "events",
  "jobs",
  "orders",
  "readings",
  "rows",
  "sessions",
  "vectors",
] as const satisfies Name[];

it("says when copies are overdue by a day and some, and when what is done again and again didn't end well", () => {
  const { alerts } = watch("orders");
  const copies = 'namespace="landbridge-data",cronjob="orders-backup"';
  expect(find(alerts, "StoreCopyOverdue").expr).toBe(
    `time() - (kube_cronjob_status_last_successful_time{${copies}} or kube_cronjob_created{${copies}}) > 30 * 3600`,
  );
  const any = 'namespace="landbridge-data",cronjob=~"orders-(?:backup|repair|restore|restore-test|setup|trial|upkeep)"';
  expect(find(alerts, "StoreScheduleMissed").expr).toBe(
    `kube_cronjob_status_last_schedule_time{${any}} > (kube_cronjob_status_last_successful_time{${any}} or kube_cronjob_created{${any}})`,
  );
});

/** Whether every bracket of an expression is closed by its like, outside of texts. */
function isClosed(expr: string): boolean {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  for (const sign of expr.replaceAll(/"[^"]*"/g, "")) {
    if ("([{".includes(sign)) open.push(sign);
    else if (pairs[sign] !== undefined && open.pop() !== pairs[sign]) return false;
  }
  return open.length === 0;
}

describe.each(all)("what is watched of %s", (name) => {
  const { alerts, panels } = watch(name);
  const exprs = [...alerts, ...panels.flatMap(({ queries }) => queries)].map(({ expr }) => expr);

  it("is about this store alone, in whole expressions", () => {
    for (const expr of exprs) {
      expect(expr).toSatisfy(isClosed);
      expect(expr).not.toMatch(/undefined|NaN|\[object/);
      if (!expr.startsWith("vector(")) expect(expr).toMatch(new RegExp(`"[^"]*${name}[^"]*"`));
    }
  });

  it("tells an alert from every other, so that none hides behind another", () => {
    const labels = alerts.map(({ part, severity, ...alert }) => [alert.name, part, severity].join(" "));
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("begins with whether it is there, its volumes and its certificates, and is explained to people", () => {
    expect(names(alerts)).toEqual(
      expect.arrayContaining([
        "StoreDown",
        "StoreVolumeNearlyFull",
        "StoreVolumeFillsUp",
        "StoreCertificateNotRenewed",
      ]),
    );
    const page = readFileSync(new URL("../../../../docs/stores/alerts.md", import.meta.url), "utf8");
    expect(names(alerts).filter((alert) => !page.includes(`\`${alert}\``))).toEqual([]);
  });
});

describe("a PostgreSQL", () => {
  it("has no alert about replicas, backups or poolers that it hasn't", () => {
    const lone = names(watch("orders", { replicas: 0, backups: undefined, pooling: undefined }).alerts);
    expect(lone.filter((name) => /Repl|Backup|Archiv|Pooler|CommitsWait|ServersMissing/.test(name))).toEqual([]);
    const whole = names(watch("orders").alerts);
    expect(whole).toEqual(
      expect.arrayContaining([
        "PostgresArchivingFails",
        "PostgresBackupOverdue",
        "PostgresCommitsWait",
        "PostgresReplicationLag",
        "StoreServersMissing",
      ]),
    );
  });

  it("counts connections against what its size may have, and servers against its replicas", () => {
    const { alerts } = watch("orders", { size: "medium", replicas: 2 });
    expect(find(alerts, "PostgresConnectionsNearlyUsedUp").expr).toMatch(/> 328$/);
    expect(find(watch("orders", { size: "micro" }).alerts, "PostgresConnectionsNearlyUsedUp").expr).toMatch(/> 40$/);
    expect(find(alerts, "StoreServersMissing").expr).toMatch(/< 3$/);
    expect(find(alerts, "PostgresReplicasMissing").expr).toMatch(/< 2$/);
  });
});

describe("a store that decides by majority", () => {
  it.each([
    ["documents", { replicas: 4 }, "members", 3],
    ["jobs", { brokers: 5 }, "brokers", 3],
    ["vectors", { nodes: 5 }, "nodes", 3],
    ["books", { replicas: 2 }, "servers", 2],
    // Of three copies two.
    ["rows", { nodes: 6 }, "nodes", 5],
    ["events", { brokers: 5 }, "brokers", 2],
    ["events", {}, "controllers", 2],
  ] as const)("says when %s with %o lost that of its %s", (name, changes, part, majority) => {
    const { expr, severity } = find(watch(name, changes).alerts, "StoreMajorityLost", part);
    expect(expr.endsWith(`< ${majority}`)).toBe(true);
    expect(severity).toBe("critical");
  });

  it("says nothing of a majority where one server is all", () => {
    expect(names(watch("documents", { replicas: 0 }).alerts)).not.toContain("StoreMajorityLost");
    expect(names(watch("events", { brokers: 1 }).alerts)).not.toContain("KafkaCopiesMissing");
    expect(names(watch("books", { replicas: 0 }).alerts)).not.toContain("MariadbClusterSmall");
  });
});

it("says nothing of other nodes of Qdrant where one is all, and when a shard takes no writes where there are several", () => {
  expect(
    names(watch("vectors", { nodes: 1 }).alerts).filter((name) => /Qdrant(Nodes|Copies|Consensus)/.test(name)),
  ).toEqual([]);
  expect(find(watch("vectors").alerts, "QdrantNodesApart").expr).toMatch(/< 3$/);
  expect(find(watch("vectors", { nodes: 5 }).alerts, "QdrantNodesApart").expr).toMatch(/< 5$/);
  expect(find(watch("vectors", { nodes: 5 }).alerts, "QdrantCopiesFewForWrites").expr).toMatch(/< 2$/);
});

it("knows how much each queue may hold", () => {
  const { alerts } = watch("jobs");
  expect(find(alerts, "RabbitmqQueueNearlyFull").expr).toMatch(/queue="shop\.mails"\}\) > 4000$|mails"\}\) > 4000$/);
  expect(find(alerts, "RabbitmqDeadLetters").expr).toContain('mails.dead-letter"');
});

it("speaks of keys that are dropped only where none should be", () => {
  expect(names(watch("sessions").alerts)).toContain("RedisKeysDropped");
  expect(names(watch("sessions", { purpose: "cache" }).alerts)).not.toContain("RedisKeysDropped");
});

describe("a Redis with sentinels", () => {
  const withSentinels = (replicasPerShard: number) =>
    watch("sessions", { mode: "sentinel", shards: 1, replicasPerShard }).alerts;

  it("says that nobody takes over only where somebody is to", () => {
    expect(names(withSentinels(1))).toContain("RedisNobodyTakesOver");
    expect(names(withSentinels(0))).not.toContain("RedisNobodyTakesOver");
  });

  it("says that its leader goes on without most sentinels", () => {
    const { ask } = find(withSentinels(1), "StoreMajorityLost", "sentinels");
    expect(ask).toMatch(/^Who leads goes on, but nobody takes over/);
    expect(find(watch("documents").alerts, "StoreMajorityLost").ask).toMatch(/^Nothing is written/);
  });
});

it("reads no number of Kafka's nodes that they aren't told to tell", () => {
  const { alerts, panels } = watch("events");
  const exprs = [...alerts, ...panels.flatMap(({ queries }) => queries)].map(({ expr }) => expr).join(" ");
  const read = [...new Set(exprs.match(/kafka_(controller|log|network|server)_\w+/g))];
  const metrics = decideKafkaMetrics().nodes.metricsConfig;
  const told = metrics !== undefined && "values" in metrics ? (metrics.values.allowList ?? []) : [];
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !told.some((each) => new RegExp(`^${each}$`).test(name)))).toEqual([]);
});

describe("what looks after a Kafka", () => {
  it("is missed without getting anybody up, and says of topics and users apart when they can't be made", () => {
    const { alerts } = watch("events");
    // Two containers of one pod: either may be away alone.
    for (const [part, endpoint] of [
      ["topics", "healthcheck-to"],
      ["users", "healthcheck-uo"],
    ])
      expect(find(alerts, "KafkaOperatorsSilent", part).expr).toMatch(
        new RegExp(`pod=~"events-entity-operator-\\.\\+",endpoint="${endpoint}"\\} == 1\\)`),
      );
    for (const [part, kind] of [
      ["topics", "KafkaTopic"],
      ["users", "KafkaUser"],
    ])
      expect(find(alerts, "KafkaDeclarationsFail", part).expr).toContain(`kind="${kind}"`);
    const severities = alerts.filter(({ name }) => /^Kafka(Operators|Declarations|Balancer)/.test(name));
    expect(new Set(severities.map(({ severity }) => severity))).toEqual(new Set(["warning"]));
  });

  it("has a balancer where the cost mode pays for one and brokers are several, and no alert about one elsewhere", () => {
    const balancer = (...[changes, around]: [object?, { costMode?: "lean" | "resilient" }?]) =>
      names(watch("events", changes, around).alerts).filter((name) => name.startsWith("KafkaBalancer"));
    expect(balancer()).toEqual(["KafkaBalancerSilent", "KafkaBalancerBlind"]);
    expect(balancer({}, { costMode: "resilient" })).toHaveLength(2);
    expect(balancer({}, { costMode: "lean" })).toEqual([]);
    expect(balancer({ brokers: 1 })).toEqual([]);
  });

  it("tells those numbers of Cruise Control that somebody looks at, and no others", () => {
    const { alerts, panels } = watch("events");
    const exprs = [...alerts, ...panels.flatMap(({ queries }) => queries)].map(({ expr }) => expr).join(" ");
    const read = [...new Set(exprs.match(/kafka_cruisecontrol_\w+/g))].sort();
    const { data } = decideBalancerSettings("events");
    const told = z.object({ rules: z.array(z.object({ name: z.string() })) });
    const { rules } = told.parse(JSON.parse(Object.values(data).join("")));
    expect(read.length).toBeGreaterThan(3);
    expect(rules.map(({ name }) => name)).toEqual(read);
  });
});

it("labels each rule with what and whose it is, and says what to do", () => {
  const { tags } = exampleSurroundings();
  const { groups } = decideRules("orders", watch("orders").alerts, tags);
  expect(groups.map(({ name }) => name)).toEqual(["store-orders"]);
  for (const { for: time, labels, annotations } of groups.flatMap(({ rules }) => rules)) {
    expect(time).toMatch(/^\d+m$/);
    expect(labels).toMatchObject({
      store: "orders",
      owner: tags.owner,
      environment: tags.environment,
      tier: tags.tier,
    });
    expect(annotations.summary).toMatch(/^orders: /);
    expect(annotations.description.length).toBeGreaterThan(20);
  }
});
