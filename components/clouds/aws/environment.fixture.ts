import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import {
  domainsUsing,
  managedArchive,
  managedDocuments,
  managedHistory,
  managedLedger,
  managedQueues,
  managedSessions,
  managedStores,
  production,
  productionPools,
} from "../wishes.fixture.ts";
import { awsSettings, type AwsSettings } from "./settings.ts";

const schema = environmentSchema(awsSettings);

/** An environment for tests that wishes for everything that AWS can give; `changes` replace whole fields. */
export function awsEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<AwsSettings> {
  // Only where the example's own stores are there.
  const usesHistory =
    changes.stores === undefined
      ? {
          documents: "read" as const,
          history: "read-write" as const,
          ledger: "read-write" as const,
          archive: "read" as const,
        }
      : {};
  const file = schema.parse({
    cloud: {
      name: "aws",
      account: "111122223333",
      regions: { primary: "eu-west-1", secondary: "eu-central-1" },
      deployers: ["arn:aws:iam::111122223333:role/deployer"],
    },
    ...production,
    network: { cidr: "10.20.0.0/14" },
    cluster: {
      access: { mode: "private-runner" },
      pools: productionPools,
    },
    stores: {
      ...managedStores,
      ...managedSessions,
      ...managedQueues.stores,
      ...managedDocuments("personal"),
      ...managedHistory,
      ...managedLedger,
      ...managedArchive,
    },
    domains: {
      ...domainsUsing({ orders: "read-write", sessions: "read-write", ...usesHistory }),
      ...managedQueues.domains,
    },
    ...changes,
  });
  return { ...file, name, system: "shop", target: "prod" };
}
