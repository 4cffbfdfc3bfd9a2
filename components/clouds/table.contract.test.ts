import { describe, expect, it } from "vitest";
import type { ClusterWish } from "../../environments/schema/cluster.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import { checkCapabilities } from "../../stacks/capabilities.ts";
import type { CapabilityName } from "../cloud.ts";
import { describeCloudContract } from "../cloud.contract.ts";
import type { OthersNames } from "../contract/peering-kit.contract.ts";
import { azureEnvironment } from "./azure/environment.fixture.ts";
import { awsEnvironment } from "./aws/environment.fixture.ts";
import { gcpEnvironment } from "./gcp/environment.fixture.ts";
import { localEnvironment } from "./local/environment.fixture.ts";
import {
  bootstrapChecks,
  capabilitiesOf,
  clusterFacts,
  computedProperties,
  loginSteps,
  mootFields,
  openCloud,
  type AnyEnvironment,
  type CloudName,
  type SettingsOf,
} from "./table.ts";

// A row without an example doesn't compile, so no cloud is in the table without having met the contract.
const examples: { readonly [N in CloudName]: Environment<SettingsOf<N>> } = {
  azure: azureEnvironment({}, "shop-contract"),
  aws: awsEnvironment({}, "shop-contract"),
  gcp: gcpEnvironment({}, "shop-contract"),
  local: localEnvironment("shop-contract"),
};

/** Regions besides the example's own, where a cloud has some. */
const stateRegions: { readonly [N in CloudName]: readonly [string, string] | undefined } = {
  aws: ["eu-central-1", "eu-north-1"],
  azure: ["northeurope", "francecentral"],
  gcp: ["europe-west4", "europe-north1"],
  local: undefined,
};

/** Networks of other environments, and connections to them, where the cloud has some. */
const others: { readonly [N in CloudName]: OthersNames | undefined } = {
  aws: {
    networks: [
      "arn:aws:ec2:eu-central-1:210987654321:vpc/vpc-0fedcba9876543210",
      "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0fedcba987654321f",
    ],
    connections: ["pcx-0123456789abcdef0", "pcx-0123456789abcdef1"],
  },
  azure: {
    networks: [
      "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/next",
      "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/other",
    ],
  },
  gcp: undefined,
  local: undefined,
};

/** An environment that lets its cloud add nodes. */
function growing<E extends AnyEnvironment>(environment: E): E {
  return { ...environment, cluster: { ...environment.cluster, autoProvision: { cpu: 2000, memoryGiB: 16_000 } } };
}

for (const [name, environment] of Object.entries<AnyEnvironment>(examples)) {
  const capabilities = capabilitiesOf(environment);

  describeCloudContract({
    name,
    facts: clusterFacts(environment),
    provisioner: clusterFacts(growing(environment)).provisioner,
    capabilities,
    computed: computedProperties(environment),
    moot: mootFields(environment),
    stateRegions: stateRegions[environment.cloud.name],
    others: others[environment.cloud.name],
    open: () => openCloud(environment),
  });

  describe(`the row of ${name}`, () => {
    it("says what to log in to", () => {
      const steps = loginSteps(environment);
      expect(steps).not.toEqual([]);
      expect(steps.flatMap(({ what, command }) => [what, command])).not.toContain("");
    });

    it("says what its account should have, each with a program, a way out and an answer to nothing at all", () => {
      const checks = bootstrapChecks(environment);
      expect(checks.length > 0).toBe(capabilities.bootstrap.supported);
      for (const { what, command, wayOut, expect: judge } of checks) {
        expect([what, wayOut, ...command]).not.toContain("");
        expect(judge("").verdict).not.toBe("ok");
        expect(judge("not what anybody expects").verdict).not.toBe("ok");
      }
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
