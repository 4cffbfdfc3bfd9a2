import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideMetricsSettings } from "../../messaging/kafka/connect/worker-metrics.ts";
import { partFlows } from "../../network/flows/part-flows.ts";
import { flinkJobIds } from "../../workloads/flink/flink.ts";
import { decideRules, type Alert } from "../alert.ts";
import { decideStoreWatch } from "../stores/decide-store-watch.ts";
import { decidePartMonitor, decidePartRules } from "./part.ts";
import { decideServiceWatch, decideStoreParts, type ServiceWatch } from "./decide-part-watch.ts";

const mirror = {
  ...{ bootstrap: ["kafka.eu.example.com:9093"], user: "reader", password: { secret: "eu-kafka" } },
  ...{ topics: ["orders.created"], groups: ["shop.mail"] },
};
const environment = exampleEnvironment({
  buckets: { state: {} },
  stores: {
    accounts: { kind: "postgres", pooling: "transaction", replicas: 0 },
    events: {
      ...{ kind: "kafka", brokers: 3, schemas: {}, mirrors: { eu: mirror } },
      captures: { accounts: { tables: { customers: {} } } },
    },
    field: {
      ...{ kind: "rabbitmq" },
      mqtt: { registry: "streams/intake", clients: [], kafka: "events", collects: { readings: {} } },
    },
    features: { kind: "postgres" },
    online: { kind: "redis", purpose: "session" },
  },
  domains: {
    streams: {
      owner: "team",
      quota: { cpu: 90, memoryGiB: 300 },
      services: {
        intake: { image: "a/intake:1", publishes: { "readings.raw": { to: "events", schema: "avro" } } },
        enrich: {
          ...{ image: "a/enrich:1", size: "medium", buckets: { state: "read-write" } },
          flink: { checkpoints: "state", jobs: { sums: { jar: "a.jar" }, old: { jar: "b.jar", stopped: true } } },
        },
        likes: {
          ...{ image: "a/likes:1", size: "small", serves: { rest: { port: 6566 } } },
          uses: { features: "read-write", online: "read-write" },
          features: { registry: "features", online: "online", materialize: "hour" },
        },
      },
    },
  },
});
const surroundings = exampleSurroundings();
const parts = Object.keys(environment.stores).flatMap((store) => decideStoreParts(environment, store, surroundings));
const services = Object.entries(environment.domains["streams"]?.services ?? {}).flatMap(([service, wish]) => {
  const watch = decideServiceWatch("streams", service, wish, surroundings);
  return watch === undefined ? [] : [watch];
});
const all: readonly ServiceWatch[] = [...parts, ...services];

const workersSettings = z
  .object({
    includeObjectNames: z.array(z.string()),
    rules: z.array(z.object({ name: z.string(), pattern: z.string() })),
  })
  .parse(JSON.parse(decideMetricsSettings()));

const named = (name: string): ServiceWatch => {
  const found = all.find((part) => part.name === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
};
const alert = (part: string, name: string): Alert => {
  const found = named(part).alerts.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${part} has no ${name}`);
  return found;
};
const exprsOf = ({ alerts, panels }: ServiceWatch) =>
  [...alerts, ...panels.flatMap(({ queries }) => queries)].map(({ expr }) => expr);

it("watches poolers, registries, captures, mirrors, bridges, Flink and feature stores, and no other service", () => {
  expect(all.map(({ name, what }) => `${name}: ${what}`)).toEqual([
    "accounts-pooler: PgBouncer",
    "events-schemas: registry of schemas",
    "events-connect: captures",
    "events-mirror-eu: mirror",
    "field-bridge: bridge of devices",
    "enrich: Flink",
    "likes: feature store",
  ]);
});

describe.each(all.map((part) => [part.name, part] as const))("what is watched of %s", (name, part) => {
  it("is about this one alone, explained to people, and no alert hides another", () => {
    const place = "store" in part.subject ? part.subject.store : part.subject.service;
    for (const expr of exprsOf(part))
      if (!expr.startsWith("vector(")) expect(expr).toMatch(new RegExp(`"[^"]*(${name}|${place})[^"]*"`));
    const labels = part.alerts.map((one) => [one.name, one.part, one.severity].join(" "));
    expect(new Set(labels).size).toBe(labels.length);
    const page = readFileSync(new URL("../../../../docs/stores/alerts.md", import.meta.url), "utf8");
    expect(part.alerts.filter((one) => !page.includes(`\`${one.name}\``)).map((one) => one.name)).toEqual([]);
  });

  it("has an alert for which somebody gets up, with whose it is", () => {
    const rules = decidePartRules(part, surroundings.tags).groups.flatMap((group) => group.rules);
    expect(rules.filter(({ labels }) => labels["severity"] === "critical").length).toBeGreaterThan(0);
    for (const { labels } of rules) expect(labels).toMatchObject({ ...part.subject, owner: surroundings.tags.owner });
  });
});

