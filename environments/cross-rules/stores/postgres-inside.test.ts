import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { postgres } from "../../schema/stores/stores.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

function wrongWith(store: object) {
  const environment = exampleEnvironment({ stores: { orders: { kind: "postgres", ...store } }, domains: {} });
  return crossRules(environment, at).map(({ path, rule, wayOut }) => ({ path, rule, wayOut }));
}

it("takes everything that a database can ask for", () => {
  const inside = {
    extensions: ["vector", "pgaudit", "uuid-ossp"],
    audit: { tables: { orders: { hide: ["email"] }, "sales.lines": {} } },
    partitions: { readings: { column: "at", every: "day", keepDays: 90 } },
    tenancy: { tables: ["orders", "readings"] },
    columnEncryption: true,
  };
  expect(wrongWith(inside)).toEqual([]);
  expect(wrongWith({ ...inside, placement: "managed", extensions: ["postgis", "vector"] })).toEqual([]);
});

it("fails where servers in the cluster lack an extension, and says where there is one", () => {
  expect(wrongWith({ extensions: ["vector", "postgis"] })).toEqual([
    {
      path: "stores.orders.extensions.1",
      rule: "is in no image that servers in the cluster run",
      wayOut: "write placement: managed, or leave it out",
    },
  ]);
});

it.each(["audit.log", "platform.wish", "pg_catalog.pg_class", "information_schema.tables"])(
  "fails where %s is to be looked after as if a service made it",
  (table) => {
    expect(wrongWith({ tenancy: { tables: ["orders", table] } })[0]?.path).toBe("stores.orders.tenancy.tables.1");
    expect(wrongWith({ audit: { tables: { [table]: {} } } })[0]?.path).toBe(`stores.orders.audit.tables.${table}`);
    expect(wrongWith({ partitions: { [table]: { column: "at" } } })).toHaveLength(1);
  },
);

it("fails where a table is named twice, and takes it once for each wish", () => {
  const twice = wrongWith({ audit: { tables: { orders: {}, "public.orders": {} } } });
  expect(twice.map(({ path, rule }) => [path, rule])).toEqual([
    ["stores.orders.audit.tables.public.orders", "names public.orders a second time"],
  ]);
});

it("fails where the log of changes would hide whose a row is", () => {
  const audit = { tables: { orders: { hide: ["email", "customer"] } } };
  const wrong = wrongWith({ audit, tenancy: { column: "customer", tables: ["public.orders"] } });
  expect(wrong.map(({ path }) => path)).toEqual(["stores.orders.audit.tables.orders.hide.1"]);
  expect(wrongWith({ audit, tenancy: { column: "customer", tables: ["others"] } })).toEqual([]);
});

it.each([
  ["names that SQL would need quotes for", { tenancy: { tables: ["Orders"] } }],
  ["a name that ends the statement", { audit: { tables: { "orders; DROP TABLE x": {} } } }],
  ["a column that ends a text", { partitions: { readings: { column: "at'" } } }],
  ["an extension that nobody knows", { extensions: ["vectors"] }],
])("takes no %s", (_what, inside) => {
  expect(postgres.safeParse({ kind: "postgres", ...inside }).success).toBe(false);
});
