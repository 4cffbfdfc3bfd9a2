import { describe, expect, it } from "vitest";
import { UnsupportedError } from "../../../kit/errors.ts";
import { decideAccess } from "./cluster-access.ts";

const subnet = "the-subnet";

describe("access to the API server", () => {
  it("is public for the listed blocks only", () => {
    expect(decideAccess({ mode: "allow-list", cidrs: ["192.0.2.0/24"] }, subnet, undefined)).toMatchObject({
      enablePrivateCluster: false,
      authorizedIPRanges: ["192.0.2.0/24"],
    });
  });

  // https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges: not with a private cluster.
  it("has no public address and no public name for a private runner, nor a list of blocks beside that", () => {
    const args = decideAccess({ mode: "private-runner" }, subnet, "zone");
    expect(args).toMatchObject({
      enablePrivateCluster: true,
      enablePrivateClusterPublicFQDN: false,
      // A zone of AKS's own lies where nobody else may link a network to it.
      privateDNSZone: "zone",
    });
    expect(args).not.toHaveProperty("authorizedIPRanges");
  });

  it("is inside the network for nodes, and never by a command through Azure", () => {
    for (const access of [{ mode: "allow-list", cidrs: ["192.0.2.0/24"] }, { mode: "private-runner" }] as const) {
      const cidrs = access.mode === "allow-list" ? { ...access, cidrs: [...access.cidrs] } : access;
      expect(decideAccess(cidrs, subnet, "zone")).toMatchObject({
        enableVnetIntegration: true,
        subnetId: subnet,
        disableRunCommand: true,
      });
    }
  });

  it("fails for an endpoint of the cloud's, which AKS has none of", () => {
    expect(() => decideAccess({ mode: "cloud-endpoint" }, subnet, undefined)).toThrow(UnsupportedError);
  });
});