it("tells alerts of several things beside one store apart, and from the store's own: Alertmanager takes those with the same labels for one", () => {
  const crowded = exampleEnvironment({
    stores: {
      accounts: { kind: "postgres", pooling: "transaction", replicas: 1 },
      events: {
        ...{ kind: "kafka", brokers: 3, schemas: {}, mirrors: { eu: mirror, us: mirror } },
        captures: { accounts: { tables: { customers: {} } } },
      },
    },
    domains: {},
  });
  for (const store of ["accounts", "events"]) {
    const wish = crowded.stores[store];
    if (wish?.kind !== "postgres" && wish?.kind !== "kafka") throw new Error(`${store} is of another kind`);
    const own = decideRules(store, decideStoreWatch(store, wish, crowded, surroundings).alerts, surroundings.tags);
    const beside = decideStoreParts(crowded, store, surroundings);
    expect(beside.length).toBeGreaterThan(1);
    const rules = [own, ...beside.map((part) => decidePartRules(part, surroundings.tags))].flatMap(({ groups }) =>
      groups.flatMap((group) => group.rules),
    );
    const told = rules.map(({ alert: name, labels }) => JSON.stringify([name, labels]));
    expect(told.filter((one, index) => told.indexOf(one) !== index)).toEqual([]);
  }
});

it("lets a Prometheus alone to each port that its monitor names", () => {
  const flows = partFlows(environment);
  for (const { pods, ports } of parts) {
    const monitor = decidePartMonitor({ pods, ports });
    expect(monitor.podMetricsEndpoints.map(({ port }) => port)).toEqual(ports.map(({ name }) => name));
    const flow = flows.find(({ to }) => to === pods || JSON.stringify(to) === JSON.stringify(pods));
    expect(flow).toMatchObject({ from: { namespace: "landbridge-monitoring" }, ports: ports.map(({ port }) => port) });
  }
  expect(flows.length).toBe(parts.length + 1);
});

it("reads no number of workers that they aren't told to tell", () => {
  const told = [...decideMetricsSettings().matchAll(/"name":"([a-z_]+)(\$2)?"/g)].map(([, name = ""]) => name);
  const read = ["events-connect", "events-mirror-eu"].flatMap((name) =>
    exprsOf(named(name)).flatMap((expr) => expr.match(/\b(?:debezium|kafka_con)\w+/g) ?? []),
  );
  expect(new Set(read).size).toBeGreaterThan(5);
  expect(
    read.filter((name) => !told.some((each) => name === each || (each.endsWith("_") && name.startsWith(each)))),
  ).toEqual([]);
});

