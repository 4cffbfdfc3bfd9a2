import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { managedHistory } from "../../components/clouds/wishes.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

const { history } = managedHistory;
type Columns = Record<string, string>;
const visits = (columns: Columns) => ({ columns: { day: "date", ...columns }, partitionKey: ["day"] });
const storesWith = (columns: Columns) => ({ history: { ...history, tables: { visits: visits(columns) } } });

const clouds: readonly (readonly [string, (columns: Columns) => AnyEnvironment])[] = [
  ["aws", (columns) => awsEnvironment({ stores: storesWith(columns), domains: {}, buckets: {} })],
  ["azure", (columns) => azureEnvironment({ stores: storesWith(columns), domains: {}, buckets: {} })],
];

describe.each(clouds)("a keyspace on %s", (_, make) => {
  const planOf = (columns: Columns) => planEnvironment(make(columns), { layer: "cloud" });

  it("is made once, asks for nothing the second time, and takes a new column in its place", async () => {
    await inFolder(async (root) => {
      const { summary: first } = await up(await planOf({ visitor: "uuid" }), { root });
      expect(first.create).toBeGreaterThan(0);
      const { summary: second } = await up(await planOf({ visitor: "uuid" }), { root });
      expect({ ...second, same: 0 }).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
      const { summary: third } = await up(await planOf({ visitor: "uuid", pages: "int" }), { root });
      // The table, and the component that says what it is made from.
      expect(third).toMatchObject({ create: 0, update: 2, replace: 0, delete: 0 });
    });
  });
});

it("refuses on AWS to drop a column of a protected table, which would be another table", async () => {
  const planOf = (columns: Columns) =>
    planEnvironment(awsEnvironment({ stores: storesWith(columns), domains: {}, buckets: {} }), { layer: "cloud" });
  await inFolder(async (root) => {
    await up(await planOf({ visitor: "uuid" }), { root });
    await expect(up(await planOf({}), { root })).rejects.toThrow(/table-visits is protected/);
  });
});
