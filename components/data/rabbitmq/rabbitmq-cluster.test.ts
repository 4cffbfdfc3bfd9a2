import { output, type Input } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { rabbitmqAdmin } from "../../kit/messaging/rabbitmq/rabbitmq-setup.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { Namespace } from "../../platform/namespace.ts";
import { operatedKinds } from "../../platform/needed-operators.ts";
import { OperatorCharts } from "../../platform/operator-charts.ts";
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
import { DataStores } from "../data-stores.ts";

const bill = { image: "billing/bill:1.0.0", sends: { mails: { to: "jobs" } } };
const mail = { image: "billing/mail:1.0.0", receives: { mails: { from: "jobs" } } };
const domains = { billing: { owner: "billing-team", services: { bill, mail } } };

const environmentOf = (wish: object = {}) =>
  exampleEnvironment({ stores: { jobs: { kind: "rabbitmq", ...wish } }, domains });

async function plan(changes: Partial<Surroundings> = {}, wish: object = {}) {
  let access: StoreAccess | undefined;
  const environment = environmentOf(wish);
  const all = await planComponents((opts) => {
    const surroundings = exampleSurroundings(changes);
    const flows = environmentFlows(environment);
    const data = new Namespace(
      "shop-data",
      { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows, protect: true },
      opts,
    );
    const kinds = operatedKinds(environment);
    const { ready } = new OperatorCharts("shop-operators", { kinds, surroundings, flows, watched: data }, opts);
    const common = { surroundings, namespace: data.name, operators: ready, authority: exampleAuthority() };
    access = new DataStores("shop-stores", { environment, ...common }, opts).access["jobs"];
  });
  const resources = all.filter(({ name }) => name.startsWith("shop-stores"));
  return { all, resources, access, cluster: custom(resources, "shop-stores-jobs-brokers-cluster") };
}

const known = (value: Input<string> | undefined) => new Promise((resolve) => output(value).apply(resolve));

it("makes brokers with a certificate, and what is inside of them by the same Job as in a cloud", async () => {
  const { resources } = await plan();
  expect(typesAndNames(resources)).toEqual([
    "kubernetes:batch/v1:Job shop-stores-jobs-job",
    "kubernetes:cert-manager.io/v1:Certificate shop-stores-jobs-brokers-certificate-tls",
    "kubernetes:core/v1:ConfigMap shop-stores-jobs-brokers-inter-node",
    "kubernetes:core/v1:ConfigMap shop-stores-jobs-config",
    "kubernetes:core/v1:Secret shop-stores-jobs-brokers-admin",
    "kubernetes:core/v1:Secret shop-stores-jobs-secret",
    "kubernetes:policy/v1:PodDisruptionBudget shop-stores-jobs-brokers-budget",
    "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster shop-stores-jobs-brokers-cluster",
    "landbridge:data:DataStores shop-stores",
    "landbridge:data:RabbitmqCluster shop-stores-jobs-brokers",
    "landbridge:data:RabbitmqSetup shop-stores-jobs",
    "random:index/randomPassword:RandomPassword shop-stores-jobs-brokers-admin-password",
    "random:index/randomPassword:RandomPassword shop-stores-jobs-login-billing-bill-password",
    "random:index/randomPassword:RandomPassword shop-stores-jobs-login-billing-mail-password",
  ]);
});

it("tells services the same as a cloud's, and whom to trust", async () => {
  const { access } = await plan();
  if (access?.kind !== "rabbitmq") throw new Error("jobs is no RabbitMQ");
  expect(Object.keys(access).sort()).toEqual(["authorities", "endpoint", "kind", "logins", "vhost"]);
  expect([await known(access.endpoint.host), access.endpoint.port]).toEqual(["jobs.landbridge-data.svc", 5671]);
  expect(access.vhost).toBe("jobs");
  expect(Object.keys(access.logins)).toEqual(["billing-bill", "billing-mail"]);
  expect(await known(access.authorities)).toBe(examplePem);
});

it("makes brokers after their operator, their certificate and the administrator's password, and waits until all are ready", async () => {
  const { cluster } = await plan();
  expect(waitsFor(cluster)).toEqual(
    expect.arrayContaining([
      "shop-operators-rabbitmq-cluster-operator-chart",
      "shop-stores-jobs-brokers-admin",
      "shop-stores-jobs-brokers-certificate-tls",
      "shop-stores-jobs-brokers-inter-node",
    ]),
  );
  expect(objectAt(cluster, "metadata")["annotations"]).toEqual({
    "pulumi.com/waitFor": "condition=AllReplicasReady",
    "rabbitmq.com/disable-default-topology-spread-constraints": "true",
  });
});

