import { describe, expect, it } from "vitest";
import type { ClusterWish } from "../../environments/schema/cluster.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import { checkCapabilities } from "../../stacks/capabilities.ts";
import type { CapabilityName } from "../cloud.ts";
import { describeCloudContract } from "../cloud.contract.ts";
import { gcpEnvironment } from "./gcp/environment.fixture.ts";
import { localEnvironment } from "./local/environment.fixture.ts";
import {
  capabilitiesOf,
  clusterFacts,
  computedProperties,
  loginSteps,
  openCloud,
  type AnyEnvironment,
  type CloudName,
  type SettingsOf,
} from "./table.ts";

// A row without an example doesn't compile, so no cloud is in the table without having met the contract.
const examples: { readonly [N in CloudName]: Environment<SettingsOf<N>> } = {
  gcp: gcpEnvironment({}, "shop-contract"),
  local: localEnvironment("shop-contract"),
};

for (const [name, environment] of Object.entries<AnyEnvironment>(examples)) {
  const capabilities = capabilitiesOf(environment);

  describeCloudContract({
    name,
    facts: clusterFacts(environment),
    capabilities,
    computed: computedProperties(environment),
    open: () => openCloud(environment),
  });

  describe(`the row of ${name}`, () => {
    it("says what to log in to", () => {
      const steps = loginSteps(environment);
      expect(steps).not.toEqual([]);
      expect(steps.flatMap(({ what, command }) => [what, command])).not.toContain("");
    });

    it("gives a cluster an identifier and a context", () => {
      const { identifier, context } = clusterFacts(environment);
      expect([identifier, context]).not.toContain("");
    });

    for (const { capability, wish } of refusable(environment)) {
      it(`refuses ${capability} before anything is planned, unless it can do it`, () => {
        const answer = capabilities[capability];
        const ways = checkCapabilities({ ...environment, cluster: wish }).map(({ wayOut }) => wayOut);
        if (answer.supported) expect(ways).toEqual([]);
        else expect(ways).toContain(answer.instead);
      });
    }
  });
}

function refusable({ cluster }: AnyEnvironment): { capability: CapabilityName; wish: ClusterWish }[] {
  const pool = { size: "small", min: 0, max: 1, purpose: "batch", spot: true, diskGiB: 50 } as const;
  const cidrs = ["203.0.113.0/24"];
  return [
    { capability: "cluster.access.cloud-endpoint", wish: { ...cluster, access: { mode: "cloud-endpoint" } } },
    { capability: "cluster.access.allow-list", wish: { ...cluster, access: { mode: "allow-list", cidrs } } },
    { capability: "cluster.access.private-runner", wish: { ...cluster, access: { mode: "private-runner" } } },
    { capability: "cluster.pools.spot", wish: { ...cluster, pools: { batch: pool } } },
  ];
}
