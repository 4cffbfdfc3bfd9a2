import type { z } from "zod";
import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import { domainsUsing, managedLedger, managedStores, production, productionPools } from "../wishes.fixture.ts";
import { gcpSettings, type GcpSettings } from "./settings.ts";

const schema = environmentSchema(gcpSettings);

/** An environment for tests that wishes for everything that Google Cloud can give; `changes` replace whole fields. */
export function gcpEnvironment(
  changes: Partial<z.input<typeof schema>> = {},
  name = "shop-prod",
): Environment<GcpSettings> {
  // Only where the example's own stores are there.
  const usesLedger = changes.stores === undefined ? { ledger: "read-write" as const } : {};
  const file = schema.parse({
    cloud: {
      name: "gcp",
      project: "shop-prod-1234",
      billingAccount: "01AB23-45CD67-89EF01",
      regions: { primary: "europe-west1", secondary: "europe-west4" },
    },
    ...production,
    cluster: {
      pools: productionPools,
    },
    stores: { ...managedStores, ...managedLedger },
    domains: domainsUsing({ orders: "read-write", ...usesLedger }),
    ...changes,
  });
  return { ...file, name, system: "shop", target: "prod" };
}
