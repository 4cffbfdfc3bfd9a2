import { output, secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { store as storeSchema, type KafkaWish } from "../../../environments/schema/stores/stores.ts";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { KafkaAccess, SchemaRegistryAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { registryPods } from "../../kit/messaging/kafka/schema-registry.ts";
import {
  custom,
  exampleAuthority,
  examplePem,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../../plan.fixture.ts";
import { needsCertificates } from "../../platform/needed-operators.ts";
import { DataStores } from "../data-stores.ts";
import { SchemaRegistry } from "./schema-registry.ts";
import { Server } from "../clients.fixture.ts";

const wish = storeSchema.parse({ kind: "kafka", schemas: { compatibility: "full-transitive" } });
if (wish.kind !== "kafka") throw new Error("it is no Kafka");
const kafka: KafkaWish = wish;

const users = [
  { name: "shop-order", domain: "shop", service: "order", writes: ["orders.created"] },
  { name: "shop-report", domain: "shop", service: "report", writes: [] },
];

async function plan(around: Parameters<typeof exampleSurroundings>[0], broker: Partial<KafkaAccess> = {}) {
  let found: SchemaRegistryAccess | undefined;
  const resources = await planComponents((opts) => {
    const login = { user: output("events.registry"), password: secret("kafkas") };
    const access: KafkaAccess = {
      ...{ kind: "kafka", bootstrap: new Server("brokers").address, protocol: "SASL_SSL" },
      ...{ mechanism: "SCRAM-SHA-512", logins: { registry: login }, ...broker },
    };
    const surroundings = exampleSurroundings(around);
    const common = { store: "events", wish: kafka, access, users, topics: ["orders.created"], surroundings };
    const schemas = { compatibility: "full-transitive" } as const;
    const args = { ...common, schemas, namespace: "data", authority: exampleAuthority() };
    found = new SchemaRegistry("shop-events-schemas", args, opts).access;
  });
  return { resources, access: found };
}

const twice = plan({ tier: "production", zones: 3 }, { authorities: examplePem });
const once = plan({ tier: "development", costMode: "free-tier" });

function textOf(planned: Awaited<typeof twice>, name: string): string {
  return JSON.stringify(custom(planned.resources, name).inputs);
}

describe("a registry of schemas", () => {
  it("is two pods with a budget, a Service and a certificate of its own", async () => {
    const { resources } = await twice;
    const ours = resources.filter(({ name, type }) => name.startsWith("shop-") && type.startsWith("kubernetes:"));
    expect(typesAndNames(ours)).toEqual([
      "kubernetes:apps/v1:Deployment shop-events-schemas-deployment",
      "kubernetes:cert-manager.io/v1:Certificate shop-events-schemas-certificate-schemas-tls",
      "kubernetes:core/v1:ConfigMap shop-events-schemas-authorities",
      "kubernetes:core/v1:ConfigMap shop-events-schemas-config",
      "kubernetes:core/v1:Secret shop-events-schemas-logins",
      "kubernetes:core/v1:Service shop-events-schemas-service",
      "kubernetes:core/v1:ServiceAccount shop-events-schemas-account",
      "kubernetes:policy/v1:PodDisruptionBudget shop-events-schemas-budget",
    ]);
    const deployment = custom(resources, "shop-events-schemas-deployment");
    const { replicas, selector } = objectAt(deployment, "spec");
    expect([replicas, selector]).toEqual([2, { matchLabels: registryPods("events").labels }]);
    expect(waitsFor(deployment)).toContain("shop-events-schemas-certificate-schemas-tls");
    expect(textOf(await twice, "shop-events-schemas-certificate-schemas-tls")).toContain(
      "events-schemas.landbridge-data.svc",
    );
  });

  it("is one pod without a budget where nobody pays for a spare, and trusts what its image trusts at a cloud's brokers", async () => {
    const planned = await once;
    expect(objectAt(custom(planned.resources, "shop-events-schemas-deployment"), "spec")["replicas"]).toBe(1);
    expect(planned.resources.map(({ name }) => name)).not.toContain("shop-events-schemas-budget");
    expect(textOf(planned, "shop-events-schemas-config")).not.toContain("truststore");
    expect(textOf(await twice, "shop-events-schemas-config")).toContain("/etc/landbridge/authorities/events.pem");
  });

  it("keeps passwords in a Secret alone, and reads no more of the pod than it is given", async () => {
    const planned = await twice;
    expect(isSecret(custom(planned.resources, "shop-events-schemas-logins").inputs["stringData"])).toBe(true);
    expect(textOf(planned, "shop-events-schemas-config")).not.toContain("embedded.users.");
    const pod = textOf(planned, "shop-events-schemas-deployment");
    expect(pod).toContain('"automountServiceAccountToken":false');
    expect(pod).toContain('"readOnlyRootFilesystem":true');
    expect(pod).toContain(
      '"value":"/etc/landbridge/registry/registry.properties,/etc/landbridge/logins/logins.properties"',
    );
  });

  it("gives a login and the authority to each service whose topics have schemas", async () => {
    const { access } = await twice;
    expect(Object.keys(access?.logins ?? {})).toEqual(["shop-order", "shop-report"]);
    expect(access?.authorities).toBeDefined();
    const url = await new Promise((resolve) => access?.url.apply(resolve));
    expect(url).toBe("https://events-schemas.landbridge-data.svc:8443/apis/ccompat/v7");
  });

  it("fails without a login in its Kafka", async () => {
    await expect(plan({}, { logins: {} })).rejects.toThrow("has no login registry");
  });
});

describe("a cloud's Kafka whose topics have schemas", () => {
  const order = { image: "shop/order:1.0.0", publishes: { "orders.created": { to: "events", schema: "avro" } } };
  const environment = exampleEnvironment({
    stores: { events: { kind: "kafka", placement: "managed", schemas: {} } },
    domains: { shop: { owner: "team", services: { order } } },
  });
  const login = { user: output("someone"), password: secret("kafkas") };
  const access: KafkaAccess = {
    ...{ kind: "kafka", bootstrap: output("brokers.example:9096"), protocol: "SASL_SSL", mechanism: "PLAIN" },
    logins: { registry: login, "shop-order": login },
  };

  it("has a registry beside it in the cluster, for which something has to sign certificates", async () => {
    let stores: DataStores | undefined;
    const surroundings = exampleSurroundings();
    const args = { environment, surroundings, namespace: "data", operators: {}, authority: exampleAuthority() };
    const managed = {
      postgres: {},
      mysql: {},
      kafka: { events: { access } },
      cassandra: {},
      mongodb: {},
      rabbitmq: {},
    };
    const resources = await planComponents((opts) => {
      stores = new DataStores("data", { ...args, managed: { ...managed, redis: {} } }, opts);
    });
    expect(custom(resources, "data-events-schemas-deployment").type).toBe("kubernetes:apps/v1:Deployment");
    const made = stores?.access["events"];
    expect(made?.kind === "kafka" && Object.keys(made.schemas?.logins ?? {})).toEqual(["shop-order"]);
    expect(needsCertificates(environment)).toBe(true);
  });
});
