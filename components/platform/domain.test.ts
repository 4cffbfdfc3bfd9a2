import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../plan/planned-resource.ts";
import type { StoreAccess } from "../cloud.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import type { CloudRights } from "../workloads/rights.ts";
import { Domain } from "./domain.ts";
import { environmentFlows } from "./environment-flows.ts";

// Made inside of the program, as stores are.
function exampleStores(): Record<string, StoreAccess> {
  const login = { user: output("someone"), password: secret("hidden") };
  const logins = { "commerce-order": login, "commerce-inventory": login, "billing-settle": login };
  const at = (host: string, port: number) => ({ host: output(host), port });
  return {
    orders: { kind: "postgres", readWrite: at("rw", 5432), readOnly: at("ro", 5432), database: "orders", logins },
    events: {
      kind: "kafka",
      bootstrap: output("kafka:9093"),
      protocol: "SASL_SSL",
      mechanism: "SCRAM-SHA-512",
      logins,
    },
    sessions: { kind: "redis", endpoint: at("redis", 6379), tls: true, logins },
  };
}

const plan = (domain: string, environment = exampleEnvironment(), rights?: () => CloudRights) =>
  planComponents((opts) => {
    const surroundings = exampleSurroundings();
    const args = { environment, domain, surroundings, flows: environmentFlows(environment), stores: exampleStores() };
    const secretValue = (name: string) => secret(`value of ${name}`);
    const registryHost = output("registry.example.com/shop");
    const given = rights === undefined ? {} : { rights: rights() };
    new Domain(`shop-${domain}`, { ...args, registryHost, secretValue, ...given }, opts);
  });

const podOf = async (domain: string, service: string, environment = exampleEnvironment()) =>
  objectAt(custom(await plan(domain, environment), `shop-${domain}-${service}-deployment`), "spec", "template", "spec");

async function containerOf(domain: string, service: string, environment = exampleEnvironment()) {
  const { containers } = await podOf(domain, service, environment);
  const [container] = typeof containers === "object" && containers !== null ? Object.values(containers) : [];
  return container;
}

it("makes a namespace, and for each service its pods and all around them", async () => {
  const made = typesAndNames(await plan("commerce")).filter((line) => line.includes("shop-commerce-order"));
  expect(made).toEqual([
    "kubernetes:apps/v1:Deployment shop-commerce-order-deployment",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler shop-commerce-order-scaler",
    "kubernetes:core/v1:ConfigMap shop-commerce-order-config",
    "kubernetes:core/v1:Secret shop-commerce-order-bindings",
    "kubernetes:core/v1:Service shop-commerce-order-service",
    "kubernetes:core/v1:ServiceAccount shop-commerce-order-account",
    "kubernetes:policy/v1:PodDisruptionBudget shop-commerce-order-budget",
    "landbridge:workloads:ServiceWorkload shop-commerce-order",
  ]);
});

it("gives a worker neither a Service nor probes, and says why", async () => {
  const resources = await plan("billing");
  expect(typesAndNames(resources).filter((line) => /:Service |Budget /.test(line))).toEqual([]);
  const deployment = custom(resources, "shop-billing-settle-deployment");
  expect(objectAt(deployment, "metadata", "annotations")["landbridge.dev/no-probes"]).toBeTypeOf("string");
  expect(await containerOf("billing", "settle")).not.toHaveProperty("livenessProbe");
});

it("leaves the number of pods to the autoscaler alone", async () => {
  const resources = await plan("commerce");
  expect(objectAt(custom(resources, "shop-commerce-order-deployment"), "spec")).not.toHaveProperty("replicas");
  expect(objectAt(custom(resources, "shop-commerce-order-scaler"), "spec")).toMatchObject({
    scaleTargetRef: { kind: "Deployment", name: "order" },
    minReplicas: 3,
    maxReplicas: 30,
  });
});

