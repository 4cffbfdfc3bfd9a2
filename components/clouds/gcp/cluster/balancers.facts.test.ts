import { expect, it } from "vitest";
import { gcpBalancers } from "./balancers.ts";

// https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
it("asks GKE for an internal passthrough load balancer by its annotation, and for an external one by the service-based kind's", () => {
  expect(gcpBalancers.internal?.annotations["networking.gke.io/load-balancer-type"]).toBe("Internal");
  expect(gcpBalancers.public?.annotations).toEqual({ "cloud.google.com/l4-rbs": "enabled" });
});

// https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing#global_access
it("answers callers that come into the network in another region", () => {
  expect(gcpBalancers.internal?.annotations).toHaveProperty(
    ["networking.gke.io/internal-load-balancer-allow-global-access"],
    "true",
  );
});

// https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer: the forwarding rule's address
it("are found by an address", () => {
  expect(gcpBalancers.record).toBe("A");
});
