import { beforeAll, describe, expect, it } from "vitest";
import { isSecret, type PlannedResource } from "../../../plan/planned-resource.ts";
import type { ObjectsAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { podSelector } from "../../kit/labels.ts";
import { decideNetworkPolicies } from "../../kit/network/flows/network-policies.ts";
import { setupPods } from "../../kit/network/flows/store-flows.ts";
import { objectServer } from "../../kit/objects/objects-in-cluster.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { needsCertificates } from "../../platform/needed-operators.ts";
import {
  custom,
  exampleAuthority,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { ObjectServer } from "./object-server.ts";

const environment = exampleEnvironment({
  stores: {},
  buckets: { uploads: { dataClass: "personal" }, archive: {} },
  domains: {
    commerce: { owner: "commerce-team", services: { order: { image: "a/b:1", buckets: { uploads: "read-write" } } } },
  },
});

describe("the server that holds buckets", () => {
  let resources: PlannedResource[] = [];
  let access: ObjectsAccess | undefined;

  beforeAll(async () => {
    resources = await planComponents((opts) => {
      const authority = exampleAuthority();
      const args = {
        environment,
        authority,
        surroundings: exampleSurroundings({ storageClass: "", protect: true }),
        namespace: "data",
      };
      access = new ObjectServer("shop-objects", args, opts).access;
      const url = access.bucketUrls["uploads"];
      if (url !== undefined) new Service("client", url);
    });
  });

  const server = () => custom(resources, "shop-objects-server");

  it("is one pod with a volume, a certificate, logins, and a Job that makes the buckets", () => {
    expect(typesAndNames(resources.filter(({ name }) => name.startsWith("shop-objects")))).toEqual([
      "kubernetes:apps/v1:StatefulSet shop-objects-server",
      "kubernetes:batch/v1:Job shop-objects-buckets-job",
      "kubernetes:cert-manager.io/v1:Certificate shop-objects-certificate-tls",
      "kubernetes:core/v1:ConfigMap shop-objects-buckets-config",
      "kubernetes:core/v1:Secret shop-objects-buckets-secret",
      "kubernetes:core/v1:Secret shop-objects-logins",
      "kubernetes:core/v1:Service shop-objects-service",
      "landbridge:data:ObjectServer shop-objects",
      "random:index/randomPassword:RandomPassword shop-objects-admin-password",
      "random:index/randomPassword:RandomPassword shop-objects-login-commerce-order-password",
    ]);
  });

  it("holds data: it is protected, and on the cluster's own class of volumes where that is the only one", () => {
    expect(server()).toMatchObject({ protect: true });
    expect(objectAt(server(), "spec")["volumeClaimTemplates"]).toMatchObject([
      { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } } },
    ]);
    expect(JSON.stringify(objectAt(server(), "spec"))).not.toContain("storageClassName");
  });

  it("carries the class of the most sensitive of its buckets", () => {
    expect(objectAt(server(), "metadata", "labels")).toMatchObject({ "landbridge.dev/data-class": "personal" });
  });

  it("runs under the restricted standard, on a read-only root, with requests and limits for both programs", () => {
    const text = JSON.stringify(objectAt(server(), "spec", "template", "spec"));
    expect(text.match(/"readOnlyRootFilesystem":true/g)).toHaveLength(2);
    expect(text.match(/"limits":\{[^}]*"memory"/g)).toHaveLength(2);
    expect(text).toContain('"automountServiceAccountToken":false');
    expect(text).not.toContain("privileged");
  });

  it("is asked whether it is well by TLS", () => {
    const asked = { httpGet: { path: "/healthz", port: "s3", scheme: "HTTPS" } };
    expect(objectAt(server(), "spec", "template", "spec")["containers"]).toMatchObject([
      { name: "server", startupProbe: asked, readinessProbe: asked, livenessProbe: asked },
      { name: "deleter", livenessProbe: { exec: {} } },
    ]);
  });

  it("keeps keys in a Secret that shows nothing", () => {
    expect(isSecret(custom(resources, "shop-objects-logins").inputs["stringData"])).toBe(true);
  });

  it("is found by the Service's selector, and its buckets by who waits for the Job", () => {
    expect(objectAt(custom(resources, "shop-objects-service"), "spec", "selector")).toEqual(
      podSelector({ name: objectServer, component: "store" }),
    );
    expect(waitsFor(custom(resources, "client"))).toContain("shop-objects-buckets-job");
    expect(waitsFor(custom(resources, "shop-objects-buckets-job"))).toContain("shop-objects-service");
  });

  it("gives keys to who has to do with buckets", () => {
    expect(Object.keys(access?.keys ?? {})).toEqual(["commerce-order"]);
    expect(Object.keys(access?.bucketUrls ?? {})).toEqual(["archive", "uploads"]);
  });
});

describe("where buckets are in the cluster", () => {
  const flows = environmentFlows(environment, { objects: "in-cluster" });

  it("services and the Job reach the server, and nobody else does", () => {
    const [policy] = decideNetworkPolicies(flows, "landbridge-data").filter(
      ({ name }) => name === `allow-${objectServer}`,
    );
    expect(policy?.spec.ingress).toEqual([
      {
        ports: [{ protocol: "TCP", port: 8333 }],
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "commerce" } },
            podSelector: { matchLabels: podSelector({ name: "order", component: "service" }) },
          },
        ],
      },
      {
        ports: [{ protocol: "TCP", port: 8333 }],
        from: [{ podSelector: { matchLabels: setupPods(objectServer).labels } }],
      },
    ]);
    expect(policy?.spec.egress).toBeUndefined();
  });

  it("a service that uses them needs no way out of the cluster", () => {
    const out = (objects: "in-cluster" | undefined) =>
      environmentFlows(environment, { objects }).filter(
        ({ from, to }) => from.kind === "pods" && from.name === "order" && to.kind === "anywhere",
      );
    expect(out("in-cluster")).toEqual([]);
    expect(out(undefined)).not.toEqual([]);
  });

  it("certificates are made though there is no store", () => {
    expect(needsCertificates(environment, { objects: "in-cluster" })).toBe(true);
    expect(needsCertificates(environment)).toBe(false);
    expect(needsCertificates({ ...environment, buckets: {} }, { objects: "in-cluster" })).toBe(false);
  });
});