it("selects pods by what never changes", async () => {
  const selector = { "app.kubernetes.io/name": "order", "app.kubernetes.io/component": "service" };
  const resources = await plan("commerce");
  const deployment = objectAt(custom(resources, "shop-commerce-order-deployment"), "spec");
  expect(deployment["selector"]).toEqual({ matchLabels: selector });
  expect(objectAt(custom(resources, "shop-commerce-order-service"), "spec")["selector"]).toEqual(selector);
});

it("runs without rights: no token, no root, nothing to write but /tmp", async () => {
  expect(await podOf("commerce", "order")).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } },
    volumes: [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }],
  });
  expect(await containerOf("commerce", "order")).toMatchObject({
    image: "registry.example.com/shop/commerce/order:2.4.1",
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  });
});

it("tells a service where its stores are, and keeps passwords in a Secret", async () => {
  const container = JSON.stringify(await containerOf("commerce", "order"));
  expect(container).toContain('{"name":"ORDERS_HOST","value":"rw"}');
  expect(container).toContain('{"name":"ORDERS_READ_HOST","value":"ro"}');
  expect(container).toContain('{"name":"ORDERS_SSLMODE","value":"require"}');
  expect(container).toContain('{"name":"EVENTS_BOOTSTRAP","value":"kafka:9093"}');
  expect(container).toContain('{"name":"SESSIONS_HOST","value":"redis"}');
  for (const variable of ["ORDERS_PASSWORD", "EVENTS_PASSWORD", "SESSIONS_PASSWORD", "STRIPE_KEY"]) {
    const valueFrom = { secretKeyRef: { key: variable, name: "order-bindings" } };
    expect(container).toContain(JSON.stringify({ name: variable, valueFrom }));
  }
  const bindings = custom(await plan("commerce"), "shop-commerce-order-bindings");
  expect(isSecret(bindings.inputs["stringData"])).toBe(true);
});

it("gives settings in an immutable ConfigMap that is named by its contents", async () => {
  const nameOf = async (level: string) => {
    const services = { order: { image: "a/b:1", config: { LOG_LEVEL: level } } };
    const environment = exampleEnvironment({ domains: { commerce: { owner: "team", services } } });
    const config = custom(await plan("commerce", environment), "shop-commerce-order-config");
    expect(config.inputs).toMatchObject({ immutable: true, data: { LOG_LEVEL: level } });
    return objectAt(config, "metadata")["name"];
  };
  expect(await nameOf("info")).toBe(await nameOf("info"));
  expect(await nameOf("info")).not.toBe(await nameOf("debug"));
});

it("tells a service the addresses of those that it calls", async () => {
  const { data } = custom(await plan("commerce"), "shop-commerce-order-config").inputs;
  expect(data).toEqual({
    INVENTORY_GRPC_ADDRESS: "inventory.commerce.svc:9090",
    LOG_LEVEL: "info",
    TOPIC_ORDERS_CREATED: "orders.created",
  });
});

it("tells a service where it may put messages aside, for how long, and how it handles each exactly once", async () => {
  const retry = { afterSeconds: [10, 60] };
  const settle = {
    image: "billing/settle:3.1.0",
    consumes: { orders: { from: "events", deadLetter: true, retry, exactlyOnce: true } },
  };
  const order = { image: "commerce/order:2.4.1", publishes: { orders: { to: "events" } } };
  const environment = exampleEnvironment({
    domains: {
      billing: { owner: "billing-team", services: { settle } },
      commerce: { owner: "commerce-team", services: { order } },
    },
  });
  const [config] = (await plan("billing", environment)).filter(({ type }) => type.endsWith(":ConfigMap"));
  expect(config?.inputs["data"]).toEqual({
    EVENTS_ENABLE_AUTO_COMMIT: "false",
    EVENTS_ENABLE_IDEMPOTENCE: "true",
    EVENTS_ISOLATION_LEVEL: "read_committed",
    EVENTS_TRANSACTIONAL_ID_PREFIX: "billing.settle.",
    TOPIC_ORDERS: "orders",
    TOPIC_ORDERS_DEAD_LETTER: "orders.settle.dead-letter",
    TOPIC_ORDERS_RETRY: "orders.settle.retry.1,orders.settle.retry.2",
    TOPIC_ORDERS_RETRY_AFTER_SECONDS: "10,60",
  });
});

