import { describe, expect, it } from "vitest";
import { decideAccess } from "./cluster-access.ts";

describe("access to the API server", () => {
  it("is public for the listed blocks only", () => {
    expect(decideAccess({ mode: "allow-list", cidrs: ["192.0.2.0/24"] })).toEqual({
      endpoints: { endpointPrivateAccess: true, endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] },
      runnersInside: false,
    });
  });

  it("has no public address for a private runner, who gets in from inside", () => {
    expect(decideAccess({ mode: "private-runner" })).toEqual({
      endpoints: { endpointPrivateAccess: true, endpointPublicAccess: false },
      runnersInside: true,
    });
  });

  it("fails for an endpoint of the cloud's own, with what to write instead", () => {
    expect(() => decideAccess({ mode: "cloud-endpoint" })).toThrow(
      "aws: cluster.access.mode cloud-endpoint is not available here; write cluster.access: { mode: private-runner }",
    );
  });
});
