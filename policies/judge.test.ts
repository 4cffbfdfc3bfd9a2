import { describe, expect, test } from "vitest";
import type { Exemption } from "../environments/schema/policy.ts";
import { placeholder, secretMarker, unknownMarker, type PlannedResource } from "../plan/planned-resource.ts";
import { judgePlan, judgeRule, rulesIn, type JudgeOptions, type ReportedVerdict } from "./judge.ts";
import { levels, type Context, type ResourceRule, type StackRule } from "./rule.ts";
import { changed, planned, planOf } from "./rules/fixture.ts";
import { goodBucket, goodDatabase } from "./rules/gcp-fixture.ts";
import { workload } from "./rules/pod-fixture.ts";
import { rules } from "./rules.ts";

const options: JudgeOptions = { tier: "production", exemptions: [], today: "2026-11-21", packs: ["security"] };
const image = "spec.template.spec.containers[0].image";
const latest = changed(workload(), image, "order:latest");
const chart = planned("kubernetes:helm.sh/v4:Chart", { chart: "redis-operator", version: "1.2.3" }, { name: "chart" });
const opaque = [{ urn: chart.urn, name: "chart", chart: "redis-operator", version: "1.2.3", reason: "no Helm" }];

const exemption: Exemption = {
  rule: "PK-WKL-017",
  resource: "kubernetes:apps/v1:Deployment/subj*",
  reason: "the vendor publishes no versions yet",
  owner: "platform",
  ticket: "PLAT-1",
  approvedBy: "ann",
  expires: "2026-12-31",
};

function failures(resources: readonly PlannedResource[], more: Partial<JudgeOptions> = {}): readonly ReportedVerdict[] {
  return judgePlan(planOf(resources), { ...options, ...more }).verdicts.filter(({ fails }) => fails);
}

describe("what a third-party chart brings", () => {
  const inside = (urn: string): string =>
    urn.replace("kubernetes:apps/v1", "kubernetes:helm.sh/v4:Chart$kubernetes:apps/v1");
  const workloadOfChart = (path: string, value: boolean): PlannedResource => {
    const resource = changed(workload(), path, value);
    return { ...resource, urn: inside(resource.urn) };
  };
  const container = "spec.template.spec.containers[0].securityContext";

  test("is advice where only its author can mend it", () => {
    const loose = workloadOfChart(`${container}.readOnlyRootFilesystem`, false);
    const { verdicts } = judgePlan(planOf([loose]), options);
    expect(verdicts.find(({ rule }) => rule === "PK-WKL-014")).toMatchObject({
      verdict: "violated",
      level: "advisory",
      fails: false,
    });
    expect(
      failures([changed(workload(), `${container}.readOnlyRootFilesystem`, false)]).map(({ rule }) => rule),
    ).toContain("PK-WKL-014");
  });

  test("stops the platform all the same where it is critical", () => {
    const privileged = workloadOfChart(`${container}.privileged`, true);
    expect(failures([privileged]).map(({ rule }) => rule)).toContain("PK-WKL-001");
  });
});

