import { expect, it } from "vitest";
import { redis } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideRedisConfig } from "./redis-config.ts";
import { decideSentinels } from "./redis-sentinel-pods.ts";
import { followStart, followStop, sentinelStart } from "./redis-sentinel-scripts.ts";
import {
  askedOfFound,
  decideFollowing,
  decideSentinelConfig,
  decideSentinelUsers,
  sentinelAddresses,
  sentinelOnServer,
} from "./redis-sentinels.ts";
import { decideRedisUsers } from "./redis-users.ts";

const wishOf = (changes: object = {}) => redis.parse({ kind: "redis", mode: "sentinel", shards: 1, ...changes });
const parts = { store: "s", image: "i", exporterImage: "e", config: "c", members: "m", users: "u", certificate: "t" };

it("is no cluster, and takes no writes alone where two followers should hear them", () => {
  const configOf = (followers: number) => {
    const wish = wishOf({ replicasPerShard: followers });
    return decideRedisConfig(wish, decideFollowing(wish));
  };
  expect(configOf(2)).toContain("min-replicas-to-write 1\n");
  // With one follower its loss would stop all writes.
  expect(configOf(1)).not.toContain("min-replicas");
  expect(configOf(1)).not.toContain("cluster-enabled");
});

it("speaks TLS alone at sentinels, and names rather than addresses", () => {
  const lines = decideSentinelConfig().split("\n");
  for (const line of ["port 0", "tls-port 26379", "tls-replication yes", "sentinel resolve-hostnames yes"])
    expect(lines).toContain(line);
  expect(lines).toContain("sentinel announce-hostnames yes");
  expect(sentinelAddresses("s").split(",")).toHaveLength(3);
  expect(sentinelAddresses("s")).toMatch(/^s-sentinel-0\.s-nodes\.[a-z-]+\.svc:26379,/);
});

it("lets a service ask sentinels who leads and change nothing, whatever it may do with keys", () => {
  const [cart] = decideSentinelUsers([{ name: "shop-cart" }]).filter(({ name }) => name === "shop-cart");
  const granted = (cart?.rules ?? "").split(" ");
  expect(granted).toContain("+sentinel|get-master-addr-by-name");
  expect(
    granted.filter((rule) =>
      /all|acl|sentinel\|(set|failover|reset|remove|monitor|config)|publish|shutdown/.test(rule),
    ),
  ).toEqual([]);
});

it("lets a sentinel pause writes, without which no leader hands over, and read no key", () => {
  for (const right of ["+client|pause", "+failover", "+multi", "+exec"])
    expect(sentinelOnServer.rules.split(" ")).toContain(right);
  expect(sentinelOnServer.rules).not.toMatch(/~|\+@|\+get\b/);
});

it("lets clients that came by sentinels ask a server whether it leads, and no clients of clusters", () => {
  const shop = [{ name: "shop-view", access: "read" }] as const;
  const rulesOf = (more: Parameters<typeof decideRedisUsers>[1]) =>
    decideRedisUsers(shop, more).find(({ name }) => name === "shop-view")?.rules;
  expect(rulesOf({ asked: askedOfFound })).toMatch(/-@admin .*\+role$/);
  expect(rulesOf({})).not.toContain("+role");
});

it("spreads sentinels over zones in production, each with a volume, without rights on nodes", () => {
  const { replicas, template, volumeClaimTemplates } = decideSentinels(
    parts,
    exampleSurroundings({ tier: "production", zones: 3 }),
  );
  expect(replicas).toBe(3);
  expect(volumeClaimTemplates).toHaveLength(1);
  expect(JSON.stringify(template.spec.topologySpreadConstraints)).toMatch(/zone.*DoNotSchedule/);
  expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
  for (const { securityContext } of template.spec.containers)
    expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
});

it("begins as what most sentinels say, keeps a sentinel's identity, and hands over by a coordinated failover", () => {
  expect(followStart).toMatch(/\$1 >= 2 \{ print \$2 \}/);
  expect(sentinelStart).toMatch(/sentinel myid \$\(printf '%s' "\$POD_NAME\.\$DOMAIN" \| sha1sum/);
  expect(followStop).toContain('failover "$STORE" coordinated');
});
