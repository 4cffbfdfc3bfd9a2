import { expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const service = { image: "commerce/order:1.0.0", uses: { orders: "read-write" as const } };
const domains = { commerce: { owner: "commerce", services: { order: service } } };
const orders = { kind: "postgres" as const, size: "large" as const, dataClass: "personal" as const };
const buckets = { copies: { dataClass: "personal" as const }, older: { dataClass: "personal" as const } };
// What tries them is judged by itself.
const backups = { bucket: "copies", test: "never" as const };
const restoreFrom = { bucket: "older", store: "old-orders" };

const wished = (wish: object) => ({ stores: { orders: { ...orders, ...wish } }, buckets, domains });

const clouds: readonly (readonly [name: string, make: (wish: object) => AnyEnvironment])[] = [
  ["aws", (wish) => awsEnvironment(wished(wish))],
  ["azure", (wish) => azureEnvironment(wished(wish))],
  ["gcp", (wish) => gcpEnvironment(wished(wish))],
];

async function judge(environment: AnyEnvironment) {
  const { resources, verdicts } = await planned(environment);
  const ours = verdicts.filter(({ urn }) => /orders|copies|older/.test(urn));
  return {
    resources,
    wrong: ours.filter(({ verdict }) => verdict === "violated" || verdict === "undecided"),
    held: ours.filter(({ verdict }) => verdict === "holds"),
  };
}

async function planned(environment: AnyEnvironment) {
  const plan = await planEnvironment(environment);
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  return { resources: plan.resources, verdicts };
}

it.each(clouds)(
  "PostgreSQL in the cluster that is copied to a bucket holds on %s in production",
  async (_name, make) => {
    const { wrong, held } = await judge(make({ backups, restoreFrom }));
    // Digests of services' images are the environment's to write.
    const ours = wrong.filter(({ rule }) => rule !== "PK-WKL-018");
    expect(ours.map(({ rule, urn, message }) => [rule, urn, message])).toEqual([]);
    const ofArchive = held.filter(({ urn }) => urn.includes("barmancloud")).map(({ rule }) => rule);
    expect(ofArchive).toContain("PK-DUR-001");
    expect(held.filter(({ urn }) => urn.includes("ScheduledBackup")).map(({ rule }) => rule)).toContain("PK-DUR-001");
    expect(held.filter(({ urn }) => urn.endsWith("orders-cluster")).map(({ rule }) => rule)).toContain("PK-DUR-012");
  },
);

it.each(clouds)(
  "PostgreSQL in the cluster without a place for backups is violated on %s in production",
  async (_name, make) => {
    const { wrong } = await judge(make({}));
    expect(wrong.filter(({ urn }) => urn.endsWith("orders-cluster")).map(({ rule }) => rule)).toEqual(["PK-DUR-012"]);
  },
);

it.each(clouds)(
  "its servers may write their own bucket and read the other on %s, and nothing more",
  async (name, make) => {
    const { resources } = await planned(make({ backups, restoreFrom }));
    const ours = resources.filter(({ urn }) => urn.includes("identity-landbridge-data-orders"));
    const text = JSON.stringify(ours.map(({ inputs }) => inputs));
    const roles: Readonly<Record<string, readonly RegExp[]>> = {
      aws: [/s3:PutObject/, /s3:GetObject/, /"serviceAccount":"orders"/, /"namespace":"landbridge-data"/],
      azure: [
        /ba92f5b4-2d11-453d-a403-e96b0029c9fe/,
        /2a2b9908-6ea1-4ae2-8e65-a410df84e7d1/,
        /system:serviceaccount:landbridge-data:orders/,
      ],
      gcp: [/roles\/storage\.objectUser/, /roles\/storage\.objectViewer/, /roles\/storage\.legacyBucketReader/],
    };
    for (const role of roles[name] ?? []) expect(text).toMatch(role);
    const counts: Readonly<Record<string, number>> = { gcp: 4, azure: 2 };
    const grants = ours.filter(({ type }) => /RoleAssignment$|IAMMember$/.test(type));
    expect(grants).toHaveLength(counts[name] ?? 0);
  },
);