it("reads the numbers of captures by the names that each database's connector has, MongoDB's with a task's", () => {
  const settings = decideMetricsSettings([{ kind: "mongodb" }, { kind: "mysql" }]);
  const { rules, includeObjectNames } = z
    .object({
      includeObjectNames: z.array(z.string()),
      rules: z.array(z.object({ name: z.string(), pattern: z.string() })),
    })
    .parse(JSON.parse(settings));
  const pattern = new RegExp(rules.find(({ name }) => name.startsWith("debezium_"))?.pattern ?? "?");
  const told = (domain: string, keys: string) =>
    pattern.exec(`debezium.${domain}<type=connector-metrics, context=streaming, ${keys}><>MilliSecondsBehindSource: 5`);
  expect(told("mariadb", "server=ledger")?.slice(1)).toEqual(["ledger", "MilliSecondsBehindSource"]);
  expect(told("mongodb", "server=carts, task=0")?.slice(1)).toEqual(["carts", "MilliSecondsBehindSource"]);
  expect(told("postgres", "server=accounts")).toBeNull();
  expect(includeObjectNames).toContain("debezium.mongodb:type=connector-metrics,context=streaming,*");
});

it("asks mirrors' connectors whether they run, which have no task while there is nothing to copy", () => {
  const running = named("events-mirror-eu").alerts.filter(({ name }) => name === "MirrorNotRunning");
  expect(running.map(({ part, expr }) => [part, expr.replace(/\{.*connector="/, "{")])).toEqual([
    [
      "messages",
      '(count(kafka_connect_connector_status{eu->events.MirrorSourceConnector",status="running"}) or vector(0)) < 1',
    ],
    [
      "places",
      '(count(kafka_connect_connector_status{eu->events.MirrorCheckpointConnector",status="running"}) or vector(0)) < 1',
    ],
  ]);
  expect(alert("events-connect", "CaptureNotRunning").expr).toContain("kafka_connect_connector_task_status{");
  expect(alert("events-mirror-eu", "MirrorCopiesNothing")).toMatchObject({ severity: "warning", minutes: 60 });
});

it("tells how a connector is from what Kafka Connect says of it, quoted or not", () => {
  const { pattern } = workersSettings.rules.find(({ name }) => name === "kafka_connect_connector_status") ?? {
    pattern: "^$",
  };
  for (const connector of ["events.accounts", '"eu->events.MirrorSourceConnector"'])
    expect(`kafka.connect<type=connector-metrics, connector=${connector}><>status: running`).toMatch(
      new RegExp(pattern),
    );
  expect("kafka.connect<type=connector-task-metrics, connector=a, task=0><>status: running").not.toMatch(
    new RegExp(pattern),
  );
  expect(workersSettings.includeObjectNames).toContain("kafka.connect:type=connector-metrics,*");
});

it("says that a pooler doesn't reach its server by what it has, not by who waits: clients are sent away at once", () => {
  const { expr } = alert("accounts-pooler", "PoolerServerSilent");
  for (const state of ["active", "idle", "used", "testing"])
    expect(expr).toContain(`pgbouncer_pools_server_${state}_connections`);
  expect(expr.replaceAll(/\{[^}]+\}/g, "")).toMatch(
    /^sum by \(pod\) \(max_over_time\(pgbouncer_pools_client_active_connections\[5m\]\) \+ .+\) > 0 and sum by \(pod\) \(.+\) == 0$/,
  );
});

it("wakes somebody of a bridge that is cut off or refused now, not of gaps that are over", () => {
  const { expr, minutes } = alert("field-bridge", "BridgeStands");
  const series = expr.match(/input_connection_up(\{[^}]+\})/)?.[1] ?? "";
  expect(series).toContain('endpoint="collect"');
  const inner = series.slice(0, -1);
  expect(expr.replaceAll(series, "").replace(inner, `{endpoint="collect"`)).toBe(
    "(min(max by (path) (input_connection_up - input_connection_lost)) < 1) or " +
      "(min(max by (path) (output_connection_up - output_connection_lost)) < 1) or " +
      "((sum(increase(output_error[3m])) or vector(0)) > 0 and (sum(increase(output_sent[3m])) or vector(0)) == 0) or " +
      // Who writes to a Kafka that is away counts no failure and no lost connection.
      '((sum(processor_sent{endpoint="collect",label="fit"}) - sum(output_sent)) > 0 and (sum(increase(output_sent[5m])) or vector(0)) == 0)',
  );
  expect(minutes).toBe(10);
});

it("says that a bridge fails now and then once it does so for longer than a roll takes", () => {
  const { expr, minutes } = alert("field-bridge", "BridgeFails");
  const window = Number(expr.match(/\[(\d+)m\]/)?.[1]);
  // Three brokers, each of which is away for up to three minutes.
  expect(minutes).toBeGreaterThan(3 * 3 + window);
});

it("takes a lookup of what a registry doesn't have for no fault of its own", () => {
  expect(alert("events-schemas", "RegistryStorageFails").expr).toMatch(
    /success="false"\}\[10m\]\)\) > 5 and sum by \(pod\) \(increase\(rest_requests_seconds_count\{.*status_code_group="5xx"\}\[10m\]\)\) > 5$/,
  );
});

