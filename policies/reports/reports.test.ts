import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { judgePlan } from "../judge.ts";
import { renderJson } from "./report-json.ts";
import { renderJunit } from "./report-junit.ts";
import { renderSarif } from "./report-sarif.ts";
import { renderText } from "./report-text.ts";
import { changed, planned, planOf } from "../rules/fixture.ts";
import { workload } from "../rules/pod-fixture.ts";

const image = "spec.template.spec.containers[0].image";
const one = { ...changed(workload(), image, 'order:latest"<&'), name: "one", urn: "urn:pulumi:a::b::c$d:e:F::one" };
const latest = {
  ...changed(workload(), image, "order:latest"),
  name: "latest",
  urn: "urn:pulumi:a::b::c$d:e:F::latest",
};
const excused = { ...latest, name: "excused", urn: "urn:pulumi:a::b::c$d:e:F::excused" };
const chart = planned("kubernetes:helm.sh/v4:Chart", { chart: "redis-operator", version: "1.2.3" }, { name: "chart" });
const judgement = judgePlan(
  planOf([one, latest, excused, chart], {
    opaque: [{ urn: chart.urn, name: "chart", chart: "redis-operator", version: "1.2.3", reason: "no Helm" }],
  }),
  {
    tier: "production",
    today: "2026-11-21",
    packs: ["security"],
    exemptions: [
      {
        rule: "PK-WKL-017",
        resource: "kubernetes:apps/v1:Deployment/excused",
        reason: "the vendor publishes no versions yet",
        owner: "platform",
        ticket: "PLAT-1",
        approvedBy: "ann",
        expires: "2026-12-31",
      },
    ],
  },
);

test("the text says what stops, what is worth knowing, what is exempt, and the figures", () => {
  const text = renderText(judgement);
  expect(text).toContain("Stops the platform (1)\n  PK-WKL-017 image-has-explicit-tag\n    violated: d:e:F latest\n");
  expect(text).toContain("exempt until 2026-12-31 (platform, PLAT-1): the vendor publishes no versions yet");
  expect(text).toMatch(
    /example-test \(production\): 4 resources, \d+ hold, .* 1 exempt under 1 of 1 exemptions, 1 charts not rendered\n$/,
  );
});

test("the JSON has environment, verdicts and summary", () => {
  const report: unknown = JSON.parse(renderJson(judgement));
  expect(report).toEqual({
    environment: judgement.environment,
    verdicts: judgement.verdicts.map(({ rule, level, verdict, urn, message }) => ({
      rule,
      level,
      verdict,
      urn,
      message,
    })),
    summary: { tier: judgement.tier, ...judgement.summary },
  });
});

