import { all } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { clusterShape } from "../cluster.contract.ts";
import { offersOf, refuses } from "../offers.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";

/** What every cloud must do for a network, its own or one that is there, and for the address of a gateway. */
export function describeNetwork(subject: ContractSubject): void {
  const { can, offered, notOffered } = offersOf(subject);

  describe("network", () => {
    it("is made with room for nodes, or is the cluster's own", async () => {
      const { resources, value } = await run(subject, (kit) => kit.network());
      expect(made(resources).length > 0).toBe(can("network"));
      if (can("network")) expectSubnets(await value);
    });

    offered("network.adopt")("is adopted by its id and registers no network of its own", async () => {
      const adopt = { network: "existing-network", subnets: ["existing-subnet"] };
      const whole = await run(subject, (kit) => kit.network());
      const adopted = await run(subject, (kit) => kit.network({ adopt }));
      expect(made(adopted.resources).length).toBeLessThan(made(whole.resources).length);
      expect(await adopted.value).toMatchObject({ id: "existing-network", nodeSubnets: ["existing-subnet"] });
    });
  });

  describe("ingress address", () => {
    offered("ingress.reserved")("isn't the API server's address", async () => {
      const { value } = await run(subject, (kit) => all([kit.ingressAddress(), kit.cluster()]));
      const [{ addresses }, cluster] = z.tuple([ingressShape, clusterShape]).parse(await value);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses).not.toContain(cluster.apiServer);
    });

    // https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
    offered("ingress.reserved")("says by which annotations a Service takes it", async () => {
      const { value } = await run(subject, (kit) => kit.ingressAddress());
      const { serviceAnnotations } = ingressShape.parse(await value);
      const keys = Object.keys(serviceAnnotations);
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(key).toMatch(/^[a-z0-9.-]+\/[a-z0-9-]+$/);
      // What can't be told before names a resource of the address.
      expect(Object.values(serviceAnnotations).join(" ")).toContain("shop-ingress-address");
    });

    notOffered("ingress.reserved")("is refused by name", () => refuses(subject, (kit) => kit.ingressAddress()));
  });
}

function expectSubnets(network: unknown): void {
  const { nodeSubnets } = z.object({ nodeSubnets: z.array(z.string()) }).parse(network);
  expect(nodeSubnets).not.toEqual([]);
  expect(nodeSubnets).not.toContain("");
}

const ingressShape = z.object({
  addresses: z.array(z.string()).min(1),
  serviceAnnotations: z.record(z.string(), z.string()),
});
