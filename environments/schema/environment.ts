import { z } from "zod";
import { bootstrap } from "./stores/bootstrap.ts";
import { cluster, network } from "./cluster.ts";
import { domain } from "./domains.ts";
import { edge } from "./edge.ts";
import { events } from "./services/events.ts";
import { dnsName } from "./names.ts";
import { policies } from "./policy.ts";
import type { ShardsWish } from "./stores/postgres-availability.ts";
import { registry } from "./registry.ts";
import { secretStore, vault } from "./services/secrets.ts";
import { audit, budget } from "./spend.ts";
import { bucket, store } from "./stores/stores.ts";
import { warehouse } from "./stores/warehouse.ts";

/** What every cloud's block has: the name that chooses the cloud. The rest is each cloud's own. */
export interface CloudSettings {
  readonly name: string;
}

/**
 * The schema of an environment file. `cloudSettings` is the union of what each cloud wants in its `cloud:` block; the
 * table of clouds brings it, so that no cloud is named here.
 */
export function environmentSchema<C extends z.ZodType<CloudSettings>>(cloudSettings: C) {
  return z.strictObject({
    cloud: cloudSettings,
    tier: z
      .enum(["development", "staging", "production"])
      .meta({ description: "How strictly rules are applied, and a label on everything." }),
    costMode: z
      .enum(["free-tier", "lean", "balanced", "resilient"])
      .default("balanced")
      .meta({ description: "How money and safety are weighed where a choice is left open." }),
    owner: dnsName.meta({ description: "Team that owns the environment; a label on everything." }),
    costCentre: dnsName.meta({ description: "Who pays; a label on everything." }),
    protect: z.boolean().default(false).meta({
      description: "Refuse to delete what holds data until it is unprotected. Costs an extra step at teardown.",
    }),
    network: network.default({ cidr: "10.0.0.0/14", peers: {} }),
    cluster: cluster.default({ kubernetes: "1.36", access: { mode: "cloud-endpoint" }, pools: {} }),
    registry,
    ingress: z
      .strictObject({
        address: z.enum(["none", "reserved"]).default("none").meta({
          description: "reserved: a fixed public address is made, so that DNS can point at it before a gateway exists.",
        }),
      })
      .default({ address: "none" }),
    edge,
    buckets: z.record(dnsName, bucket).default({}).meta({ description: "Private buckets by name. - behaviour: none." }),
    stores: z
      .record(dnsName, store)
      .default({})
      .meta({ description: "Stores and brokers by name. - behaviour: none." }),
    warehouses: z
      .record(dnsName, warehouse)
      .default({})
      .meta({ description: "Warehouses by name, each with layers bronze, silver and gold. - behaviour: none." }),
    secretStore: secretStore.default({ placement: "stack", rotationDays: 90, administrators: false }),
    vault,
    domains: z
      .record(dnsName, domain)
      .default({})
      .meta({ description: "Domains by name; each is a namespace. - behaviour: none." }),
    events: events.optional(),
    audit: audit.optional().meta({
      description: "Keep records of who did what in the cloud. - behaviour: only what the cloud keeps by itself.",
    }),
    budget: budget.optional().meta({ description: "What a month may cost. - behaviour: nobody is told." }),
    bootstrap,
    policies: policies.default({ exemptions: [] }),
  });
}

/** An environment as its file says it, complete with defaults. */
export type EnvironmentFile<C extends CloudSettings = CloudSettings> = Omit<
  z.infer<ReturnType<typeof environmentSchema<z.ZodType<C>>>>,
  "cloud"
> & { readonly cloud: C };

/** An environment: narrow waist 1. Plain, complete and valid; `system` and `target` are read from the file's path. */
export interface Environment<C extends CloudSettings = CloudSettings> extends EnvironmentFile<C> {
  /** Stores that are several databases, each of which is in `stores`. - behaviour: there are none. */
  readonly shardedStores?: Readonly<Record<string, ShardsWish>>;
  /** `<system>-<target>` */
  readonly name: string;
  readonly system: string;
  readonly target: string;
}