it("keeps the administrator where the operator looks for it, labelled so that it leaves the labels alone", async () => {
  const { resources, cluster } = await plan();
  const secret = custom(resources, "shop-stores-jobs-brokers-admin");
  expect(objectAt(secret, "metadata")).toMatchObject({
    name: "jobs-default-user",
    labels: { "app.kubernetes.io/part-of": "rabbitmq", "landbridge.dev/data-class": "internal" },
  });
  expect(isSecret(secret.inputs["stringData"])).toBe(true);
  expect(objectAt(cluster, "spec", "secretBackend")).toEqual({ externalSecret: { name: "jobs-default-user" } });
});

it("has names of the Service and of each broker on the certificate that brokers show", async () => {
  const { resources, cluster } = await plan();
  const { dnsNames, secretName } = objectAt(custom(resources, "shop-stores-jobs-brokers-certificate-tls"), "spec");
  // Clients' name, the operator's for one broker, and by which brokers know each other.
  const names = ["jobs.landbridge-data.svc", "*.jobs-nodes.landbridge-data.svc", "*.jobs-nodes.landbridge-data"];
  expect(dnsNames).toEqual(expect.arrayContaining(names));
  expect(objectAt(cluster, "spec", "tls")["secretName"]).toBe(secretName);
});

it("mounts the file of how brokers know each other by the name that a change of it changes", async () => {
  const { resources, cluster } = await plan();
  const config = custom(resources, "shop-stores-jobs-brokers-inter-node");
  const name = JSON.stringify(objectAt(config, "metadata")["name"]);
  expect(name).toMatch(/^"jobs-inter-node-[0-9a-f]{10}"$/);
  expect(config.inputs["immutable"]).toBe(true);
  expect(JSON.stringify(cluster.inputs)).toContain(`{"configMap":{"name":${name}},"name":"inter-node"}`);
});

it("lets the Job log in as the administrator where the management API is, and trust our authority alone", async () => {
  const { resources } = await plan();
  const job = custom(resources, "shop-stores-jobs-job");
  const text = JSON.stringify(job.inputs);
  expect(waitsFor(job)).toContain("shop-stores-jobs-brokers-cluster");
  expect(text).toContain(`{"name":"ADMIN_USER","value":"${rabbitmqAdmin}"}`);
  expect(text).toContain('{"name":"MANAGEMENT","value":"https://jobs.landbridge-data.svc:15671"}');
  expect(text).toContain('{"name":"AUTHORITY","value":"/etc/landbridge/authorities/jobs.pem"}');
  expect(text).toContain('{"mountPath":"/etc/landbridge/authorities","name":"authority","readOnly":true}');
  expect(text).toContain('"items":[{"key":"ca.crt","path":"jobs.pem"}],"secretName":"jobs-tls"');
});

it("lets one of several brokers go at a time, and says nothing of a single one, whose node must be drained", async () => {
  const { resources } = await plan();
  expect(objectAt(custom(resources, "shop-stores-jobs-brokers-budget"), "spec")).toMatchObject({
    maxUnavailable: 1,
    selector: { matchLabels: storePods("jobs", "rabbitmq").labels },
  });
  const single = await plan({}, { brokers: 1 });
  expect(typesAndNames(single.resources).filter((each) => each.includes("PodDisruptionBudget"))).toEqual([]);
});

it("holds data: it is protected, and never deleted to make room", async () => {
  const { resources } = await plan({ protect: true });
  expect(resources.filter(({ protect }) => protect).map(({ name }) => name)).toEqual([
    "shop-stores-jobs-brokers-cluster",
  ]);
  expect((await plan({ protect: false })).cluster.protect).toBe(false);
});

it("opens the brokers to services by AMQP, to the Job and the operator by the management API, and to each other", () => {
  const brokers = storePods("jobs", "rabbitmq");
  const reach = environmentFlows(environmentOf())
    .filter(({ to }) => to.kind === "pods" && to.namespace === brokers.namespace && to.name === "jobs")
    .map(({ from, ports }) => [from.kind === "pods" ? from.name : from.kind, ports])
    .sort();
  expect(reach).toEqual([
    ["bill", [5671]],
    ["jobs", [4369, 25672]],
    ["mail", [5671]],
    ["prometheus", [15691]],
    ["rabbitmq-cluster-operator", [15671]],
    [setupPods("jobs").name, [15671]],
  ]);
});
