import { expect, test } from "vitest";
import { clickhouseLabels } from "../components/kit/databases/clickhouse/clickhouse.ts";
import { clickhouseRoleSelector } from "../components/kit/databases/clickhouse/clickhouse-pods.ts";
import { redisRoleLabel } from "../components/kit/databases/redis/redis-sentinels.ts";
import { redisLabels } from "../components/kit/databases/redis/redis-server.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import type { PodState } from "./cluster-state.ts";
import { brokenOwnStores } from "./own-stores.ts";
import { keepsVolumes, volumeFor } from "./volumes.ts";

const labelsOf = (shard: number, copy: number) => ({
  store: "sessions",
  copy: String(copy),
  [redisLabels.shard]: String(shard),
});
const claim = { name: "data", persistentVolumeClaim: { claimName: "one" } };
const server = (shard: number, copy: number, volumes: readonly object[] = [claim]): ClusterObject => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: `sessions-${shard}-${copy}`, namespace: "data" },
  spec: {
    replicas: 1,
    serviceName: "sessions-nodes",
    selector: { matchLabels: labelsOf(shard, copy) },
    template: { spec: { volumes } },
  },
});
const servers = [0, 1, 2].flatMap((shard) => [server(shard, 0), server(shard, 1)]);
const left = (...members: readonly (readonly [shard: number, copy: number, ready?: boolean])[]): PodState[] =>
  members.map(([shard, copy, ready = true]) => ({
    ...{ namespace: "data", name: `sessions-${shard}-${copy}-0`, labels: labelsOf(shard, copy), ready },
    ...{ zone: "zone-a", finished: false, waitsFor: undefined },
  }));

test("a store that no operator makes is whole with a majority of its servers and a copy of each shard", () => {
  expect(brokenOwnStores(servers, left([0, 0], [1, 1], [2, 0], [2, 1]))).toEqual([]);
});

test("what is lost is named: the majority, and the shard of which no copy is left", () => {
  expect(brokenOwnStores(servers, left([0, 0], [1, 1], [2, 0], [2, 1, false]))).toEqual([
    "data/sessions-nodes: 3 of 6 left, a quorum is 4",
  ]);
  expect(brokenOwnStores(servers, left([0, 0], [0, 1], [1, 0], [1, 1]))).toEqual([
    "data/sessions-nodes: nothing is left of shard 2",
  ]);
});

/** A ClickHouse of two shards with two copies each, and three keepers behind the same Service. */
const rows = (shard: number, copy: number) => ({
  ...clickhouseRoleSelector("facts", "server"),
  ...{ [clickhouseLabels.shard]: String(shard), "app.kubernetes.io/instance": `facts-${shard}-${copy}` },
});
const keepers = clickhouseRoleSelector("facts", "keeper");
const ofClickhouse = (name: string, replicas: number, matchLabels: object): ClusterObject => ({
  ...server(0, 0),
  metadata: { name, namespace: "data" },
  spec: { replicas, serviceName: "facts-nodes", selector: { matchLabels }, template: { spec: { volumes: [claim] } } },
});
const clickhouse = [
  ...[0, 1].flatMap((shard) =>
    [0, 1].map((copy) => ofClickhouse(`facts-${shard}-${copy}`, 1, { ...rows(shard, copy) })),
  ),
  ofClickhouse("facts-keeper", 3, { ...keepers }),
];
const remaining = (servers: readonly (readonly [shard: number, copy: number])[], agreeing: number): PodState[] =>
  [...servers.map(([shard, copy]) => rows(shard, copy)), ...Array.from({ length: agreeing }, () => keepers)].map(
    (labels, index) => ({
      ...{ namespace: "data", name: `facts-${index}`, labels, ready: true },
      ...{ zone: "zone-a", finished: false, waitsFor: undefined },
    }),
  );

test("of a ClickHouse a copy of each shard is asked for, and a majority of its keepers alone", () => {
  expect(
    brokenOwnStores(
      clickhouse,
      remaining(
        [
          [0, 0],
          [1, 1],
        ],
        2,
      ),
    ),
  ).toEqual([]);
  expect(
    brokenOwnStores(
      clickhouse,
      remaining(
        [
          [0, 0],
          [0, 1],
        ],
        3,
      ),
    ),
  ).toEqual(["data/facts-nodes (server): nothing is left of shard 1"]);
  expect(
    brokenOwnStores(
      clickhouse,
      remaining(
        [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ],
        1,
      ),
    ),
  ).toEqual(["data/facts-nodes (keeper): 1 of 3 left, a quorum is 2"]);
});

/** A Redis of one leader with two followers, and three sentinels behind the same Service. */
const watched = [
  ...[0, 1, 2].map((copy) => ofClickhouse(`one-0-${copy}`, 1, { ...labelsOf(0, copy), [redisRoleLabel]: "server" })),
  ofClickhouse("one-sentinel", 3, { [redisRoleLabel]: "sentinel" }),
];
const beside = (copies: readonly number[], sentinels: number): PodState[] =>
  [
    ...copies.map((copy) => ({ ...labelsOf(0, copy), [redisRoleLabel]: "server" })),
    ...Array.from({ length: sentinels }, () => ({ [redisRoleLabel]: "sentinel" })),
  ].map((labels, index) => ({
    ...{ namespace: "data", name: `one-${index}`, labels, ready: true },
    ...{ zone: "zone-a", finished: false, waitsFor: undefined },
  }));

test("of a Redis with sentinels one copy is enough, and a majority of its sentinels is asked for", () => {
  expect(brokenOwnStores(watched, beside([2], 2))).toEqual([]);
  expect(brokenOwnStores(watched, beside([], 3))).toEqual(["data/facts-nodes (server): nothing is left of shard 0"]);
  expect(brokenOwnStores(watched, beside([0, 1, 2], 1))).toEqual([
    "data/facts-nodes (sentinel): 1 of 3 left, a quorum is 2",
  ]);
});

test("of servers without shards a majority alone is asked for", () => {
  const nodes = [0, 1, 2].map((node) => ofClickhouse(`facts-${node}`, 1, { node: String(node) }));
  expect(brokenOwnStores(nodes, [])).toEqual(["data/facts-nodes: 0 of 3 left, a quorum is 2"]);
});

test("one server alone has nothing to lose, and what keeps no volume is no store", () => {
  expect(brokenOwnStores([server(0, 0)], [])).toEqual([]);
  expect(brokenOwnStores([server(0, 0, []), server(1, 0, [{ name: "tmp", emptyDir: {} }])], [])).toEqual([]);
});

test("pods stay where their volumes are, whether a claim is an object of its own or comes from a template", () => {
  const templates = { ...server(0, 0, []), spec: { template: { spec: {} }, volumeClaimTemplates: [{}] } };
  expect([server(0, 0), templates, server(0, 0, [])].map(keepsVolumes)).toEqual([true, true, false]);
});

test("a claim's volume is in the zone of the node that was chosen, and nobody else's", () => {
  const wanted = {
    metadata: { name: "one", namespace: "data", uid: "u-1", annotations: {} },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } }, storageClassName: "zonal" },
  };
  expect(volumeFor(wanted, "zone-b").spec).toMatchObject({
    capacity: { storage: "5Gi" },
    claimRef: { name: "one", namespace: "data", uid: "u-1" },
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ values: ["zone-b"] }] }] } },
    storageClassName: "zonal",
  });
});
