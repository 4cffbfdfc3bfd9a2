import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { KafkaAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { setupSize } from "../../kit/databases/store-limits.ts";
import { setupPods } from "../../kit/network/flows/store-flows.ts";
import { kafkaAdmin } from "../../kit/messaging/kafka/kafka-setup.ts";
import { decideKafkaUsers } from "../../kit/messaging/kafka/kafka-users.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { createPassword } from "../../secrets/password.ts";
import { Service } from "../clients.fixture.ts";
import { KafkaSetup } from "./kafka-setup.ts";

const wish = {
  kind: "kafka",
  placement: "managed",
  size: "large",
  dataClass: "personal",
  brokers: 3,
  storageGiB: 100,
} as const;

async function plan(domains?: object) {
  let access: KafkaAccess | undefined;
  const users = decideKafkaUsers(exampleEnvironment(domains === undefined ? {} : { domains }), "events");
  const resources = await planComponents((opts) => {
    const logins = Object.fromEntries(
      users.map(({ name }) => [name, { user: output(name), password: createPassword(`login-${name}`, {}) }]),
    );
    const given: KafkaAccess = {
      kind: "kafka",
      bootstrap: output("b-1.example:9096,b-2.example:9096"),
      protocol: "SASL_SSL",
      mechanism: "SCRAM-SHA-512",
      logins,
    };
    const admin = { user: output(kafkaAdmin), password: createPassword("admin", {}) };
    const surroundings = exampleSurroundings();
    const args = { store: "events", wish, users, access: given, admin, surroundings, namespace: "data" };
    access = new KafkaSetup("shop-events", args, opts).access;
    const user = access.logins["commerce-order"]?.user;
    if (user !== undefined) new Service("service", user);
  });
  return { resources, access, job: custom(resources, "shop-events-job") };
}

it("makes one Job that sets the rights of all services", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources.filter(({ name }) => name.startsWith("shop-events")))).toEqual([
    "kubernetes:batch/v1:Job shop-events-job",
    "kubernetes:core/v1:ConfigMap shop-events-config",
    "kubernetes:core/v1:Secret shop-events-secret",
    "landbridge:data:KafkaSetup shop-events",
  ]);
});

it("runs again exactly when rights change", async () => {
  const nameOf = async (domains?: object) => objectAt((await plan(domains)).job, "metadata")["name"];
  const order = { image: "commerce/order:1.0.0", publishes: { "orders.created": { to: "events" } } };
  const domains = (service: object) => ({ commerce: { owner: "commerce-team", services: { order: service } } });
  const first = await nameOf(domains(order));
  expect(first).toMatch(/^events-setup-[0-9a-f]{10}$/);
  expect(await nameOf(domains({ ...order, size: "large" }))).toBe(first);
  const more = { ...order, publishes: { ...order.publishes, "orders.settled": { to: "events" } } };
  expect(await nameOf(domains(more))).not.toBe(first);
});

it("lets nobody log in before the rights are set", async () => {
  const { resources } = await plan();
  expect(waitsFor(custom(resources, "service"))).toContain("shop-events-job");
});

it("keeps the administrator's password in a Secret, and gives it to the Job alone", async () => {
  const { resources, access, job } = await plan();
  expect(isSecret(custom(resources, "shop-events-secret").inputs["stringData"])).toBe(true);
  expect(Object.keys(access?.logins ?? {})).toEqual(["billing-settle", "commerce-order"]);
  expect(JSON.stringify(job.inputs)).toContain('"secretKeyRef":{"key":"admin"');
});

it("runs as nobody, on a root that it can't write, in pods that may reach the brokers", async () => {
  const { job } = await plan();
  const { labels } = objectAt(job, "spec", "template", "metadata");
  expect(labels).toMatchObject({ ...setupPods("events").labels });
  const text = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  expect(text).toContain('"readOnlyRootFilesystem":true');
  expect(text).toContain('"runAsNonRoot":true');
  expect(text).toContain('"automountServiceAccountToken":false');
  // Kafka's programs write their logs beside themselves otherwise.
  expect(text).toContain('{"name":"LOG_DIR","value":"/tmp/logs"}');
});

it("requests no more than the namespace's quota reckons with", async () => {
  const { job } = await plan();
  const text = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  const requests = /"requests":\{"cpu":"(\d+)m",.*?"memory":"(\d+)Mi"/.exec(text) ?? [];
  const limit = /"limits":\{[^}]*"memory":"(\d+)Mi"/.exec(text)?.[1];
  expect(Number(requests[1])).toBeLessThanOrEqual(setupSize.cpu * 1000);
  expect(Number(requests[2])).toBeLessThanOrEqual(setupSize.memoryGiB * 1024);
  expect(Number(limit)).toBeLessThanOrEqual(setupSize.memoryGiB * 1024);
});