describe("SARIF", () => {
  const log = JSON.parse(renderSarif(judgement)) as Log;
  const [run] = log.runs;
  const results = run?.results ?? [];
  const rules = run?.tool.driver.rules ?? [];

  test("is version 2.1.0 with one run, named after the environment", () => {
    expect(log).toMatchObject({ version: "2.1.0", $schema: "https://json.schemastore.org/sarif-2.1.0.json" });
    expect(log.runs).toHaveLength(1);
    expect(run?.tool.driver.name).toBe("landbridge");
    expect(run?.automationDetails?.id).toBe("landbridge/example-test");
  });

  test("describes each rule that a result names, with absolute addresses", () => {
    expect(new Set(rules.map(({ id }) => id))).toEqual(new Set(results.map(({ ruleId }) => ruleId)));
    for (const { helpUri, shortDescription, help } of rules) {
      expect(new URL(helpUri ?? "").protocol).toBe("https:");
      expect([shortDescription?.text, help?.text].every((text) => text !== undefined && text !== "")).toBe(true);
    }
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  test("gives a message, a place and a fingerprint of its own to each result", () => {
    for (const { message, locations, partialFingerprints } of results) {
      expect(message.text).toBeTruthy();
      expect(locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).toMatch(/^(?:urn:pulumi|environment|plan):/);
      expect(partialFingerprints?.["landbridge/v1"]).toMatch(/^[a-f0-9]{64}$/);
    }
    const prints = results.map(({ partialFingerprints }) => partialFingerprints?.["landbridge/v1"]);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test("is an error where it stops, a warning where it advises, open where undecided, suppressed where exempt", () => {
    const of = (urn: string, rule: string) =>
      results.find(
        ({ ruleId, locations }) => ruleId === rule && locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName === urn,
      );
    expect(of(latest.urn, "PK-WKL-017")).toMatchObject({ kind: "fail", level: "error" });
    expect(of(latest.urn, "PK-WKL-018")).toMatchObject({ kind: "fail", level: "warning" });
    expect(of(chart.urn, "PK-GOV-006")).toMatchObject({ kind: "open", level: "none" });
    expect(of(excused.urn, "PK-WKL-017")?.suppressions).toMatchObject([{ kind: "external", status: "accepted" }]);
    expect(of(latest.urn, "PK-WKL-017")?.suppressions).toBeUndefined();
  });
});

describe("JUnit", () => {
  const xml = renderJunit(judgement);

  test("counts what it lists", () => {
    const [, tests, failures, skipped] =
      /<testsuites .*tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)"/.exec(xml) ?? [];
    expect(xml.match(/<testcase /g)).toHaveLength(Number(tests));
    expect(xml.match(/<failure /g)).toHaveLength(Number(failures));
    expect(xml.match(/<skipped /g)).toHaveLength(Number(skipped));
    expect(Number(failures)).toBe(1);
  });

  test("escapes what XML takes for its own", () => {
    expect(xml).toContain("&lt;&amp;");
    expect(xml.replaceAll(/&(?:amp|lt|gt|quot|#10);/g, "")).not.toContain("&");
    for (const line of xml.trim().split("\n"))
      expect(line).toMatch(/^\s*(?:<\?xml [^<>]*\?>|<[^<>]+>(?:[^<>]*<\/[a-z-]+>)?)$/);
  });
});

describe("texts that would print lines of their own", () => {
  const fake = "x\n::error::fake\r##vso[task.complete]\u0085a\u009bb\u2028c\u202ed\u2066e\ufefff the reason";
  const named = { ...latest, name: "excused", urn: `${latest.urn}${fake}` };
  const { verdicts } = judgePlan(planOf([changed(named, "spec.template.spec.containers[0].name", fake)]), {
    tier: "production",
    today: "2026-11-21",
    exemptions: [
      {
        rule: "PK-WKL-017",
        resource: "kubernetes:apps/v1:Deployment/excused",
        reason: fake,
        owner: "platform",
        ticket: fake,
        approvedBy: fake,
        expires: "2026-12-31",
      },
    ],
  });
  const hostile = {
    ...judgement,
    verdicts: verdicts.map((verdict) => ({ ...verdict, message: `${verdict.message}${fake}` })),
  };

  test.each([
    ["text", renderText],
    ["JSON", renderJson],
    ["SARIF", renderSarif],
    ["JUnit", renderJunit],
  ])("are escaped in %s", (_format, render) => {
    const report = render(hostile);
    expect(report).toContain("the reason");
    expect(report).not.toMatch(/(?!\n)\p{Cc}|[\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(report).not.toMatch(/^\s*(?:::|##)/m);
  });

  test("are escaped in the text that SARIF carries", () => {
    const carried = JSON.stringify((JSON.parse(renderSarif(hostile)) as Log).runs[0]?.results).replaceAll("\\\\", "");
    expect(carried).toContain("::error::fake");
    expect(carried).not.toMatch(/\\[nr]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##vso/u);
  });
});

test("no report depends on the clock: two runs give the same bytes", async () => {
  const renderers = [renderText, renderJson, renderSarif, renderJunit];
  const first = renderers.map((render) => render(judgement));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(renderers.map((render) => render(judgement))).toEqual(first);
  expect(first.join("")).not.toContain(String(new Date().getFullYear() + 1));
});
