import { describe, expect, it } from "vitest";
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

const onLaptop = (): AnyEnvironment => {
  const { stores, buckets } = awsEnvironment(wished);
  return { ...localEnvironment(), stores, buckets };
};

it.each([
  ["a laptop, whose cluster holds the buckets", onLaptop()],
  ["AWS", awsEnvironment(wished)],
  ["Azure", azureEnvironment(wished)],
  ["Google Cloud", gcpEnvironment(wished)],
] satisfies [string, AnyEnvironment][])("lets a store be copied, and begin from a copy, on %s", (_, environment) => {
  expect(refusalsOn(environment)).toEqual([]);
});

describe("documents and MariaDB", () => {
  const stores = {
    catalogue: { kind: "mongodb" as const, backups },
    ledger: { kind: "mysql" as const, engine: "mariadb" as const, backups },
  };
  const refused = (environment: AnyEnvironment) => refusalsOn(environment).map(({ path }) => path);

  it("are copied on AWS and Google Cloud", () => {
    expect(refused(awsEnvironment({ ...wished, stores }))).toEqual([]);
    expect(refused(gcpEnvironment({ ...wished, stores }))).toEqual([]);
  });

  it("are copied on Azure as well, documents in nights alone", () => {
    expect(refusalsOn(azureEnvironment({ ...wished, stores }))).toEqual([]);
    const dated = { ...stores, catalogue: { kind: "mongodb" as const, backups, pitrDays: 14 } };
    const [refusal, ...others] = refusalsOn(azureEnvironment({ ...wished, stores: dated }));
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ path: "stores.catalogue.pitrDays", value: "14" });
    expect(refusal?.rule).toContain("by its key alone");
    expect(refusal?.wayOut).toContain("leave pitrDays out");
    expect(refused(awsEnvironment({ ...wished, stores: dated }))).toEqual([]);
  });
});
