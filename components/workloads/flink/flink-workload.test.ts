import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { Domain } from "../../platform/domain.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";

const environment = exampleEnvironment({
  stores: {},
  buckets: { state: {} },
  domains: {
    streams: {
      owner: "team",
      quota: { cpu: 50, memoryGiB: 99 },
      services: {
        enrich: {
          image: "streams/enrich:1.0",
          size: "medium",
          buckets: { state: "read-write" },
          flink: { checkpoints: "state", stateGiB: 7, jobs: { sums: { jar: "a.jar" } } },
        },
      },
    },
  },
});

const planned = planComponents((opts) => {
  const flows = environmentFlows(environment);
  const rights = {
    identities: { "streams-enrich": output("enrich@cloud") },
    bucketUrls: { state: output("gs://state") },
    podIdentity: {
      annotation: "cloud.example/identity",
      podLabels: { "cloud.example/use": "true" },
      tokenEndpoints: [],
      barman: {},
    },
  };
  const args = { environment, domain: "streams", surroundings: exampleSurroundings(), flows, stores: {}, rights };
  const rest = { registryHost: output("registry.example.com"), secretValue: () => secret("x") };
  new Domain("shop-streams", { ...args, ...rest }, opts);
});

it("makes JobManagers, TaskManagers, what they know each other by, and a Job for each of its jobs", async () => {
  expect(typesAndNames(await planned).filter((line) => line.includes("shop-streams-enrich"))).toEqual([
    "kubernetes:apps/v1:Deployment shop-streams-enrich-jobmanager",
    "kubernetes:apps/v1:Deployment shop-streams-enrich-taskmanager",
    "kubernetes:batch/v1:Job shop-streams-enrich-job-sums",
    "kubernetes:cert-manager.io/v1:Certificate shop-streams-enrich-certificate",
    "kubernetes:cert-manager.io/v1:Issuer shop-streams-enrich-issuer",
    "kubernetes:core/v1:ConfigMap shop-streams-enrich-files",
    "kubernetes:core/v1:ConfigMap shop-streams-enrich-job-sums-record",
    "kubernetes:core/v1:Secret shop-streams-enrich-authority-secret",
    "kubernetes:core/v1:Secret shop-streams-enrich-keystore",
    "kubernetes:core/v1:Service shop-streams-enrich-jobmanager-service",
    "kubernetes:core/v1:ServiceAccount shop-streams-enrich-account",
    "kubernetes:policy/v1:PodDisruptionBudget shop-streams-enrich-jobmanager-budget",
    "kubernetes:policy/v1:PodDisruptionBudget shop-streams-enrich-taskmanager-budget",
    "kubernetes:rbac.authorization.k8s.io/v1:Role shop-streams-enrich-role",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding shop-streams-enrich-binding",
    "landbridge:workloads:FlinkWorkload shop-streams-enrich",
    "random:index/randomPassword:RandomPassword shop-streams-enrich-keystore-password",
    "tls:index/privateKey:PrivateKey shop-streams-enrich-authority-key",
    "tls:index/selfSignedCert:SelfSignedCert shop-streams-enrich-authority-certificate",
  ]);
});

it("runs its pods as the service, with its identity in the cloud and its bucket", async () => {
  const all = await planned;
  expect(objectAt(custom(all, "shop-streams-enrich-account"), "metadata", "annotations")).toEqual({
    "cloud.example/identity": "enrich@cloud",
  });
  for (const name of ["jobmanager", "taskmanager", "job-sums"]) {
    const template = ["spec", "template"];
    const resource = custom(all, `shop-streams-enrich-${name}`);
    expect(objectAt(resource, ...template, "metadata", "labels")).toMatchObject({
      "app.kubernetes.io/name": "enrich",
      "app.kubernetes.io/component": "service",
      "cloud.example/use": "true",
    });
    const spec = objectAt(resource, ...template, "spec");
    expect(spec).toMatchObject({
      serviceAccountName: "enrich",
      securityContext: { runAsUser: 9999, runAsNonRoot: true },
    });
    expect(JSON.stringify(spec)).toContain("$(BUCKET_STATE_URL)/flink/streams/enrich");
  }
});

it("gives TaskManagers room for their state, and replaces them all at once", async () => {
  const spec = objectAt(custom(await planned, "shop-streams-enrich-taskmanager"), "spec");
  expect(spec).toMatchObject({ replicas: 3, strategy: { type: "Recreate" } });
  expect(JSON.stringify(spec)).toContain('"emptyDir":{"sizeLimit":"9Gi"},"name":"work"');
});

it("brings a job only to a cluster that runs", async () => {
  expect(waitsFor(custom(await planned, "shop-streams-enrich-job-sums"))).toEqual(
    expect.arrayContaining(["shop-streams-enrich-jobmanager", "shop-streams-enrich-taskmanager"]),
  );
});
