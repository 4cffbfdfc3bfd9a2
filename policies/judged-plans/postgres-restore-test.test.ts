import { expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { expandShards } from "../../components/kit/databases/postgres/shards.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

it("what tries backups, a store of several databases and a twin hold in production", async () => {
  const orders = { kind: "postgres", size: "large", dataClass: "personal" } as const;
  const environment = awsEnvironment({
    stores: {
      orders: { ...orders, backups: { bucket: "copies" }, shards: { count: 2, key: "customer_id" } },
      sales: {
        ...orders,
        durability: "synchronous",
        backups: { bucket: "sold" },
        twin: {
          ...{ environment: "shop-there", bucket: "gs://there", begins: "new", primary: "shop-prod" },
          login: { user: "reader@there", password: { secret: "sales-twin" } },
        },
      },
    },
    buckets: { copies: { dataClass: "personal" }, sold: { dataClass: "personal" } },
    domains: {
      commerce: {
        owner: "commerce",
        services: { order: { image: "commerce/order:1.0.0", uses: { orders: "read-write" } } },
      },
    },
  });
  const plan = await planEnvironment(expandShards(environment));
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const ours = verdicts.filter(({ urn }) => /orders|sales|copies|sold|shards/.test(urn));
  const wrong = ours.filter(({ verdict }) => verdict === "violated" || verdict === "undecided");
  // Digests of services' images are the environment's to write.
  expect(
    wrong.filter(({ rule }) => rule !== "PK-WKL-018").map(({ rule, urn, message }) => [rule, urn, message]),
  ).toEqual([]);
  const jobs = ours.filter(({ urn, verdict }) => urn.endsWith("orders-1-restore-test-job") && verdict === "holds");
  expect(jobs.length).toBeGreaterThan(5);
  const told = plan.resources.filter(
    ({ urn, inputs }) => urn.includes("Domain") && JSON.stringify(inputs).includes("ORDERS_0,ORDERS_1"),
  );
  expect(told).not.toEqual([]);
});
