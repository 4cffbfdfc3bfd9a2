import { describe, expect, it } from "vitest";
import { redis } from "../../../../environments/schema/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideRedis, decideRedisConfig } from "./redis.ts";
import { quantities, sizes } from "../../sizes.ts";

const identity = { name: "sessions", image: "r:1", port: 6379, secret: { name: "s", key: "password" }, configMap: "c" };
const decide = (changes: object, surroundings = exampleSurroundings()) =>
  decideRedis(redis.parse({ kind: "redis", ...changes }), identity, surroundings);

describe("decideRedisConfig", () => {
  it("drops what is least used from a cache, and saves nothing", () => {
    expect(decideRedisConfig({ purpose: "cache", size: "small" })).toBe(
      'maxmemory 768mb\nmaxmemory-policy allkeys-lfu\nsave ""\nappendonly no\n',
    );
  });

  it("never drops a session, and writes it to disk every second", () => {
    expect(decideRedisConfig({ purpose: "session", size: "nano" })).toBe(
      "maxmemory 96mb\nmaxmemory-policy noeviction\nappendfsync everysec\n",
    );
  });

  it("drops the counters that end soonest", () => {
    expect(decideRedisConfig({ purpose: "rate-limit", size: "small" })).toContain("volatile-ttl");
  });
});

describe("decideRedisConfig and decideRedis", () => {
  it("bound what a server holds by a part of its memory that leaves room to copy, in every size", () => {
    for (const size of Object.keys(sizes).map((name) => redis.shape.size.parse(name))) {
      const { kubernetesConfig } = decide({ size });
      const { memory } = quantities(sizes[size]);
      expect(JSON.stringify(kubernetesConfig.resources)).toContain(`"limits":{"memory":"${memory}"}`);
      const held = /^maxmemory (\d+)mb$/m.exec(decideRedisConfig({ purpose: "cache", size }))?.[1];
      expect(Number(held)).toBe(0.75 * sizes[size].memoryGiB * 1024);
    }
  });
});

describe("decideRedis", () => {
  it("keeps the volumes of sessions, and has none for a cache but for who each server is", () => {
    expect(decide({ purpose: "session", storageGiB: 9 }).storage).toMatchObject({
      keepAfterDelete: true,
      volumeClaimTemplate: { spec: { storageClassName: "fast", resources: { requests: { storage: "9Gi" } } } },
    });
    const cache = decide({ purpose: "cache" });
    expect(cache.persistenceEnabled).toBe(false);
    expect(cache.storage).not.toHaveProperty("volumeClaimTemplate");
    expect(cache.storage.nodeConfVolume).toBe(true);
  });

  it("has followers for each shard, and no budget for none", () => {
    const { redisLeader, redisFollower } = decide({ shards: 4, replicasPerShard: 2 });
    expect([redisLeader.replicas, redisFollower.replicas]).toEqual([4, 8]);
    expect(decide({ replicasPerShard: 0 }).redisFollower).not.toHaveProperty("pdb");
  });

  it("runs without rights, on nodes for data", () => {
    const { podSecurityContext, redisLeader } = decide({});
    expect(podSecurityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(redisLeader.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      // Its start would fail: the image writes its configuration beside its program.
      readOnlyRootFilesystem: false,
    });
    expect(redisLeader.nodeSelector).toEqual({ "landbridge.dev/purpose": "data" });
  });

  it("asks for the cluster's default storage where no class is named", () => {
    const { storage } = decide({ purpose: "session" }, exampleSurroundings({ storageClass: "" }));
    expect(JSON.stringify(storage)).not.toContain("storageClassName");
  });
});
