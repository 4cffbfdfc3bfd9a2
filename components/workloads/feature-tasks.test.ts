import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { StoreAccess } from "../cloud.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { Domain } from "../platform/domain.ts";
import { environmentFlows } from "../platform/environment-flows.ts";

function stores(): Record<string, StoreAccess> {
  const logins = { "ml-features": { user: output("ml-features"), password: secret("hidden") } };
  const at = (host: string, port: number) => ({ host: output(host), port });
  const authorities = "-----BEGIN CERTIFICATE-----\n";
  const [readWrite, readOnly] = [at("rw", 5432), at("ro", 5432)];
  return {
    features: { kind: "postgres", readWrite, readOnly, database: "features", authorities, logins },
    online: { kind: "redis", endpoint: at("redis", 6379), tls: true, authorities, logins },
  };
}

const plan = (image: string, changes: object = {}) => {
  const services = {
    features: {
      image,
      size: "micro",
      serves: { rest: {} },
      uses: { features: "read-write", online: "read-write" },
      features: { registry: "features", online: "online", offline: "features", materialize: "hour", ...changes },
    },
    other: { image: "ml/other:1.0.0", calls: ["features"] },
  };
  const environment = exampleEnvironment({
    stores: { features: { kind: "postgres" }, online: { kind: "redis", purpose: "session" } },
    domains: { ml: { owner: "ml-team", services } },
  });
  return planComponents((opts) => {
    const args = { environment, domain: "ml", surroundings: exampleSurroundings(), stores: stores() };
    const around = { flows: environmentFlows(environment), registryHost: "registry.example.com" };
    new Domain("shop-ml", { ...args, ...around, secretValue: (name) => secret(name) }, opts);
  });
};
const resources = await plan("ml/features:1.0.0");
const deployment = custom(resources, "shop-ml-features-deployment");
const job = custom(resources, "shop-ml-features-apply");
const cron = custom(resources, "shop-ml-features-materialize");

it("adds settings, a Job and a CronJob to what every service has, and nothing to other services", () => {
  const made = typesAndNames(resources);
  expect(made.filter((line) => / shop-ml-features-(apply|features|materialize)$/.test(line))).toEqual([
    "kubernetes:batch/v1:CronJob shop-ml-features-materialize",
    "kubernetes:batch/v1:Job shop-ml-features-apply",
    "kubernetes:core/v1:ConfigMap shop-ml-features-features",
  ]);
  expect(made.filter((line) => / shop-ml-other-(apply|features|materialize)$/.test(line))).toEqual([]);
});

it("applies definitions of a version before its servers start, and before features are brought online", async () => {
  expect(waitsFor(deployment)).toContain("shop-ml-features-apply");
  expect(waitsFor(cron)).toContain("shop-ml-features-apply");
  const nameOf = (all: typeof resources) => objectAt(custom(all, "shop-ml-features-apply"), "metadata")["name"];
  expect(nameOf(await plan("ml/features:1.0.1"))).not.toBe(nameOf(resources));
});

it("has other settings, and definitions applied by them, where a wish changes", async () => {
  const changed = await plan("ml/features:1.0.0", { keepDays: 7 });
  for (const object of ["shop-ml-features-features", "shop-ml-features-apply"]) {
    const nameOf = (all: typeof resources) => objectAt(custom(all, object), "metadata")["name"];
    expect(nameOf(changed)).not.toBe(nameOf(resources));
  }
});

it("runs tasks as the service, with its logins, and without what servers alone have", () => {
  const task = objectAt(job, "spec", "template", "spec");
  expect(task).toMatchObject({
    restartPolicy: "Never",
    serviceAccountName: "features",
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true },
    containers: [{ name: "apply", image: "registry.example.com/ml/features:1.0.0" }],
  });
  const text = JSON.stringify(task);
  expect(text).toContain('{"name":"ONLINE_PASSWORD","valueFrom":{"secretKeyRef"');
  expect(text).toContain('"mountPath":"/etc/landbridge/features","name":"features","readOnly":true');
  expect(text).toContain('"readOnlyRootFilesystem":true');
  expect(text).not.toMatch(/Probe|preStop|containerPort/);
});

it("labels tasks so that neither the Service nor the autoscaler takes them for servers", () => {
  const labels = (from: typeof job, ...way: string[]) => objectAt(from, ...way, "metadata", "labels");
  const name = "app.kubernetes.io/name";
  expect(labels(job, "spec", "template")[name]).toBe("tasks.features");
  expect(labels(cron, "spec", "jobTemplate", "spec", "template")[name]).toBe("tasks.features");
  expect(labels(deployment, "spec", "template")[name]).toBe("features");
});

it("serves by Feast's command with the same settings, in which no password stands", () => {
  const pod = JSON.stringify(objectAt(deployment, "spec", "template", "spec"));
  expect(pod).toContain('"command":["feast",');
  expect(pod).toContain('"/health"');
  const text = JSON.stringify(custom(resources, "shop-ml-features-features").inputs);
  expect(text).toContain('sslrootcert_path: \\"${FEATURES_CA_FILE}');
  expect(text).not.toContain("hidden");
});

it("tells callers where features are served", () => {
  expect(custom(resources, "shop-ml-other-config").inputs["data"]).toEqual({
    FEATURES_REST_URL: "http://features.ml.svc:8080",
  });
});
