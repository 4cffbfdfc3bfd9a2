import { expect, it } from "vitest";
import { redis } from "../../../../environments/schema/stores/stores.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { sizes } from "../../sizes.ts";
import { decideNotifications, decideRedisConfig } from "./redis-config.ts";
import { decideRedisLogins } from "./redis-logins.ts";
import { decideRedisMembers } from "./redis-members.ts";
import { decideRedisClaim, decideRedisServer } from "./redis-server.ts";
import { decideRedisUsers, decideRulesMark, decideServiceUsers, renderUsers } from "./redis-users.ts";

const wishOf = (changes: object = {}) => redis.parse({ kind: "redis", ...changes });
const configOf = (changes: object) => decideRedisConfig(wishOf(changes));
const parts = {
  store: "s",
  image: "shop/i:1",
  exporterImage: "e",
  config: "c",
  members: "m",
  users: "u",
  certificate: "t",
};
const inProduction = exampleSurroundings({ tier: "production", zones: 3 });

function server(changes: object = {}, surroundings = inProduction, index = 0) {
  const wish = wishOf(changes);
  const member = decideRedisMembers("s", wish, surroundings)[index];
  if (member === undefined) throw new Error("no such server");
  return decideRedisServer(wish, member, parts, surroundings).template;
}

it("drops what is least used from a cache, never a session, and of counters those that end soonest", () => {
  expect(configOf({ purpose: "cache" })).toContain("maxmemory-policy allkeys-lfu\n");
  expect(configOf({ purpose: "session" })).toContain("maxmemory-policy noeviction\n");
  expect(configOf({ purpose: "rate-limit" })).toContain("maxmemory-policy volatile-ttl\n");
});

it("writes sessions to disk every second, and nothing else", () => {
  expect(configOf({ purpose: "session" })).toContain("appendonly yes\nappendfsync everysec\n");
  expect(configOf({ purpose: "cache" })).toContain("appendonly no\n");
});

it("bounds what a server holds by a part of its memory that leaves room to copy, in every size", () => {
  for (const size of Object.keys(sizes).map((name) => redis.shape.size.parse(name))) {
    const held = /^maxmemory (\d+)mb$/m.exec(configOf({ size }))?.[1];
    expect(Number(held)).toBe(0.75 * sizes[size].memoryGiB * 1024);
  }
});

it("speaks TLS alone, to clients, followers and other servers", () => {
  const config = configOf({});
  for (const line of ["port 0", "tls-port 6379", "tls-replication yes", "tls-cluster yes"])
    expect(config.split("\n")).toContain(line);
});

it("tells of the events that are wished for, and of none by itself", () => {
  expect(decideNotifications({ notifications: [] })).toBe("");
  expect(decideNotifications({ notifications: ["expired", "deleted", "expired"] })).toBe("Egx");
  expect(configOf({ notifications: ["evicted"] })).toContain('notify-keyspace-events "Ee"\n');
});

it("lets who reads change nothing, and who writes do nothing that is dangerous to all", () => {
  const users = decideRedisUsers([
    { name: "shop-view", access: "read" },
    { name: "shop-cart", access: "read-write" },
  ]);
  const rules = Object.fromEntries(users.map((user) => [user.name, user.rules]));
  expect(users.map(({ name }) => name)).toEqual(["landbridge", "metrics", "replication", "shop-cart", "shop-view"]);
  expect(rules["shop-view"]).toMatch(/^%R~\* &\* \+@read .*-@dangerous -@admin/);
  expect(rules["shop-view"]).not.toMatch(/\+@(all|write|scripting)/);
  expect(rules["shop-cart"]).toMatch(/^~\* &\* \+@all -@dangerous -@admin/);
  // What comes last counts: only what a client of a cluster has to ask comes after.
  expect(rules["shop-cart"]?.split("-@admin ")[1]).toMatch(/^(\+(info|command|cluster\|[a-z]+) ?)+$/);
  expect(rules["metrics"]).not.toContain("~");
});

