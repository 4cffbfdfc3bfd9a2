import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { productionPools } from "../../components/clouds/wishes.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";
import { ec2NodeClassType, nodeGroupType, aksNodeClassType } from "../facts/node-groups.ts";

const few = { stores: {}, domains: {}, buckets: {}, events: undefined };
const clusterOf = (growing: boolean) => ({
  access: { mode: "private-runner" as const },
  pools: productionPools,
  ...(growing ? { autoProvision: { cpu: 2000, memoryGiB: 16_000 } } : {}),
});

/** The same twice, once without nodes that come and go: what is said of the second and not of the first. */
const clouds: readonly (readonly [cloud: string, make: (growing: boolean) => AnyEnvironment, nodeClass: string])[] = [
  ["aws", (growing) => awsEnvironment({ ...few, cluster: clusterOf(growing) }), ec2NodeClassType],
  ["azure", (growing) => azureEnvironment({ ...few, cluster: clusterOf(growing) }), aksNodeClassType],
];

async function judged(environment: AnyEnvironment) {
  const plan = await planEnvironment(environment);
  const { verdicts } = judgePlan(plan, { tier: environment.tier, exemptions: [], today: "2026-11-21" });
  return { plan, verdicts };
}

async function broken(environment: AnyEnvironment): Promise<string[]> {
  return (await judged(environment)).verdicts
    .filter(({ verdict }) => verdict === "violated" || verdict === "undecided")
    .map(({ rule, urn, message }) => `${rule} ${urn.split("::").at(-1) ?? urn}: ${message}`);
}

const ofChart = /^(?:PK-GOV-006 |PK-GOV-009 \S*-karpenter-chart: |PK-AVL-012 \S*-allow-karpenter: )/;

describe.each(clouds)("nodes that come and go on %s", (_cloud, make, nodeClass) => {
  it("break no rule that wasn't broken before, and are of no type that nobody judges", async () => {
    const before = new Set(await broken(make(false)));
    // That a chart is neither rendered nor seen is said of every chart alike.
    expect((await broken(make(true))).filter((said) => !before.has(said) && !ofChart.test(said))).toEqual([]);
  });

  it("are judged by what they are made of, and by where their number ends", async () => {
    const { plan, verdicts } = await judged(make(true));
    const judgedBy = (type: string, rule: string) => {
      const urns = plan.resources.filter((resource) => resource.type === type).map(({ urn }) => urn);
      expect(urns.length).toBeGreaterThan(1);
      return verdicts.filter((each) => each.rule === rule && urns.includes(each.urn)).length === urns.length;
    };
    for (const rule of ["PK-ENC-001", "PK-WKL-025", "PK-CST-008"])
      expect([rule, judgedBy(nodeClass, rule)]).toEqual([rule, true]);
    expect(judgedBy(nodeGroupType, "PK-CST-002")).toBe(true);
  });
});