describe("judging a plan", () => {
  test("lets a good workload through", () => {
    const { summary } = judgePlan(planOf([workload()]), options);
    expect(summary).toMatchObject({ violated: 0, undecided: 0, exempt: 0, failed: false, resources: 1 });
    expect(summary.holds).toBeGreaterThan(10);
  });

  test("stops at a mandatory rule that is violated, and says where and what", () => {
    expect(failures([latest])).toEqual([
      {
        rule: "PK-WKL-017",
        name: "image-has-explicit-tag",
        level: "mandatory",
        verdict: "violated",
        urn: latest.urn,
        message: `${image} is "order:latest"; it must have a tag other than latest, or a digest`,
        fails: true,
      },
    ]);
  });

  test("reports an advisory rule that is violated, and goes on", () => {
    const { verdicts, summary } = judgePlan(planOf([latest]), options);
    expect(verdicts.find(({ rule }) => rule === "PK-WKL-018")).toMatchObject({ verdict: "violated", fails: false });
    expect(summary).toMatchObject({ violated: 2, mandatoryViolated: 1, advisoryViolated: 1 });
  });

  test("is as strict as the tier", () => {
    const writable = changed(
      workload(),
      "spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem",
      false,
    );
    expect(failures([writable], { tier: "development" })).toEqual([]);
    expect(failures([writable], { tier: "staging" }).map(({ rule }) => rule)).toEqual(["PK-WKL-014"]);
    expect(rulesIn(undefined, "development").map(({ rule }) => rule.id)).not.toContain("PK-DUR-003");
    expect(rulesIn(undefined, "production").map(({ rule }) => rule.id)).toContain("PK-DUR-003");
  });

  test("applies all packs, or those it is asked for", () => {
    const rulesOf = (more: Partial<JudgeOptions>): string[] => [
      ...new Set(
        judgePlan(planOf([]), { tier: "production", exemptions: [], today: "2026-11-21", ...more }).verdicts.map(
          ({ rule }) => rule,
        ),
      ),
    ];
    expect(rulesOf({})).toEqual([...rules.map(({ id }) => id), "PK-GOV-005", "PK-GOV-006", "PK-GOV-011"].sort());
    expect(rulesOf({ packs: ["cost"] })).not.toContain("PK-WKL-001");
    expect(rulesOf({ packs: ["cost"] })).toContain("PK-CST-008");
  });

  test("says of a rule that found nothing to judge that it doesn't apply", () => {
    const { verdicts } = judgePlan(planOf([]), options);
    expect(verdicts.find(({ rule }) => rule === "PK-WKL-001")).toMatchObject({
      verdict: "not applicable",
      urn: "plan:example-test",
    });
  });

  test("says the same whatever order the plan is in", () => {
    const resources = [latest, goodBucket, goodDatabase, chart];
    const say = (given: readonly PlannedResource[]): unknown =>
      judgePlan(planOf(given, { opaque }), { ...options, packs: ["security", "cost"] });
    expect(JSON.stringify(say([...resources].reverse()))).toBe(JSON.stringify(say(resources)));
  });
});

describe("what can't be decided", () => {
  const verdictOn = (value: PlannedResource["inputs"][string]): ReportedVerdict | undefined =>
    judgePlan(planOf([changed(workload(), image, value)]), options).verdicts.find(({ rule }) => rule === "PK-WKL-017");

  test("stops a mandatory rule, whether the cloud or somebody hides it", () => {
    const source = placeholder("urn:pulumi:a::b::c:d/e:F::g", "id");
    expect(verdictOn(source)).toMatchObject({ verdict: "undecided", because: "cloud", fails: true });
    expect(verdictOn(unknownMarker)).toMatchObject({ verdict: "undecided", because: "cloud", fails: true });
    expect(verdictOn(secretMarker)).toMatchObject({ verdict: "undecided", because: "secret", fails: true });
  });

  test("names where a placeholder comes from", () => {
    expect(verdictOn(placeholder("urn:pulumi:a::b::c:d/e:F::registry", "host"))?.message).toContain(
      "known to the cloud only (host of registry)",
    );
  });

  test("doesn't stop an advisory rule", () => {
    const hidden = changed(workload(), image, unknownMarker);
    expect(failures([hidden]).map(({ rule }) => rule)).toEqual(["PK-WKL-017"]);
    expect(judgePlan(planOf([hidden]), options).summary).toMatchObject({ undecided: 2, mandatoryUndecided: 1 });
  });

  test("is named for a chart that nobody could look into, and stops only where rendering is asked for", () => {
    const plan = planOf([chart], { opaque });
    const judgement = judgePlan(plan, options);
    const verdict = judgement.verdicts.find(({ rule }) => rule === "PK-GOV-006");
    expect(verdict).toMatchObject({ verdict: "undecided", because: "chart", urn: chart.urn, fails: false });
    expect(verdict?.message).toMatch(
      /^redis-operator 1\.2\.3 could not be rendered \(no Helm\); [1-9]\d rules about its contents are undecided$/,
    );
    expect(judgement.summary.opaqueCharts).toBe(1);
    expect(judgePlan(plan, { ...options, requireRendered: true }).summary.failed).toBe(true);
  });
});

