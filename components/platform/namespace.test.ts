import { expect, it } from "vitest";
import { servicePods } from "../kit/network/flows/flow.ts";
import { decideDomainLimits } from "../kit/limits.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { Namespace, type NamespaceArgs } from "./namespace.ts";

const plan = (changes: Partial<NamespaceArgs> = {}) =>
  planComponents((opts) => {
    new Namespace(
      "shop-commerce",
      {
        namespace: "commerce",
        surroundings: exampleSurroundings(),
        podSecurity: "restricted",
        limits: decideDomainLimits({ cpu: 8, memoryGiB: 16, pods: 50 }),
        flows: [{ from: servicePods("commerce", "order"), to: servicePods("billing", "pay"), ports: [8080] }],
        protect: false,
        ...changes,
      },
      opts,
    );
  });

it("makes a namespace with its limits and closed doors", async () => {
  expect(typesAndNames(await plan())).toEqual([
    "kubernetes:core/v1:LimitRange shop-commerce-defaults",
    "kubernetes:core/v1:Namespace shop-commerce",
    "kubernetes:core/v1:ResourceQuota shop-commerce-quota",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy shop-commerce-allow-order",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy shop-commerce-default-deny",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy shop-commerce-default-dns",
    "landbridge:platform:Namespace shop-commerce",
  ]);
});

it("enforces the Pod Security Standard of the cluster's own version", async () => {
  const labels = objectAt(custom(await plan(), "shop-commerce"), "metadata", "labels");
  expect(labels).toMatchObject({
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/enforce-version": "v1.35",
    "landbridge.dev/tier": "production",
  });
});

it("closes everything to every pod, and opens only names", async () => {
  const resources = await plan();
  expect(objectAt(custom(resources, "shop-commerce-default-deny"), "spec")).toEqual({
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
  });
  const dns = JSON.stringify(objectAt(custom(resources, "shop-commerce-default-dns"), "spec"));
  expect(dns).toContain('"k8s-app":"kube-dns"');
  // Where the network redirects what is meant for the cluster's DNS to a pod on the node, policies judge that pod.
  expect(dns).toContain('"k8s-app":"node-local-dns"');
  expect(dns).not.toContain("443");
});

it("limits what pods request together, and lets nobody open the cluster to the outside", async () => {
  expect(objectAt(custom(await plan(), "shop-commerce-quota"), "spec", "hard")).toEqual({
    "requests.cpu": "8",
    "requests.memory": "16Gi",
    "limits.memory": "16Gi",
    pods: "50",
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  });
});

it("puts everything into the namespace after the namespace", async () => {
  const resources = await plan();
  for (const { name } of resources.filter((resource) => resource.custom && resource.name !== "shop-commerce")) {
    expect(objectAt(custom(resources, name), "metadata")["namespace"]).toBe("commerce");
    expect(waitsFor(custom(resources, name))).toEqual(["shop-commerce"]);
  }
});

it("refuses to be deleted where it is told to", async () => {
  expect(custom(await plan({ protect: true }), "shop-commerce").protect).toBe(true);
});
