import { afterEach, describe, expect, it, vi } from "vitest";
import { emptyCheckpoint, type ResourceState } from "../rehearsal/state/checkpoint.ts";
import * as rehearse from "../rehearsal/rehearse.ts";
import { withheld } from "../rehearsal/state/secrets.ts";
import { project, testContext } from "./fixture/project.ts";
import { planRehearsal, rehearsedStack } from "./rehearsal.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const args = { environment: "bitvelocity-gcp-prod", layer: "cluster", json: false } as const;
const platform = {
  version: 2,
  volumeKey: "projects/shop/locations/europe-west1/keyRings/ring/cryptoKeys/key",
  registryHost: "registry.example/shop",
  identities: { "landbridge-cert-manager": "a", "landbridge-external-secrets": "b" },
  buckets: { assets: { url: "gs://assets", bucket: "assets" }, audit: { url: "gs://audit", bucket: "audit" } },
  stores: {
    orders: { readWrite: "10.0.0.2", readOnly: "10.0.0.3", users: { admin: "landbridge" }, authorities: withheld },
  },
};

describe("a rehearsal of the cluster layer alone", () => {
  it("is planned with what the rehearsed cloud layer gave, so that nothing leads into the other stack", async () => {
    const stack: ResourceState = {
      urn: "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s",
      custom: false,
      type: "pulumi:pulumi:Stack",
      outputs: { platform },
    };
    const read = vi.spyOn(rehearse, "readCheckpoint").mockReturnValue({ ...emptyCheckpoint, resources: [stack] });
    const context = testContext(project().root);
    const rehearsed = await rehearsedStack(args, context);
    const text = JSON.stringify((await planRehearsal(rehearsed, context)).resources);
    expect(read.mock.calls.map(([name]) => name)).toEqual(["bitvelocity-gcp-prod.cloud"]);
    expect(rehearsed.stack).toBe("bitvelocity-gcp-prod.cluster");
    expect(text).toContain("registry.example/shop/commerce/order:2.4.1");
    expect(text).not.toContain("urn:pulumi:bitvelocity-gcp-prod.cloud::");
  });
});