describe("exemptions", () => {
  const judge = (given: readonly Exemption[], resources = [latest], more: Partial<JudgeOptions> = {}) =>
    judgePlan(planOf(resources), { ...options, exemptions: given, ...more });
  const problem = (given: Exemption, resources = [latest], more: Partial<JudgeOptions> = {}): string | undefined =>
    judge([given], resources, more).verdicts.find(({ rule, fails }) => rule === "PK-GOV-005" && fails)?.message;

  test("excuse what they name, are counted and carried in the report", () => {
    const { verdicts, summary } = judge([exemption]);
    expect(summary).toMatchObject({ failed: false, exempt: 1, exemptions: { given: 1, inForce: 1 } });
    expect(verdicts.find(({ verdict }) => verdict === "exempt")).toMatchObject({ rule: "PK-WKL-017", exemption });
    expect(verdicts.find(({ rule }) => rule === "PK-GOV-005")).toMatchObject({
      verdict: "holds",
      urn: "environment:example-test#policies.exemptions[0]",
    });
  });

  test("excuse nothing else", () => {
    const other = { ...latest, name: "other", urn: `${latest.urn}-other` };
    expect(judge([exemption], [latest, other]).verdicts.filter(({ fails }) => fails)).toMatchObject([
      { urn: other.urn },
    ]);
  });

  test.each([
    ["expired", { expires: "2026-11-20" }, "it expired on 2026-11-20"],
    ["too long", { expires: "2027-02-20" }, "its last day 2027-02-20 is 91 days ahead, more than 90"],
    ["on a day that doesn't exist", { expires: "2026-11-31" }, "its last day 2026-11-31 is not a day"],
    ["for a rule that doesn't exist", { rule: "PK-WKL-999" }, "there is no rule PK-WKL-999"],
    ["without a reason", { reason: "because" }, "its reason has fewer than 20 characters"],
    ["without an owner", { owner: " " }, "it has no owner"],
    ["without a ticket", { ticket: "" }, "it has no ticket"],
    ["that nobody approved", { approvedBy: "" }, "it has no approvedBy"],
    ["for everything", { resource: "*" }, "the pattern * names no resource"],
    ["for all of a type", { resource: "kubernetes:apps/v1:Deployment/*" }, "names no resource"],
    ["for a part of a type", { resource: "kubernetes:apps/v1:Deployment*" }, "write type/name with a whole type"],
    ["for all types", { resource: "*/*subject*" }, "write type/name with a whole type"],
    ["for types", { resource: "kubernetes:*:Deployment/subj*" }, "write type/name with a whole type"],
    [
      "for what every name begins with",
      { resource: "kubernetes:apps/v1:Deployment/*example-test*" },
      "besides example-test",
    ],
    [
      "for parts of what every name begins with",
      { resource: "kubernetes:apps/v1:Deployment/exam*test-s*" },
      "besides example-test",
    ],
    [
      "for a resource that isn't there",
      { resource: "kubernetes:apps/v1:Deployment/other" },
      "nothing breaks PK-WKL-017",
    ],
  ])("fails one %s, and doesn't excuse by it", (_claim, change, message) => {
    const given = { ...exemption, ...change };
    expect(problem(given)).toContain(message);
    expect(judge([given]).verdicts.filter(({ verdict }) => verdict === "exempt")).toEqual([]);
    expect(judge([given]).verdicts.find(({ rule }) => rule === "PK-WKL-017")).toMatchObject({ fails: true });
  });

  test("excuse ten resources at most, and none where they match more", () => {
    const many = (count: number): PlannedResource[] =>
      Array.from({ length: count }, (_, index) => ({
        ...latest,
        name: `example-test-subject-${index}`,
        urn: `${latest.urn}-${index}`,
        inputs: { ...latest.inputs, metadata: { name: `order-${index}`, namespace: "commerce" } },
      }));
    const given = { ...exemption, resource: "kubernetes:apps/v1:Deployment/example-test-subj*" };
    expect(judge([given], many(10)).summary).toMatchObject({ exempt: 10, failed: false });
    expect(problem(given, many(11))).toContain("matches 11 resources, more than 10");
    expect(judge([given], many(11)).summary).toMatchObject({ exempt: 0 });
  });

  test("hold on their last day, and for 90 days at most", () => {
    expect(problem({ ...exemption, expires: "2026-11-21" })).toBeUndefined();
    expect(problem({ ...exemption, expires: "2027-02-19" })).toBeUndefined();
  });

  test("are refused for critical rules", () => {
    const privileged = changed(workload(), "spec.template.spec.containers[0].securityContext.privileged", true);
    const given = { ...exemption, rule: "PK-WKL-001" };
    expect(problem(given, [privileged])).toBe("PK-WKL-001: PK-WKL-001 privileged-is-off allows no exemption");
    expect(judge([given], [privileged]).summary).toMatchObject({ exempt: 0, failed: true });
  });

  test("are weighed in the layers that they name, and elsewhere neither excuse nor are missed", () => {
    const ofCluster = { ...exemption, layer: "cluster" } as const;
    expect(judge([ofCluster], [latest]).summary).toMatchObject({ exempt: 1, failed: false });
    expect(judge([ofCluster], [latest], { layers: ["cluster"] }).summary).toMatchObject({ exempt: 1, failed: false });
    expect(judge([ofCluster], [latest], { layers: ["cloud"] }).summary).toMatchObject({ exempt: 0, failed: true });
    expect(problem(ofCluster, [workload()], { layers: ["cloud"] })).toBeUndefined();
    expect(problem(ofCluster, [workload()], { layers: ["cluster"] })).toContain("nothing breaks");
    // Without a layer it is the platform's: one layer by itself can't tell that nothing needs it.
    expect(problem(exemption, [workload()], { layers: ["cloud"] })).toBeUndefined();
    expect(judge([exemption], [latest], { layers: ["bootstrap"] }).summary).toMatchObject({ exempt: 0, failed: true });
    const ofAccount = { ...exemption, layer: "bootstrap" } as const;
    expect(judge([ofAccount], [latest]).summary).toMatchObject({ exempt: 0, failed: true });
  });

  test("for who grants are weighed in the account's own layer and in no other", () => {
    const admin = planned("gcp:projects/iAMMember:IAMMember", {
      role: "roles/container.admin",
      member: "user:a@example.org",
    });
    const given = {
      ...exemption,
      rule: "PK-IAM-001",
      resource: "gcp:projects/iAMMember:IAMMember/example-test-subject",
    };
    const named = { ...admin, name: "example-test-subject" };
    const refused = "PK-IAM-001: PK-IAM-001 grants-are-narrow allows one in the layer bootstrap only";
    expect(problem(given, [named])).toBe(refused);
    expect(problem({ ...given, layer: "cloud" }, [named])).toBe(refused);
    expect(judge([given], [named]).summary).toMatchObject({ exempt: 0, failed: true });
    const ofAccount = { ...given, layer: "bootstrap" } as const;
    expect(problem(ofAccount, [named], { layers: ["bootstrap"] })).toBeUndefined();
    expect(judge([ofAccount], [named], { layers: ["bootstrap"] }).summary).toMatchObject({ exempt: 1 });
  });

  test("fail when nothing needs them any more", () => {
    expect(problem(exemption, [workload()])).toContain(
      "nothing breaks PK-WKL-017 at kubernetes:apps/v1:Deployment/subj*",
    );
    // A rule that is off in the tier breaks nothing either.
    expect(
      problem({ ...exemption, rule: "PK-AVL-002" }, [latest], { tier: "development", packs: ["reliability"] }),
    ).toContain("nothing breaks");
  });

  test("excuse what can't be decided too", () => {
    expect(judge([exemption], [changed(workload(), image, unknownMarker)]).summary).toMatchObject({
      exempt: 1,
      failed: false,
    });
  });

  test("fail on a day that isn't one, rather than hold for ever", () => {
    expect(problem(exemption, [latest], { today: "soon" })).toContain("today (soon) is not a day");
  });

  test("of a rule in a pack that isn't asked for are left to the run that asks for it", () => {
    expect(problem(exemption, [latest], { packs: ["cost"] })).toBeUndefined();
  });
});

