import { output } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { crossRules, type At } from "../../environments/cross-rules.ts";
import { warming } from "../../environments/schema/services/warming.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { gcpEnvironment } from "../clouds/gcp/environment.fixture.ts";
import { decideRedisUsers } from "../kit/databases/redis/redis-users.ts";
import { decideMarks, decideWarmingDemand, slotOf, warmersOf } from "../kit/workloads/cache-warming.ts";
import { custom } from "../plan.fixture.ts";
import { warmingLoginsOf } from "./warming-tasks.ts";

const warms = {
  prices: { keys: "catalog:", command: ["node", "warm.js"], everyMinutes: 10, deadlineMinutes: 20 },
} as const;
const catalog = { image: "shop/catalog:1.0.0", uses: { prices: "read" }, warms } as const;
const environmentOf = (service: object, store: object = {}) =>
  gcpEnvironment({
    buckets: {},
    stores: { prices: { kind: "redis", ...store } },
    domains: { shop: { owner: "shop-team", services: { catalog: { ...catalog, ...service } } } },
  });
const planned = planEnvironment(environmentOf({}), { layer: "cluster" });

const jobOf = async () => {
  const { inputs } = custom((await planned).resources, "shop-prod-shop-catalog-warm-prices");
  return JSON.stringify(inputs["spec"]);
};

it("looks, fills and marks in that order, in the service's own image, never twice at once and not for ever", async () => {
  const spec = await jobOf();
  const order = ['"name":"look"', '"name":"fill"', '"name":"mark"'].map((name) => spec.indexOf(name));
  expect(order.every((place) => place >= 0)).toBe(true);
  expect(spec.match(/shop\/catalog:1\.0\.0/g)).toHaveLength(1);
  expect(spec).toContain('"schedule":"*/10 * * * *"');
  expect(spec).toContain('"concurrencyPolicy":"Forbid"');
  expect(spec).toContain('"activeDeadlineSeconds":1200');
  expect(spec).toContain('exec \\"$@\\"","warm","node","warm.js"]');
  expect(spec.match(/"readOnlyRootFilesystem":true/g)).toHaveLength(3);
});

it("tells whose the domain is when it isn't filled", async () => {
  const { inputs } = custom((await planned).resources, "shop-prod-shop-catalog-watch-alerts");
  expect(inputs["metadata"]).toMatchObject({ namespace: "shop", name: "catalog-alerts" });
  expect(JSON.stringify(inputs["spec"])).toMatch(/catalog-warm-prices.*"owner":"shop-team"/);
});

it("is looked at as often within every hour alone", () => {
  const everyMinutes = (minutes: number) => warming.safeParse({ keys: "a", command: ["b"], everyMinutes: minutes });
  for (const minutes of [1, 12, 60]) expect(everyMinutes(minutes).success).toBe(true);
  expect(everyMinutes(45).error?.issues[0]?.message).toContain("1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60");
});

it("gives the Job a login of its own in place of the service's, which nothing else has", async () => {
  const spec = await jobOf();
  expect(spec).toContain('"name":"PRICES_PASSWORD","valueFrom":{"secretKeyRef"');
  expect(spec.match(/"name":"PRICES_PASSWORD"/g)).toHaveLength(1);
  const { inputs } = custom((await planned).resources, "shop-prod-shop-catalog-deployment");
  expect(JSON.stringify(inputs)).not.toContain("warm");
});

it("lets it through to the store as it lets the service", async () => {
  const policies = (await planned).resources.filter(({ type }) => type.endsWith(":NetworkPolicy"));
  expect(policies.filter(({ inputs }) => JSON.stringify(inputs).includes("warm.catalog")).length).toBeGreaterThan(0);
});

it("lets it touch the keys with its beginning and no others, though the service reads alone", () => {
  const users = decideRedisUsers(warmersOf(environmentOf({}), "prices"));
  const { rules } = users.find(({ name }) => name === "shop-catalog.warm") ?? { rules: "" };
  expect(rules).toMatch(/^~catalog:\* \+@all -@dangerous -@admin /);
  expect(rules).not.toContain("~*");
  expect(rules).not.toContain("&");
});

it("marks every part of the slots under the same beginning", () => {
  // Of the documentation of clusters. https://valkey.io/topics/cluster-spec/#key-distribution-model
  expect(slotOf("123456789")).toBe(0x31c3);
  const marks = decideMarks("catalog:");
  const partsOf = marks.map((mark) => Math.floor(slotOf(/\{(.+)\}$/.exec(mark)?.[1] ?? "") / 512));
  expect(partsOf).toEqual(Array.from({ length: 32 }, (_, part) => part));
  expect(marks.every((mark) => mark.startsWith("catalog:"))).toBe(true);
});

it("takes the login for filling, and never the service's own", async () => {
  const login = (user: string) => ({ user: output(user), password: output("secret") });
  const accessOf = (logins: object) => ({
    prices: { kind: "redis", endpoint: { host: output("h"), port: 6379 }, tls: true, logins: { ...logins } } as const,
  });
  const of = { domain: "shop", service: "catalog", wish: { warms } };
  const userOf = (logins: Record<string, ReturnType<typeof login>>) =>
    new Promise((resolve) => warmingLoginsOf(of, accessOf(logins))["prices"]?.user.apply(resolve));
  expect(await userOf({ "shop-catalog": login("own"), "shop-catalog.warm": login("warm") })).toBe("warm");
  expect(() => warmingLoginsOf(of, accessOf({ "shop-catalog": login("own") }))).toThrow("has no login");
});

it("counts against the domain's quota, a pod for each store", () => {
  expect(decideWarmingDemand({ size: "small", warms })).toEqual([{ cpu: 0.5, memoryGiB: 1, pods: 1 }]);
  expect(decideWarmingDemand({ size: "small" })).toEqual([]);
});

it("is refused for a store that is no Redis, or that the service doesn't use", () => {
  const at: At = (path) => ({ path: path.join(".") });
  const wrongWith = (service: object, store?: object) =>
    crossRules(environmentOf(service, store), at)
      .filter(({ path }) => path.includes("warms"))
      .map(({ path, rule }) => [path, rule]);
  const path = "domains.shop.services.catalog.warms.prices";
  expect(wrongWith({})).toEqual([]);
  expect(wrongWith({ uses: {} })).toEqual([[path, "isn't among the stores that the service uses"]]);
  expect(wrongWith({}, { kind: "postgres" })).toEqual([[path, "is no store of kind redis"]]);
});
