import { expect, test } from "vitest";
import type { ResourceState } from "../state/checkpoint.ts";
import { deletedFirst, goesWith, orderDeletions } from "./deletions.ts";

function resource(urn: string, more: Partial<ResourceState> = {}): ResourceState {
  return { urn, custom: true, id: urn, type: "gcp:test/thing:Thing", ...more };
}

test("what is in a cluster goes with it, and with what the cluster goes with", () => {
  const project = resource("project");
  const cluster = resource("cluster", { deletedWith: "project" });
  const object = resource("object", { deletedWith: "cluster" });
  expect(goesWith(object, [project, cluster, object])).toBe(project);
  expect(goesWith(object, [cluster, object])).toBe(cluster);
  expect(goesWith(object, [project, object])).toBeUndefined();
});

test("nothing goes with what is only let go, only read, or gone already", () => {
  const object = resource("object", { deletedWith: "cluster" });
  for (const more of [
    { retainOnDelete: true },
    { external: true },
    { pendingReplacement: true },
    { type: "pulumi:providers:kubernetes" },
  ]) {
    const cluster = resource("cluster", more);
    expect([more, goesWith(object, [cluster, object])]).toEqual([more, undefined]);
  }
});

test("the old half of a replacement goes with the old half of its host", () => {
  const [oldHost, host] = [resource("host", { delete: true, id: "old" }), resource("host", { id: "new" })];
  const [oldObject, object] = [
    resource("object", { delete: true, id: "old", deletedWith: "host" }),
    resource("object", { deletedWith: "host" }),
  ];
  const doomed = [oldHost, host, oldObject, object];
  expect(goesWith(oldObject, doomed)).toBe(oldHost);
  expect(goesWith(object, doomed)).toBe(host);
});

test("a whole chain of dependents goes first, the last one first, by way of ones that stay", () => {
  const state = [
    resource("a"),
    resource("b", { dependencies: ["a"] }),
    resource("c", { custom: false, id: undefined, dependencies: ["b"] }),
    resource("d", { parent: "c" }),
    resource("e"),
  ];
  expect(deletedFirst("a", () => true, state).map(({ urn }) => urn)).toEqual(["d", "b"]);
  expect(deletedFirst("a", ({ urn }) => urn !== "b", state).map(({ urn }) => urn)).toEqual(["d"]);
});

test("deletions come to an end where halves of replacements name each other in a ring", () => {
  const ring = [
    resource("a", { delete: true, id: "old", deletedWith: "b" }),
    resource("a", { id: "new" }),
    resource("b", { deletedWith: "a" }),
  ];
  expect(new Set(orderDeletions(ring))).toEqual(new Set(ring));
  expect(ring.map((one) => goesWith(one, ring)?.id)).toHaveLength(3);
});
