import { expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { localEnvironment } from "../components/clouds/local/environment.fixture.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { checkCapabilities } from "./capabilities.ts";

const ledger = (placement: "managed" | "in-cluster") => ({
  stores: { ledger: { kind: "mysql", engine: "mariadb", placement } as const },
  domains: {},
});

const everywhere = (placement: "managed" | "in-cluster"): readonly (readonly [name: string, AnyEnvironment])[] => [
  ["AWS", awsEnvironment(ledger(placement))],
  ["Azure", azureEnvironment(ledger(placement))],
  ["Google Cloud", gcpEnvironment(ledger(placement))],
  ["a laptop", { ...localEnvironment(), stores: awsEnvironment(ledger(placement)).stores }],
];

const refusalsOn = (environment: AnyEnvironment) =>
  checkCapabilities(environment).filter(({ path }) => path.startsWith("stores.ledger"));

it.each(everywhere("in-cluster"))("asks nothing of %s for a MariaDB in the cluster", (_, environment) => {
  expect(refusalsOn(environment)).toEqual([]);
});

it.each(everywhere("managed").filter(([name]) => name !== "AWS"))(
  "refuses a managed MariaDB on %s, and says that the cluster has one",
  (_, environment) => {
    expect(refusalsOn(environment).map(({ path, wayOut }) => [path, wayOut])).toEqual([
      ["stores.ledger.engine", expect.stringContaining("write placement: in-cluster")],
    ]);
  },
);
