import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import type { FlowOptions } from "../network/flows/flow.ts";
import { servicePods } from "../network/flows/flow.ts";
import { decideFlows } from "../network/flows/flows.ts";
import { storePods } from "../network/flows/store-flows.ts";
import {
  applyCommand,
  canServeFeatures,
  decideFeatureDemand,
  decideFeatureSettings,
  decideMaterialization,
  featureProject,
  featureTaskPods,
  featureVersion,
  materializeCommand,
  serveCommand,
} from "./feature-store.ts";
import { decideProbes } from "./workload.ts";

const features = { registry: "features", online: "online-store", offline: "features", keepDays: 2 };
const settings = (known: readonly string[], wish: Parameters<typeof decideFeatureSettings>[0]["features"] = features) =>
  decideFeatureSettings({ project: "ml_features", features: wish, knowsAuthority: (store) => known.includes(store) });

describe("a feature store's settings", () => {
  it("name what differs by place as variables, passwords among them, and verify servers", () => {
    expect(settings(["features", "online-store"])).toBe(
      [
        "project: ml_features",
        "provider: local",
        "entity_key_serialization_version: 3",
        "registry:",
        "  registry_type: sql",
        '  path: "postgresql+psycopg://${FEATURES_HOST}:${FEATURES_PORT}/${FEATURES_DATABASE}"',
        "  cache_ttl_seconds: 60",
        "  sqlalchemy_config_kwargs:",
        "    echo: false",
        "    pool_pre_ping: true",
        "    connect_args:",
        '      user: "${FEATURES_USER}"',
        '      password: "${FEATURES_PASSWORD}"',
        '      sslmode: "${FEATURES_SSLMODE}"',
        '      sslrootcert: "${FEATURES_CA_FILE}"',
        "online_store:",
        "  type: redis",
        "  redis_type: redis_cluster",
        '  connection_string: "${ONLINE_STORE_HOST}:${ONLINE_STORE_PORT},ssl=${ONLINE_STORE_TLS},username=${ONLINE_STORE_USER},password=${ONLINE_STORE_PASSWORD},ssl_ca_certs=${ONLINE_STORE_CA_FILE}"',
        "  key_ttl_seconds: 172800",
        "offline_store:",
        "  type: postgres",
        '  host: "${FEATURES_HOST}"',
        "  port: ${FEATURES_PORT}",
        '  database: "${FEATURES_DATABASE}"',
        "  db_schema: public",
        '  user: "${FEATURES_USER}"',
        '  password: "${FEATURES_PASSWORD}"',
        '  sslmode: "${FEATURES_SSLMODE}"',
        '  sslrootcert_path: "${FEATURES_CA_FILE}"',
        "auth:",
        "  type: no_auth",
        "",
      ].join("\n"),
    );
  });

  it("name no file of authorities where there is none: a variable that isn't set would stay as it is written", () => {
    expect(settings([])).not.toContain("CA_FILE");
    expect(settings(["features"])).not.toContain("ssl_ca_certs");
    expect(settings(["online-store"])).not.toContain("sslrootcert");
  });

  it("say nothing of history, or of an end, that nobody wished for", () => {
    const text = settings([], { registry: "features", online: "online-store" });
    expect(text).not.toContain("offline_store");
    expect(text).not.toContain("key_ttl_seconds");
  });
});

