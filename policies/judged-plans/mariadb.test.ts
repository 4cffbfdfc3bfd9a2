import { expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const service = (access: "read" | "read-write") => ({
  image: "commerce/order:1.0.0",
  uses: { ledger: access },
  scale: { min: 3, max: 6 },
});
const domains = {
  commerce: { owner: "commerce", services: { order: service("read-write"), report: service("read") } },
};
const ledger = {
  kind: "mysql",
  engine: "mariadb",
  placement: "in-cluster",
  size: "large",
  dataClass: "personal",
  backups: { bucket: "ledger-copies" },
} as const;
const buckets = { "ledger-copies": { dataClass: "personal" } } as const;

async function judged(replicas: number) {
  const plan = await planEnvironment(gcpEnvironment({ stores: { ledger: { ...ledger, replicas } }, buckets, domains }));
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const ours = verdicts.filter(({ urn }) => /ledger|commerce-(?:order|report)/.test(urn));
  const wrong = ours.filter(({ verdict }) => verdict === "violated" || verdict === "undecided");
  return {
    held: ours.filter(({ verdict, urn }) => verdict === "holds" && urn.includes("ledger")).map(({ rule }) => rule),
    // Digests of images are the environment's to write.
    wrong: wrong.filter(({ rule }) => rule !== "PK-WKL-018").map(({ rule, urn, message }) => [rule, urn, message]),
  };
}

it("MariaDB in the cluster is judged and holds in production", async () => {
  const { held, wrong } = await judged(2);
  expect(wrong).toEqual([]);
  expect(held).toEqual(expect.arrayContaining(["PK-CST-008", "PK-DUR-004", "PK-DUR-006", "PK-DUR-018", "PK-ENC-009"]));
});

it("one server alone is told that it doesn't outlive its zone", async () => {
  const { wrong } = await judged(0);
  expect(wrong.map(([rule]) => rule)).toEqual(["PK-DUR-006"]);
});
