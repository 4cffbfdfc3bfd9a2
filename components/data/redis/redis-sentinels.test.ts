import { expect, it } from "vitest";
import { planEnvironment } from "../../../plan/plan-environment.ts";
import { readPods } from "../../../plan/capacity/readers.ts";
import { gcpEnvironment } from "../../clouds/gcp/environment.fixture.ts";
import { custom } from "../../plan.fixture.ts";

const cart = { image: "shop/cart:1.0.0", uses: { sessions: "read-write" } } as const;
const environment = gcpEnvironment({
  buckets: {},
  stores: {
    sessions: { kind: "redis", mode: "sentinel", shards: 1, replicasPerShard: 2, purpose: "session" },
  },
  domains: { shop: { owner: "shop-team", services: { cart } } },
});
const planned = planEnvironment(environment, { layer: "cluster" });
const textOf = async (name: string) => JSON.stringify(custom((await planned).resources, name).inputs);

it("makes sentinels before servers, the first leader before its followers, and waits for all with a Job", async () => {
  const { resources } = await planned;
  const after = (name: string): string[] =>
    custom(resources, `shop-prod-data-sessions-${name}`).dependencies.map((urn) => urn.split("::").at(-1) ?? "");
  expect(after("server-0-0")).toContain("shop-prod-data-sessions-sentinel");
  expect(after("server-0-1")).toContain("shop-prod-data-sessions-server-0-0");
  expect(after("server-0-2")).toContain("shop-prod-data-sessions-server-0-1");
  expect(await textOf("shop-prod-data-sessions-sentinel")).toContain('"replicas":3');
});

it("leads clients to sentinels, and lets neither a server nor a sentinel be evicted beside another of its role", async () => {
  const { resources } = await planned;
  const spec = (name: string) => custom(resources, `shop-prod-data-sessions-${name}`).inputs["spec"];
  expect(spec("service")).toMatchObject({
    selector: { "landbridge.dev/redis-role": "sentinel" },
    ports: [{ port: 26379, targetPort: "sentinel" }],
  });
  for (const role of ["server", "sentinel"])
    expect(spec(`${role}-budget`)).toMatchObject({
      minAvailable: 2,
      selector: { matchLabels: { "landbridge.dev/redis-role": role } },
    });
});

it("tells a service where sentinels are and what they call the leader, and lets it and servers through to them", async () => {
  const { resources } = await planned;
  const pod = JSON.stringify(custom(resources, "shop-prod-shop-cart-deployment").inputs);
  expect(pod).toContain('"name":"SESSIONS_MASTER","value":"sessions"');
  expect(pod).toContain('"name":"SESSIONS_PORT","value":"26379"');
  expect(pod).toMatch(/"name":"SESSIONS_SENTINELS"/);
  const policies = resources.filter(({ type }) => type.endsWith(":NetworkPolicy")).map(({ inputs }) => inputs);
  const open = policies.filter((policy) => JSON.stringify(policy).includes("26379"));
  expect(open.length).toBeGreaterThanOrEqual(2);
  expect(JSON.stringify(open)).not.toContain("16379");
});

it("is counted: a zone may take one server and one sentinel, and most sentinels have to stay", async () => {
  const { resources } = await planned;
  const groups = readPods(resources, environment).groups.filter(({ name }) => name.includes("/sessions"));
  const keeps = groups.flatMap(({ keeps: all }) => all.map(({ what, of, need }) => [what, of, need]));
  expect(keeps).toEqual(
    expect.arrayContaining([
      ["copies of a shard", 3, 1],
      ["pods", 3, 2],
    ]),
  );
  expect(keeps.map(([what]) => what)).not.toContain("leaders");
});