describe("what a feature store runs", () => {
  const yaml = "/etc/landbridge/features/feature_store.yaml";

  it("serves on the service's port, with a worker for each CPU and one at least", () => {
    const command = (size: "micro" | "xlarge") => serveCommand({ size, serves: { rest: { port: 8088, path: "/" } } });
    const beginning = ["feast", "--feature-store-yaml", yaml, "serve", "--host", "0.0.0.0", "--port", "8088"];
    expect(command("micro")).toEqual([...beginning, "--workers", "1", "--no-access-log"]);
    expect(command("xlarge")).toEqual([...beginning, "--workers", "4", "--no-access-log"]);
  });

  it("applies definitions, and brings features online until now", () => {
    expect(applyCommand).toEqual(["feast", "--feature-store-yaml", yaml, "apply"]);
    expect(materializeCommand).toEqual([
      "/bin/sh",
      "-c",
      `exec feast --feature-store-yaml ${yaml} materialize-incremental "$(date -u +%Y-%m-%dT%H:%M:%S)"`,
    ]);
  });

  it("is asked where Feast answers, whatever the service says of its health", () => {
    const wish = { serves: { rest: { port: 8080, path: "/" } }, health: { live: "/livez", ready: "/readyz" } };
    expect(decideProbes({ ...wish, features })).toMatchObject({
      livenessProbe: { httpGet: { path: "/health", port: "rest" } },
      readinessProbe: { httpGet: { path: "/health", port: "rest" } },
    });
    expect(decideProbes(wish)).toMatchObject({ livenessProbe: { httpGet: { path: "/livez" } } });
  });

  it("needs more memory than the smallest size has, and room for a task of its size", () => {
    expect((["nano", "micro", "large"] as const).filter((size) => canServeFeatures(size))).toEqual(["micro", "large"]);
    expect(decideFeatureDemand({ size: "small", features })).toEqual([{ cpu: 0.5, memoryGiB: 1, pods: 1 }]);
    expect(decideFeatureDemand({ size: "small" })).toEqual([]);
  });

  it("has a project that Feast takes as a name, and a version for each image and settings", () => {
    expect(featureProject("ml-core", "customer-features")).toBe("ml_core_customer_features");
    const version = featureVersion("features", "ml/features:1.0.0", "project: a\n");
    expect(version).toMatch(/^features-features-[0-9a-f]{10}$/);
    expect(featureVersion("features", "ml/features:1.0.1", "project: a\n")).not.toBe(version);
    expect(featureVersion("features", "ml/features:1.0.0", "project: b\n")).not.toBe(version);
  });
});

describe("when features are brought online", () => {
  const of = (every: "quarter-hour" | "hour" | "day") => decideMaterialization("ml", "features", every);

  it("is as often as wished, at a minute of the service's own, and never twice at once", () => {
    const minute = Number.parseInt(of("hour").schedule, 10);
    expect([of("quarter-hour").schedule, of("hour").schedule, of("day").schedule]).toEqual([
      `${minute % 15}-59/15 * * * *`,
      `${minute} * * * *`,
      `${minute} 4 * * *`,
    ]);
    expect(of("hour")).toMatchObject({ concurrencyPolicy: "Forbid", timeZone: "Etc/UTC" });
    expect(decideMaterialization("ml", "others", "hour").schedule).not.toBe(of("hour").schedule);
  });

  it("ends before a whole day of runs is lost behind one that hangs", () => {
    expect([of("quarter-hour"), of("hour"), of("day")].map(({ deadlineSeconds }) => deadlineSeconds / 3600)).toEqual([
      1, 4, 20,
    ]);
  });
});

describe("flows of a feature store", () => {
  const options: FlowOptions = {
    ...{ operators: [], platformOperators: [], cloudOperators: [], managedCidrs: [], warehousePorts: [] },
    tokenEndpoints: [],
    managed: {} as never,
  };
  const service = {
    image: "ml/features:1.0.0",
    serves: { rest: {} },
    uses: { features: "read-write", online: "read-write" },
    features: { registry: "features", online: "online" },
  };
  const stores = { features: { kind: "postgres" }, online: { kind: "redis", purpose: "session" } };
  const flowsOf = (wish: object) =>
    decideFlows(
      exampleEnvironment({ stores, domains: { ml: { owner: "ml", services: { features: wish } } } }),
      options,
    );
  const tasks = featureTaskPods("ml", "features");
  const leaving = (wish: object) => flowsOf(wish).filter(({ from }) => JSON.stringify(from) === JSON.stringify(tasks));

  it("lead its tasks where its servers go, and nobody to its tasks", () => {
    expect(leaving(service)).toEqual([
      { from: tasks, to: storePods("features", "postgres"), ports: [5432] },
      { from: tasks, to: storePods("online", "redis"), ports: [6379] },
    ]);
    expect(flowsOf(service).some(({ to }) => JSON.stringify(to) === JSON.stringify(tasks))).toBe(false);
    expect(leaving({ ...service, features: undefined })).toEqual([]);
  });

  it("know tasks by labels that select no server", () => {
    expect(tasks.labels).not.toEqual(servicePods("ml", "features").labels);
    expect(tasks.labels["app.kubernetes.io/name"]).toBe("tasks.features");
  });
});