describe("a rule that throws", () => {
  const facts = {
    id: "PK-TST-001",
    name: "throws",
    says: "",
    why: "",
    fix: "",
    severity: "low",
    pack: "security",
    levels: levels("mandatory", "mandatory", "mandatory"),
    exemptible: true,
    compliance: [],
    source: "",
    appliesTo: ["*"],
  } as const;
  const context: Context = { tier: "production", today: "2026-11-21", opaque: [] };

  test("is violated by the resource, with its cause, and the others are judged", () => {
    const rule: ResourceRule = {
      ...facts,
      judge: ({ name }) => {
        if (name === "bad") throw new TypeError("x is undefined");
        return { verdict: "holds", message: "" };
      },
    };
    const resources = ["bad", "good"].map((name) => planned("a:b:C", {}, { name, urn: name }));
    expect(judgeRule(rule, resources, context)).toEqual([
      { urn: "bad", verdict: "violated", message: "the rule could not judge it: x is undefined" },
      { urn: "good", verdict: "holds", message: "" },
    ]);
  });

  test("is violated by the plan where it judges all", () => {
    const rule: StackRule = {
      ...facts,
      judgeAll: () => {
        throw new TypeError("x is undefined");
      },
    };
    expect(judgeRule(rule, [], context)).toMatchObject([{ urn: "plan", verdict: "violated" }]);
  });
});