it("replaces pods without losing one, and lets them drain", async () => {
  const resources = await plan("commerce");
  expect(objectAt(custom(resources, "shop-commerce-order-deployment"), "spec")["strategy"]).toEqual({
    type: "RollingUpdate",
    rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" },
  });
  const pod = await podOf("commerce", "order");
  expect(pod["terminationGracePeriodSeconds"]).toBe(45);
  expect(await containerOf("commerce", "order")).toMatchObject({ lifecycle: { preStop: { sleep: { seconds: 10 } } } });
});

it("starts pods after all that they read", async () => {
  const deployment = custom(await plan("commerce"), "shop-commerce-order-deployment");
  expect(waitsFor(deployment)).toEqual([
    "shop-commerce-namespace",
    "shop-commerce-order-account",
    "shop-commerce-order-bindings",
    "shop-commerce-order-config",
  ]);
});

it("labels everything with the domain's owner", async () => {
  const resources = (await plan("commerce")).filter((resource) => resource.custom && resource.name.includes("-order-"));
  for (const resource of resources) {
    expect(objectAt(resource, "metadata", "labels")["landbridge.dev/owner"], resource.name).toBe("commerce-team");
  }
});

it("fails for a store that gives no access", async () => {
  const services = { order: { image: "a/b:1", uses: { other: "read" } } };
  const environment = exampleEnvironment({ domains: { commerce: { owner: "team", services } } });
  await expect(plan("commerce", environment)).rejects.toThrow("commerce-order uses store other");
});

const withBuckets = () => {
  const services = {
    order: { image: "a/b:1", serves: { rest: {} }, buckets: { uploads: "read-write", "daily-reports": "read" } },
    plain: { image: "a/b:1", serves: { rest: {} } },
  };
  return exampleEnvironment({
    buckets: { uploads: {}, "daily-reports": {} },
    domains: { commerce: { owner: "team", services } },
  });
};
const cloudRights = (): CloudRights => ({
  identities: { "commerce-order": output("id-of-order") },
  bucketUrls: { uploads: output("paper://uploads"), "daily-reports": output("paper://reports") },
  podIdentity: {
    annotation: "paper.example/identity",
    podLabels: { "paper.example/use": "true" },
    tokenEndpoints: [],
    barman: {},
  },
});

it("gives a service that uses buckets its identity and says where they are, and leaves others as they were", async () => {
  const resources = await plan("commerce", withBuckets(), cloudRights);
  const account = (service: string) => objectAt(custom(resources, `shop-commerce-${service}-account`), "metadata");
  expect(account("order")["annotations"]).toEqual({ "paper.example/identity": "id-of-order" });
  expect(account("plain")).not.toHaveProperty("annotations");
  const labels = (service: string) =>
    objectAt(custom(resources, `shop-commerce-${service}-deployment`), "spec", "template", "metadata", "labels");
  expect(labels("order")["paper.example/use"]).toBe("true");
  expect(labels("plain")).not.toHaveProperty("paper.example/use");
  const pod = JSON.stringify(objectAt(custom(resources, "shop-commerce-order-deployment"), "spec"));
  expect(pod).toContain('{"name":"BUCKET_DAILY_REPORTS_URL","value":"paper://reports"}');
  expect(pod).toContain('{"name":"BUCKET_UPLOADS_URL","value":"paper://uploads"}');
});

it("keeps what a cloud wants on pods out of the selector, which can never change", async () => {
  const deployment = custom(await plan("commerce", withBuckets(), cloudRights), "shop-commerce-order-deployment");
  expect(objectAt(deployment, "spec", "selector", "matchLabels")).not.toHaveProperty("paper.example/use");
});

it("fails for a bucket that isn't there, and for an identity that no pod can be given", async () => {
  await expect(plan("commerce", withBuckets())).rejects.toThrow("commerce-order uses bucket");
  const homeless = () => ({ ...cloudRights(), podIdentity: undefined });
  await expect(plan("commerce", withBuckets(), homeless)).rejects.toThrow("which no pod can be given here");
});
