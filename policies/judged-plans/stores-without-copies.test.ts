import { expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

it("InfluxDB, ClickHouse and Qdrant in the cluster are told in production, once each, that nothing copies them", async () => {
  const stores = {
    facts: { kind: "clickhouse", placement: "in-cluster" },
    likeness: { kind: "qdrant", collections: { pictures: { size: 512 } } },
    readings: { kind: "influxdb", placement: "in-cluster", databases: { raw: {} } },
  } as const;
  const plan = await planEnvironment(gcpEnvironment({ stores, domains: {} }), { layer: "cluster" });
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const wrong = verdicts.filter(({ rule, verdict }) => rule === "PK-DUR-018" && verdict === "violated");
  expect(wrong.map(({ message }) => message).sort()).toEqual([
    "no CronJob facts-backup copies the store facts",
    "no CronJob likeness-backup copies the store likeness",
    "no CronJob readings-backup copies the store readings",
  ]);
  // Keepers hold no rows.
  expect(wrong.find(({ message }) => message.includes("facts"))?.urn).toMatch(/StatefulSet::.*facts.*0-0/);
});
