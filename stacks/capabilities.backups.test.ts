import { expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { localEnvironment } from "../components/clouds/local/environment.fixture.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { checkCapabilities } from "./capabilities.ts";

const backups = { bucket: "copies" };
const restoreFrom = { bucket: "copies", store: "old-orders" };
const wished = {
  stores: { orders: { kind: "postgres" as const, backups, restoreFrom } },
  buckets: { copies: {} },
  domains: {},
};

const refusalsOn = (environment: AnyEnvironment) =>
  checkCapabilities(environment).filter(({ path }) => path.startsWith("stores."));

it("refuses to copy PostgreSQL, and to begin from a copy, on a laptop, with why and what to write instead", () => {
  const { stores, buckets } = awsEnvironment(wished);
  const refusals = refusalsOn({ ...localEnvironment(), stores, buckets });
  expect(refusals.map(({ path, value }) => [path, value])).toEqual([
    ["stores.orders.backups", "copies"],
    ["stores.orders.restoreFrom", "copies"],
  ]);
  for (const { rule, wayOut } of refusals) {
    expect(rule).toContain("there is no object storage");
    expect(wayOut).toBe("leave backups and restoreFrom out, and copy by pg_dump");
  }
});

it.each([
  ["AWS", awsEnvironment(wished)],
  ["Azure", azureEnvironment(wished)],
  ["Google Cloud", gcpEnvironment(wished)],
] satisfies [string, AnyEnvironment][])("lets both through on %s", (_, environment) => {
  expect(refusalsOn(environment)).toEqual([]);
});
