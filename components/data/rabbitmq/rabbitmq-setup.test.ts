import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { RabbitmqAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { setupPods } from "../../kit/network/flows/store-flows.ts";
import { rabbitmqAdmin } from "../../kit/messaging/rabbitmq/rabbitmq-setup.ts";
import { decideQueues, decideRabbitmqUsers } from "../../kit/messaging/rabbitmq/rabbitmq.ts";
import { setupSize } from "../../kit/databases/store-limits.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { createPassword } from "../../secrets/password.ts";
import { Service } from "../clients.fixture.ts";
import { RabbitmqSetup } from "./rabbitmq-setup.ts";

const wish = {
  kind: "rabbitmq",
  placement: "managed",
  size: "large",
  dataClass: "personal",
  version: "4.2",
  brokers: 3,
  storageGiB: 20,
} as const;

const bill = { image: "billing/bill:1.0.0", sends: { mails: { to: "jobs" } } };
const mail = { image: "billing/mail:1.0.0", receives: { mails: { from: "jobs" } } };

async function plan(services: object = { bill, mail }) {
  let access: RabbitmqAccess | undefined;
  const environment = exampleEnvironment({
    stores: { jobs: { kind: "rabbitmq", placement: "managed" } },
    domains: { billing: { owner: "billing-team", services } },
  });
  const resources = await planComponents((opts) => {
    const host = output("b-1.mq.example");
    const admin = { user: output(rabbitmqAdmin), password: createPassword("admin", {}) };
    const broker = { endpoint: { host, port: 5671 }, management: { host, port: 443 }, admin };
    const inside = { queues: decideQueues(environment, "jobs"), users: decideRabbitmqUsers(environment, "jobs") };
    const args = { store: "jobs", wish, ...inside, broker, surroundings: exampleSurroundings(), namespace: "data" };
    access = new RabbitmqSetup("shop-jobs", args, opts).access;
    const user = access.logins["billing-bill"]?.user;
    if (user !== undefined) new Service("service", user);
  });
  return { resources, access, job: custom(resources, "shop-jobs-job") };
}

it("makes one Job that makes what is inside, and a password for each service", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources.filter(({ name }) => name.startsWith("shop-jobs")))).toEqual([
    "kubernetes:batch/v1:Job shop-jobs-job",
    "kubernetes:core/v1:ConfigMap shop-jobs-config",
    "kubernetes:core/v1:Secret shop-jobs-secret",
    "landbridge:data:RabbitmqSetup shop-jobs",
    "random:index/randomPassword:RandomPassword shop-jobs-login-billing-bill-password",
    "random:index/randomPassword:RandomPassword shop-jobs-login-billing-mail-password",
  ]);
});

it("says how services reach it, in the virtual host of the store's name", async () => {
  const { access } = await plan();
  expect(access).toMatchObject({ kind: "rabbitmq", vhost: "jobs", endpoint: { port: 5671 } });
  expect(Object.keys(access?.logins ?? {})).toEqual(["billing-bill", "billing-mail"]);
});

it("runs again exactly when queues or rights change", async () => {
  const nameOf = async (services?: object) => objectAt((await plan(services)).job, "metadata")["name"];
  const first = await nameOf();
  expect(first).toMatch(/^jobs-setup-[0-9a-f]{10}$/);
  expect(await nameOf({ bill: { ...bill, size: "large" }, mail })).toBe(first);
  const longer = { ...mail, receives: { mails: { from: "jobs", maxLength: 5 } } };
  expect(await nameOf({ bill, mail: longer })).not.toBe(first);
});

it("lets nobody log in before the login is there", async () => {
  const { resources } = await plan();
  expect(waitsFor(custom(resources, "service"))).toContain("shop-jobs-job");
});

it("keeps passwords in a Secret, gives the Job the administrator's by name and the others as files", async () => {
  const { resources, job } = await plan();
  expect(isSecret(custom(resources, "shop-jobs-secret").inputs["stringData"])).toBe(true);
  const text = JSON.stringify(job.inputs);
  expect(text).toContain('"secretKeyRef":{"key":"admin"');
  expect(text).toContain(
    '"items":[{"key":"billing-bill","path":"billing-bill"},{"key":"billing-mail","path":"billing-mail"}]',
  );
  expect(text).toContain('{"mountPath":"/etc/landbridge/passwords","name":"passwords","readOnly":true}');
});

it("mounts no Secret where nobody logs in: without items all of it would be there", async () => {
  const text = JSON.stringify((await plan({})).job.inputs);
  expect(text).not.toContain('"secretName"');
  expect(text).not.toContain('"name":"passwords"');
});

it("asks the management API over TLS, by the pinned image of curl", async () => {
  const { job } = await plan();
  const text = JSON.stringify(job.inputs);
  expect(text).toContain('{"name":"MANAGEMENT","value":"https://b-1.mq.example:443"}');
  expect(text).toMatch(/"image":"quay\.io\/curl\/curl:[\d.]+@sha256:[0-9a-f]{64}"/);
});

it("runs as nobody, on a root that it can't write, in pods that may reach the broker", async () => {
  const { job } = await plan();
  const { labels } = objectAt(job, "spec", "template", "metadata");
  expect(labels).toMatchObject({ ...setupPods("jobs").labels });
  const text = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  for (const guard of ['"readOnlyRootFilesystem":true', '"runAsNonRoot":true', '"automountServiceAccountToken":false'])
    expect(text).toContain(guard);
  // A password is in a file there for a moment.
  expect(text).toContain('"emptyDir":{"medium":"Memory"');
});

it("requests no more than the namespace's quota reckons with", async () => {
  const { job } = await plan();
  const text = JSON.stringify(objectAt(job, "spec", "template", "spec"));
  const [, cpu, memory] = /"requests":\{"cpu":"(\d+)m",.*?"memory":"(\d+)Mi"/.exec(text) ?? [];
  expect(Number(cpu)).toBeLessThanOrEqual(setupSize.cpu * 1000);
  expect(Number(memory)).toBeLessThanOrEqual(setupSize.memoryGiB * 1024);
});