it("lets services do in a cloud's own Redis what they may do in the cluster, and those who fill it", () => {
  const order = {
    image: "shop/i:1",
    uses: { carts: "read-write", other: "read" },
    warms: { carts: { keys: "cart:", command: ["fill"] } },
  };
  const services = { order, report: { image: "shop/i:1", uses: { carts: "read" } }, idle: { image: "shop/i:1" } };
  const environment = exampleEnvironment({
    stores: { carts: { kind: "redis", purpose: "cache" }, other: { kind: "postgres" } },
    domains: { shop: { owner: "shop", services } },
  });
  const logins = decideRedisLogins(environment, "carts");
  expect(logins.map(({ name }) => name).sort()).toEqual(["shop-order", "shop-order.warm", "shop-report"]);
  const users = decideServiceUsers(logins);
  expect(decideRedisUsers(logins)).toEqual(expect.arrayContaining(users));
  expect(users.find(({ name }) => name === "shop-order.warm")?.rules).toMatch(/^~cart:\* /);
});

it("gives each user a password of its own, and nobody in without one; the mark changes with rules alone", () => {
  const users = decideRedisUsers([{ name: "shop-cart", access: "read-write" }]);
  const passwords = Object.fromEntries(users.map(({ name }) => [name, `secret-of-${name}`]));
  const lines = renderUsers(users, passwords).split("\n");
  expect(lines[0]).toBe("user default off");
  expect(lines).toContain(`user ${decideRulesMark(users)} off`);
  expect(lines.find((line) => line.startsWith("user shop-cart "))).toContain(" on >secret-of-shop-cart ");
  expect(() => renderUsers(users, {})).toThrow("user landbridge has no password");
  expect(decideRulesMark(decideRedisUsers([{ name: "shop-cart", access: "read" }]))).not.toBe(decideRulesMark(users));
});

it("puts the copies of each shard into zones of their own, and leaders into all, followers first", () => {
  const members = decideRedisMembers("s", { shards: 6, replicasPerShard: 2 }, { zones: 3 });
  for (let shard = 0; shard < 6; shard++) {
    const racks = members.filter((member) => member.shard === shard).map(({ rack }) => rack);
    expect(new Set(racks).size).toBe(3);
  }
  const leaders = members.filter(({ copy }) => copy === 0);
  for (const rack of [0, 1, 2]) expect(leaders.filter((leader) => leader.rack === rack)).toHaveLength(2);
  expect(members.slice(-6)).toEqual(leaders);
});

it("renames nobody when a shard or a follower is added", () => {
  const [few, many] = [
    decideRedisMembers("s", { shards: 3, replicasPerShard: 1 }, { zones: 3 }),
    decideRedisMembers("s", { shards: 4, replicasPerShard: 2 }, { zones: 3 }),
  ];
  expect(many).toEqual(expect.arrayContaining(few));
});

it("keeps racks in zones of their own in production, and only nodes apart elsewhere", () => {
  const { affinity } = server().spec;
  const rack = server().metadata.labels["landbridge.dev/rack"];
  const required = (from: unknown) => JSON.stringify(from);
  expect(required(affinity.podAffinity)).toContain(`"operator":"In","values":["${rack}"]`);
  expect(required(affinity.podAntiAffinity)).toContain(`"operator":"NotIn","values":["${rack}"]`);
  const elsewhere = server({}, exampleSurroundings({ tier: "development", zones: 3 })).spec.affinity;
  expect(required(elsewhere)).not.toContain("required");
});

it("restarts nobody for another tag", () => {
  const tagged = exampleSurroundings({ ...inProduction, tags: { ...inProduction.tags, owner: "others" } });
  expect(server({}, tagged)).toEqual(server());
});

it("waits where a leader that keeps nothing starts again, so that its followers take over before", () => {
  const pause = (changes: object) => server(changes).spec.containers[0]?.env.find(({ name }) => name === "PAUSE");
  expect(pause({ purpose: "cache" })).toEqual({ name: "PAUSE", value: "15" });
  expect(pause({ purpose: "session" })).toEqual({ name: "PAUSE", value: "0" });
  expect(pause({ purpose: "cache", replicasPerShard: 0 })).toEqual({ name: "PAUSE", value: "0" });
});

it("runs without rights on nodes for data, with a volume of the wished size where it keeps what it holds", () => {
  const { spec } = server();
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
  for (const { securityContext } of spec.containers)
    expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
  expect(spec).toMatchObject({ nodeSelector: { "landbridge.dev/purpose": "data" } });
  const claim = (changes: object) => decideRedisClaim(wishOf({ storageGiB: 9, ...changes }), { storageClass: "fast" });
  expect(claim({ purpose: "session" }).resources.requests.storage).toBe("9Gi");
  expect(claim({ purpose: "cache" }).resources.requests.storage).toBe("1Gi");
});
