import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

function wrongWith(wish: object) {
  const environment = exampleEnvironment({
    stores: { sessions: { kind: "redis", ...wish } },
    buckets: {},
    domains: {},
  });
  return crossRules(environment, at).map(({ path, wayOut }) => [path, wayOut]);
}

it("asks for one shard with sentinels, and for a majority's worth without: the way out of each is the other", () => {
  expect(wrongWith({ mode: "sentinel", shards: 1 })).toEqual([]);
  expect(wrongWith({})).toEqual([]);
  expect(wrongWith({ mode: "sentinel" })).toEqual([["stores.sessions.shards", "write shards: 1, or mode: cluster"]]);
  for (const cluster of [{ shards: 2 }, { mode: "cluster", shards: 1 }])
    expect(wrongWith(cluster)).toEqual([
      ["stores.sessions.shards", "write 3 or more, or mode: sentinel with shards: 1 in the cluster"],
    ]);
});

it("refuses sentinels of a cloud's own Redis", () => {
  expect(wrongWith({ mode: "sentinel", shards: 1, placement: "managed" })).toEqual([
    ["stores.sessions.mode", "delete mode and write shards: 3 or more, or write placement: in-cluster"],
  ]);
});
