import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import {
  domainsUsing,
  managedDocuments,
  managedHistory,
  managedLedger,
  managedSessions,
  managedStores,
  production,
  productionPools,
} from "../wishes.fixture.ts";
import { azureSettings, type AzureSettings } from "./settings.ts";

const schema = environmentSchema(azureSettings);

/** An environment for tests that wishes for everything that Azure can give; `changes` replace whole fields. */
export function azureEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<AzureSettings> {
  // Only where the example's own stores are there.
  const usesHistory =
    changes.stores === undefined
      ? { documents: "read" as const, history: "read-write" as const, ledger: "read-write" as const }
      : {};
  const file = schema.parse({
    cloud: {
      name: "azure",
      subscription: "11111111-2222-4333-8444-555555555555",
      tenant: "66666666-7777-4888-9999-000000000000",
      administrators: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
      regions: { primary: "swedencentral", secondary: "northeurope" },
    },
    ...production,
    cluster: {
      access: { mode: "private-runner" },
      pools: productionPools,
    },
    stores: {
      ...managedStores,
      ...managedSessions,
      ...managedDocuments("internal"),
      ...managedHistory,
      ...managedLedger,
    },
    domains: domainsUsing({ orders: "read-write", sessions: "read-write", ...usesHistory }),
    ...changes,
  });
  return { ...file, name, system: "shop", target: "prod" };
}
