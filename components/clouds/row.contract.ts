import { describe, expect, it } from "vitest";
import type { ClusterWish } from "../../environments/schema/cluster.ts";
import { checkCapabilities } from "../../stacks/capabilities.ts";
import type { CapabilityName } from "../cloud.ts";
import { describeCloudContract } from "../cloud.contract.ts";
import type { ContractSubject } from "../contract/subject.contract.ts";
import {
  bootstrapChecks,
  capabilitiesOf,
  clusterFacts,
  computedProperties,
  loginSteps,
  mootFields,
  openCloud,
  type AnyEnvironment,
} from "./table.ts";

/** What a cloud gives the suite besides an environment of its own, where it has such things. */
export type ContractExamples = Pick<ContractSubject, "stateRegions" | "others">;

/** The Cloud contract and what its row in the table of clouds says, asked of one cloud by an example environment. */
export function describeRow(environment: AnyEnvironment, examples: ContractExamples = {}): void {
  const { name } = environment.cloud;
  const capabilities = capabilitiesOf(environment);

  describeCloudContract({
    name,
    facts: clusterFacts(environment),
    provisioner: clusterFacts(growing(environment)).provisioner,
    capabilities,
    computed: computedProperties(environment),
    moot: mootFields(environment),
    ...examples,
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

/** An environment that lets its cloud add nodes. */
function growing<E extends AnyEnvironment>(environment: E): E {
  return { ...environment, cluster: { ...environment.cluster, autoProvision: { cpu: 2000, memoryGiB: 16_000 } } };
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
