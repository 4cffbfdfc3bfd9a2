import { describe, expect, it } from "vitest";
import { decideAccess } from "./cluster-access.ts";

const whole = "10.0.0.0/14";

describe("access to the API server", () => {
  it("leaves no IP endpoint where the cloud's own endpoint is used", () => {
    expect(decideAccess({ mode: "cloud-endpoint" }, whole)).toEqual({
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: false },
      },
      privateClusterConfig: { enablePrivateNodes: true },
    });
  });

  it("is public for the listed blocks only, and not for other customers of Google", () => {
    expect(decideAccess({ mode: "allow-list", cidrs: ["192.0.2.0/24"] }, whole)).toMatchObject({
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false } },
      masterAuthorizedNetworksConfig: {
        cidrBlocks: [{ cidrBlock: "192.0.2.0/24" }],
        gcpPublicCidrsAccessEnabled: false,
      },
      privateClusterConfig: { enablePrivateEndpoint: false },
    });
  });

  it("has no public address for a private runner", () => {
    expect(decideAccess({ mode: "private-runner" }, whole)).toMatchObject({
      controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false } },
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: whole }] },
      privateClusterConfig: { enablePrivateEndpoint: true },
    });
  });

  it("never gives a node a public address", () => {
    for (const access of [
      { mode: "cloud-endpoint" } as const,
      { mode: "allow-list", cidrs: ["192.0.2.0/24"] } as const,
      { mode: "private-runner" } as const,
    ]) {
      const cidrs = access.mode === "allow-list" ? { ...access, cidrs: [...access.cidrs] } : access;
      expect(decideAccess(cidrs, whole)).toMatchObject({ privateClusterConfig: { enablePrivateNodes: true } });
    }
  });
});
