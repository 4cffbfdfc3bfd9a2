import { output, type Input } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../../plan/planned-resource.ts";
import type { StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { setupPods, storePods } from "../../kit/network/flows/store-flows.ts";
import { prometheusPods } from "../../kit/network/flows/watched-flows.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { Namespace } from "../../platform/namespace.ts";
import { operatedKinds } from "../../platform/needed-operators.ts";
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
import { bindStores } from "../../workloads/bindings.ts";
import { DataStores } from "../data-stores.ts";

const services = {
  catalogue: { image: "shop/catalogue:1.0.0", uses: { likeness: "read-write" } },
  search: { image: "shop/search:1.0.0", uses: { likeness: "read" } },
};
const environment = exampleEnvironment({
  stores: { likeness: { kind: "qdrant", dataClass: "internal", collections: { pictures: { size: 512 } } } },
  domains: { shop: { owner: "shop-team", services } },
});

async function plan(changes: { readonly zones?: number } = {}) {
  let access: StoreAccess | undefined;
  const all = await planComponents((opts) => {
    const surroundings = exampleSurroundings({ tier: "production", protect: true, ...changes });
    const data = new Namespace(
      "shop-data",
      {
        namespace: "landbridge-data",
        surroundings,
        podSecurity: "restricted",
        flows: environmentFlows(environment),
        protect: true,
      },
      opts,
    );
    const common = { surroundings, namespace: data.name, operators: {}, authority: exampleAuthority() };
    access = new DataStores("shop-stores", { environment, ...common }, opts).access["likeness"];
  });
  return { access, resources: all.filter(({ name }) => name.startsWith("shop-stores")) };
}

const planned = await plan();
const known = (value: Input<string> | undefined) => new Promise((resolve) => output(value).apply(resolve));

it("makes nodes, each with a volume of its own, and a Job that makes what is inside", () => {
  const server = "shop-stores-likeness";
  expect(typesAndNames(planned.resources)).toEqual([
    `kubernetes:apps/v1:StatefulSet ${server}-server-0`,
    `kubernetes:apps/v1:StatefulSet ${server}-server-1`,
    `kubernetes:apps/v1:StatefulSet ${server}-server-2`,
    `kubernetes:batch/v1:CronJob ${server}-setup-upkeep`,
    `kubernetes:batch/v1:Job ${server}-setup-job`,
    `kubernetes:cert-manager.io/v1:Certificate ${server}-certificate-tls`,
    `kubernetes:core/v1:ConfigMap ${server}-config`,
    `kubernetes:core/v1:ConfigMap ${server}-setup-config`,
    `kubernetes:core/v1:PersistentVolumeClaim ${server}-volume-0`,
    `kubernetes:core/v1:PersistentVolumeClaim ${server}-volume-1`,
    `kubernetes:core/v1:PersistentVolumeClaim ${server}-volume-2`,
    `kubernetes:core/v1:Secret ${server}-key`,
    `kubernetes:core/v1:Secret ${server}-setup-secret`,
    `kubernetes:core/v1:Service ${server}-nodes`,
    `kubernetes:core/v1:Service ${server}-service`,
    `kubernetes:policy/v1:PodDisruptionBudget ${server}-budget`,
    "landbridge:data:DataStores shop-stores",
    `landbridge:data:QdrantCluster ${server}`,
    `random:index/randomPassword:RandomPassword ${server}-key-password`,
  ]);
});

it("needs no operator", () => {
  expect(operatedKinds(environment)).toEqual([]);
});

it("makes and changes one node after another, and what is inside when all are there", () => {
  const of = (name: string) => waitsFor(custom(planned.resources, `shop-stores-likeness-${name}`));
  expect(of("server-0")).toEqual(
    expect.arrayContaining(["shop-stores-likeness-certificate-tls", "shop-stores-likeness-volume-0"]),
  );
  expect(of("server-1")).toContain("shop-stores-likeness-server-0");
  expect(of("server-2")).toContain("shop-stores-likeness-server-1");
  expect(of("setup-job")).toContain("shop-stores-likeness-server-2");
});

it("keeps its volumes where the environment is protected, and one node at a time away", () => {
  for (const number of [0, 1, 2])
    expect(custom(planned.resources, `shop-stores-likeness-volume-${number}`).protect).toBe(true);
  const budget = custom(planned.resources, "shop-stores-likeness-budget");
  expect(objectAt(budget, "spec")["minAvailable"]).toBe(2);
});

it("has the names of all nodes on the certificate, which is read at their start and lives as long", () => {
  const certificate = custom(planned.resources, "shop-stores-likeness-certificate-tls");
  const { dnsNames, duration } = objectAt(certificate, "spec");
  const names = ["likeness.landbridge-data.svc", "*.likeness-nodes.landbridge-data.svc"];
  expect(dnsNames).toEqual(expect.arrayContaining(names));
  expect(duration).toBe("43800h");
  expect(JSON.stringify(objectAt(certificate, "metadata"))).toContain('"landbridge.dev/read-at-start":"true"');
});

it("hides the key, and says in no pod what it is", () => {
  const secret = custom(planned.resources, "shop-stores-likeness-key");
  expect(isSecret(secret.inputs["stringData"])).toBe(true);
  const text = JSON.stringify(custom(planned.resources, "shop-stores-likeness-server-0").inputs);
  expect(text).toContain('"secretKeyRef":{"key":"api-key","name":"likeness-key"}');
  expect(text).toMatch(/"landbridge.dev\/qdrant-key":"[0-9a-f]{10}"/);
});

it("gives each service a token of its own, always secret, and tells where nodes are and who signed", async () => {
  const { access } = planned;
  if (access?.kind !== "qdrant") throw new Error("likeness is no Qdrant");
  const { uses } = environment.domains["shop"]?.services["search"] ?? { uses: {} };
  const nothing = { publishes: {}, consumes: {}, sends: {}, receives: {} };
  const bound = bindStores("shop-search", { ...nothing, uses }, { likeness: access });
  expect(Object.keys(bound.clear)).toEqual(["LIKENESS_URL", "LIKENESS_GRPC_URL", "LIKENESS_CA_FILE"]);
  expect(await known(bound.clear["LIKENESS_URL"])).toBe("https://likeness.landbridge-data.svc:6333");
  expect(await known(bound.clear["LIKENESS_GRPC_URL"])).toBe("https://likeness.landbridge-data.svc:6334");
  expect(await known(bound.authorities?.["likeness.pem"])).toBe(examplePem);
  expect(Object.keys(bound.secret)).toEqual(["LIKENESS_API_KEY"]);
  const claims = String(await known(bound.secret["LIKENESS_API_KEY"])).split(".")[1] ?? "";
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
    subject: "shop-search",
    access: [{ collection: "pictures", access: "r" }],
  });
  expect(Object.keys(access.tokens)).toEqual(["shop-catalogue", "shop-search"]);
  expect(() => bindStores("shop-idle", { ...nothing, uses }, { likeness: access })).toThrow("no token for shop-idle");
});

it("lets services to both APIs, nodes to each other, the Job to REST, and a Prometheus to the numbers", () => {
  const pods = storePods("likeness", "qdrant");
  const flows = environmentFlows(environment).filter(({ to }) => JSON.stringify(to) === JSON.stringify(pods));
  const from = (name: string) => flows.filter((flow) => flow.from.kind === "pods" && flow.from.name === name);
  expect(from("search").map(({ ports }) => ports)).toEqual([[6333, 6334]]);
  expect(from("likeness").map(({ ports }) => ports)).toEqual([[6333, 6335]]);
  expect(from(setupPods("likeness").name).map(({ ports }) => ports)).toEqual([[6333]]);
  expect(from(prometheusPods.name).map(({ ports }) => ports)).toEqual([[6336]]);
});
