import type { IClusterSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ClusterSpec";
import type { Environment } from "../../../../environments/schema/environment.ts";
import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { decideSpending } from "../../cost-modes.ts";
import type { Surroundings } from "../../surroundings.ts";

type Durability = Pick<PostgresWish, "durability" | "replicas">;

/** Zones over which a cloud spreads servers. */
const cloudZones = 3;

/**
 * How many replicas have a commit before it is acknowledged: as many as there are servers in one zone at most, so that one of them is
 * in another; 1 where writing couldn't go on then without a zone. The operator knows no zones here, only numbers.
 */
function acknowledgers(replicas: number, zones: number): number {
  const servers = 1 + replicas;
  const together = Math.ceil(servers / zones);
  return servers >= 2 * together + 1 ? together : 1;
}

/** Whether servers in the cluster go on writing without a zone, and have every acknowledged commit. Zones: 3 where a cloud has them. */
export function outlivesAZone({ replicas }: Pick<PostgresWish, "replicas">): boolean {
  const together = Math.ceil((1 + replicas) / cloudZones);
  return replicas >= 2 * together;
}

/**
 * With two replicas or more, a commit waits for replicas. Production, and whoever asks for it, stops writing rather than lose a
 * commit; elsewhere writing goes on when no replica answers. Fail-over only goes to a server that surely has every commit.
 * https://cloudnative-pg.io/documentation/current/replication/#synchronous-replication
 */
export function decideSynchronous(
  { durability, replicas }: Durability,
  { tier, zones }: Pick<Surroundings, "tier" | "zones">,
): Pick<NonNullable<IClusterSpec["postgresql"]>, "synchronous"> {
  if (replicas < 2 || durability === "asynchronous") return {};
  const dataDurability = tier === "production" || durability === "synchronous" ? "required" : "preferred";
  const number = acknowledgers(replicas, zones);
  return { synchronous: { method: "any", number, dataDurability, failoverQuorum: true } };
}

/**
 * Whether a managed server has a standby in another zone, which every cloud writes to before it acknowledges a commit: as the store
 * asks, else as the environment's tier and cost mode say.
 */
export function decideStandby(
  { durability }: Partial<Durability>,
  environment: Pick<Environment, "tier" | "costMode">,
): boolean {
  return durability === undefined ? decideSpending(environment).standby : durability === "synchronous";
}
