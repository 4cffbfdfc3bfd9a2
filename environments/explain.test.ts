import { beforeEach, describe, expect, it } from "vitest";
import { EnvironmentError } from "../components/kit/errors.ts";
import { explainValue } from "./explain.ts";
import { loadEnvironment, type LoadedEnvironment } from "./load.ts";
import { soundFile, testSchema, writeProject } from "./project.fixture.ts";
import type { CloudSettings } from "./schema/environment.ts";

const base = `${soundFile}buckets: { audit: { coldAfterDays: 90 } }
domains:
  commerce:
    owner: commerce
    services:
      order:
        image: shop/order:1.0.0
        secrets: { MAIL_PASSWORD: { secret: mail-password } }
        publishes: { orders.created: { to: events } }
        serves: { rest: {} }
      shop: { image: shop/shop:1.0.0, calls: [order] }
`;
const own = `extends: [../base/a.yaml, ../base/b.yaml]
stores:
  orders: { replicas: 3 }
buckets: { audit: { coldAfterDays: null } }
`;

describe("explainValue", () => {
  let loaded: LoadedEnvironment<CloudSettings>;

  beforeEach(() => {
    const files = { "shop/dev.yaml": own, "base/a.yaml": base, "base/b.yaml": "stores:\n  orders: { replicas: 1 }\n" };
    const root = writeProject({
      ...files,
      "base/a.yaml": base.replace("kind: postgres", "kind: postgres, replicas: 0"),
    });
    loaded = loadEnvironment("shop-dev", { root, schema: testSchema });
  });

  it("says where a value is written, what it replaced, in order, and what it means", () => {
    expect(explainValue(loaded, "stores.orders.replicas")).toEqual([
      {
        path: "stores.orders.replicas",
        value: "3",
        origin: { file: "environments/shop/dev.yaml", line: 3, column: 23 },
        overridden: [
          { file: "environments/base/a.yaml", line: 7, column: 39, value: "0" },
          { file: "environments/base/b.yaml", line: 2, column: 23, value: "1" },
        ],
        description: "Servers besides the primary that follow it and answer reads.",
      },
    ]);
  });

  it("says that a value is the schema's default", () => {
    expect(explainValue(loaded, "costMode")).toEqual([
      {
        path: "costMode",
        value: '"balanced"',
        origin: "default",
        overridden: [],
        description: "How money and safety are weighed where a choice is left open.",
      },
    ]);
  });

  it("says what null removed, and what nobody set", () => {
    expect(explainValue(loaded, "buckets.audit.coldAfterDays")).toMatchObject([
      {
        value: "(not set)",
        origin: "default",
        overridden: [
          { file: "environments/base/a.yaml", line: 10, column: 36, value: "90" },
          { file: "environments/shop/dev.yaml", line: 4, column: 36, value: "null" },
        ],
      },
    ]);
    expect(explainValue(loaded, "network.adopt")).toMatchObject([
      { value: "(not set)", origin: "default", overridden: [] },
    ]);
  });

  it("shows a secret as its reference", () => {
    const path = "domains.commerce.services.order.secrets.MAIL_PASSWORD";
    expect(explainValue(loaded, path)).toMatchObject([{ path, value: "{ secret: mail-password }" }]);
  });

  it("takes names with dots and indices either way, and prints them one way", () => {
    const path = 'domains.commerce.services.order.publishes["orders.created"].to';
    for (const way of [path, "domains.commerce.services.order.publishes.orders.created.to"])
      expect(explainValue(loaded, way)).toMatchObject([{ path, value: '"events"' }]);
    for (const way of ["domains.commerce.services.shop.calls[0]", "domains.commerce.services.shop.calls.0"])
      expect(explainValue(loaded, way)).toMatchObject([
        { path: "domains.commerce.services.shop.calls[0]", value: '"order"' },
      ]);
  });

  it("lists what is below a map, sorted, and everything for no path", () => {
    expect(explainValue(loaded, "cloud").map(({ path }) => path)).toEqual(["cloud.context", "cloud.name"]);
    const all = explainValue(loaded, "").map(({ path }) => path);
    expect(all).toEqual([...all].sort());
    expect(all).toHaveLength(Object.keys(loaded.origins).length);
  });

  it("explains every leaf of the environment", () => {
    const leaves = (value: unknown, path: string[]): string[] =>
      typeof value === "object" && value !== null && Object.keys(value).length > 0
        ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
        : [path.join(".")];
    const named = ["name", "system", "target"];
    const written = Object.entries(loaded.environment).filter(([key]) => !named.includes(key));
    for (const leaf of leaves(Object.fromEntries(written), []))
      expect(explainValue(loaded, leaf.replace(/\.secret$/, ""))).not.toEqual([]);
  });

  it.each([
    ["stores.order.replicas", "did you mean orders? the fields below stores are events, orders, sessions"],
    [
      "stores.orders.replica",
      "did you mean replicas? the fields below stores.orders are dataClass, kind, pitrDays, placement, replicas, size, storageGiB, version",
    ],
    ["stores.orders.replicas.x", "stores.orders.replicas is a single value; ask for that"],
    [
      "stroes",
      "did you mean stores? the fields are audit, bootstrap, buckets, budget, cloud, cluster, costCentre, costMode, domains, edge, events, ingress, network, owner, policies, protect, registry, secretStore, stores, tier and 2 more",
    ],
  ])("fails for %s with what is there", (path, wayOut) => {
    const issue = { path: "", value: JSON.stringify(path), rule: "is not in this environment", wayOut };
    expect(() => explainValue(loaded, path)).toThrow(new EnvironmentError([issue]));
  });
});
