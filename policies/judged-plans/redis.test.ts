import { expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const cart = {
  image: "shop/cart:1.0.0",
  uses: { prices: "read-write", sessions: "read-write" },
  scale: { min: 3, max: 6 },
} as const;
const environment = gcpEnvironment({
  buckets: {},
  stores: {
    prices: { kind: "redis", purpose: "cache" },
    sessions: { kind: "redis", purpose: "session", mode: "sentinel", shards: 1, replicasPerShard: 2 },
  },
  domains: { shop: { owner: "shop-team", services: { cart } } },
});
const planned = planEnvironment(environment, { layer: "cluster" });

const ofStores = async (change: (urn: string) => object = () => ({})) => {
  const plan = await planned;
  const resources = plan.resources.map((resource) => ({ ...resource, ...change(resource.urn) }));
  const { verdicts } = judgePlan({ ...plan, resources }, { tier: "production", exemptions: [], today: "2026-11-21" });
  return verdicts.filter(({ urn }) => /data-(?:prices|sessions)/.test(urn));
};

it("a cache and sessions in the cluster are judged and hold in production", async () => {
  const verdicts = await ofStores();
  const wrong = verdicts.filter(({ verdict }) => verdict === "violated" || verdict === "undecided");
  // Digests of images are the environment's to write, or in a lock that could ask nobody.
  expect(wrong.filter(({ rule }) => rule !== "PK-WKL-018").map(({ rule, urn }) => [rule, urn])).toEqual([]);
  const held = verdicts.filter(({ rule, verdict }) => rule === "PK-DUR-004" && verdict === "holds");
  for (const store of ["prices", "sessions"]) expect(held.some(({ urn }) => urn.includes(store))).toBe(true);
});

it("a cache's volumes may go, and those of sessions may not", async () => {
  const unprotected = await ofStores((urn) => (urn.includes("-volume-") ? { protect: false } : {}));
  const wrong = unprotected.filter(({ rule, verdict }) => rule === "PK-DUR-004" && verdict === "violated");
  expect(new Set(wrong.map(({ urn }) => /data-(prices|sessions)/.exec(urn)?.[1]))).toEqual(new Set(["sessions"]));
});