it("says when a cloud's server keeps too much of its log for a capture, by what looks after it there", () => {
  const accounts = { kind: "postgres", placement: "managed" };
  const managed = exampleEnvironment({
    stores: { accounts, events: { kind: "kafka", captures: { accounts: { tables: { customers: {} } } } } },
  });
  const alerts = decideStoreParts(managed, "events", surroundings).flatMap((part) => part.alerts);
  expect(alerts.find(({ name }) => name === "CaptureLosesItsPlace")).toMatchObject({
    ...{ part: "accounts", severity: "critical" },
    expr: expect.stringMatching(/cronjob="accounts-upkeep"\}\) > 1800$/) as unknown,
  });
});

it("says when a server without replicas keeps too much of its log for a capture", () => {
  expect(alert("events-connect", "CaptureLosesItsPlace")).toMatchObject({ part: "accounts", severity: "critical" });
  expect(alert("events-connect", "CaptureLosesItsPlace").expr).toMatch(
    /job="landbridge-data\/accounts",slot_name="capture_events"\}\) > [1-9]\d+ \* 1048576$/,
  );
});

it("asks of each job of Flink that is to run, by the ids that it may have", () => {
  const { expr } = alert("enrich", "FlinkJobNotRunning");
  for (const id of flinkJobIds("streams", "enrich", "sums")) expect(expr).toContain(id);
  expect(named("enrich").alerts.map(({ part }) => part)).not.toContain("old");
});

it("says when features are older than they should be, each by how often they are brought", () => {
  expect(alert("likes", "FeaturesStale").expr).toMatch(/cronjob="likes-materialize"\}\) > 3 \* 3600$/);
  expect(named("likes").ports).toBeUndefined();
});

it("says of who fills stores when one wasn't seen to be filled, later than a filling and the looks after it may take", () => {
  const warms = { online: { keys: "likes:", command: ["warm"], everyMinutes: 10, deadlineMinutes: 20 } } as const;
  const wishes = environment.domains["streams"]?.services;
  const [intake, likes] = [wishes?.["intake"], wishes?.["likes"]];
  if (intake === undefined || likes === undefined) throw new Error("has both");
  const plain = decideServiceWatch("streams", "intake", { ...intake, warms }, surroundings);
  expect(plain?.alerts).toMatchObject([{ name: "StoreNotFilled", part: "online", severity: "warning" }]);
  expect(plain?.alerts[0]?.expr).toMatch(/namespace="streams",cronjob="intake-warm-online"\}\) > 50 \* 60$/);
  expect(plain?.subject).toEqual({ domain: "streams", service: "intake" });
  const both = decideServiceWatch("streams", "likes", { ...likes, warms }, surroundings)?.alerts.map(
    ({ name }) => name,
  );
  expect(both).toEqual(expect.arrayContaining(["FeaturesStale", "StoreNotFilled"]));
  const page = readFileSync(new URL("../../../../docs/stores/alerts.md", import.meta.url), "utf8");
  expect(page).toContain("`StoreNotFilled`");
});
