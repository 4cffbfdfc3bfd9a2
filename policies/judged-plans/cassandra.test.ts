import { expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const service = (access: "read" | "read-write") => ({
  image: "commerce/order:1.0.0",
  uses: { history: access },
  scale: { min: 3, max: 6 },
});
const domains = {
  commerce: { owner: "commerce", services: { order: service("read-write"), report: service("read") } },
};
const history = { kind: "cassandra", placement: "in-cluster", size: "large", dataClass: "personal" } as const;
const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };

const buckets = { "history-copies": { dataClass: "personal" } } as const;

async function judged(nodes: 1 | 3, wish: object = {}) {
  const stores = { history: { ...history, tables, nodes, ...wish } };
  const plan = await planEnvironment(gcpEnvironment({ stores, buckets, domains }));
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const ours = verdicts.filter(({ urn }) => /history|commerce-(?:order|report)/.test(urn));
  const wrong = ours.filter(({ verdict }) => verdict === "violated" || verdict === "undecided");
  return {
    held: ours.filter(({ verdict, urn }) => verdict === "holds" && urn.includes("history")).map(({ rule }) => rule),
    // Digests of images are the environment's to write, or in a lock that could ask nobody.
    wrong: wrong.filter(({ rule }) => rule !== "PK-WKL-018").map(({ rule, urn, message }) => [rule, urn, message]),
  };
}

it("Cassandra in the cluster is judged and holds in production", async () => {
  const { held, wrong } = await judged(3, { backups: { bucket: "history-copies" } });
  expect(wrong).toEqual([]);
  expect(held).toEqual(expect.arrayContaining(["PK-CST-008", "PK-DUR-004", "PK-DUR-006", "PK-DUR-018", "PK-ENC-009"]));
});

it("one node alone is told that it doesn't outlive its zone, and that nothing copies it", async () => {
  const { wrong } = await judged(1);
  expect(wrong.map(([rule]) => rule)).toEqual(["PK-DUR-006", "PK-DUR-018"]);
});
