import { describe, expect, it } from "vitest";
import { decideAddresses } from "../../../kit/network/addresses.ts";
import { decideTags } from "../../../kit/tags.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { decideSecurityRules } from "../network/network-rules.ts";
import { azureBalancers } from "./balancers.ts";

const balancers = azureBalancers(decideTags(azureEnvironment()));
const prefix = "service.beta.kubernetes.io/azure";

// https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
it("takes a private address by an annotation, and lets devices be silent for as long as Azure allows", () => {
  expect(balancers.internal?.annotations).toEqual({
    [`${prefix}-load-balancer-internal`]: "true",
    [`${prefix}-load-balancer-tcp-idle-timeout`]: "30",
  });
  expect(Object.keys(balancers.public?.annotations ?? {})).not.toContain(`${prefix}-load-balancer-internal`);
  expect(balancers.public?.annotations[`${prefix}-pip-tags`]).toContain("managed-by=landbridge");
});

// https://learn.microsoft.com/azure/aks/internal-lb
it("are found by an address", () => {
  expect(balancers.record).toBe("A");
});

// https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
describe("the rules of the nodes' subnet", () => {
  const addresses = decideAddresses("10.20.0.0/14");
  const peers = { peers: ["10.64.0.0/14"], data: "10.23.0.0/24" };
  const door = { name: "things-devices", ports: [8883], sources: ["10.64.0.0/14"] };
  const rulesFor = (scope: "internal" | "public") =>
    decideSecurityRules(addresses, "nobody", peers, [{ ...door, scope }]);
  const ruleOf = (scope: "internal" | "public") => rulesFor(scope).find(({ name }) => name === "allow-things-devices");

  it("let named callers in to a balancer's ports, before peers and the internet are turned away", () => {
    expect(ruleOf("internal")).toMatchObject({
      access: "Allow",
      sourceAddressPrefixes: ["10.64.0.0/14"],
      destinationAddressPrefix: addresses.nodes,
      destinationPortRanges: ["8883"],
    });
    const denied = rulesFor("internal").filter(({ access }) => access === "Deny");
    for (const { priority } of denied) expect(Number(ruleOf("internal")?.priority)).toBeLessThan(Number(priority));
  });

  it("let a public one's callers in at an address that nobody knows before", () => {
    expect(ruleOf("public")?.destinationAddressPrefix).toBe("*");
  });

  it("have priorities of their own", () => {
    const all = decideSecurityRules(
      addresses,
      "everybody",
      peers,
      ["a", "b", "c"].map((name) => ({ ...door, name, scope: "internal" as const })),
    ).map(({ priority }) => priority);
    expect(new Set(all).size).toBe(all.length);
  });
});
