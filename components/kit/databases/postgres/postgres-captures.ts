import type { PostgresWish } from "../../../../environments/schema/stores/stores.ts";

/** A login that reads the log of writes. */
export interface CaptureLogin {
  readonly name: string;
  /** Secret with its password, beside the stores. */
  readonly secret: string;
}

/**
 * It reads every row once and then the log of writes, and changes nothing. Rows are read by one connection, the log by another.
 * https://debezium.io/documentation/reference/3.6/connectors/postgresql.html#postgresql-permissions
 */
export function decideCapturer({ name, secret }: CaptureLogin) {
  return {
    name,
    ensure: "present",
    login: true,
    replication: true,
    // The log of writes has every row whoever reads it; the rows that are there are read as completely.
    bypassrls: true,
    connectionLimit: 8,
    comment: "Reads the log of writes for change data capture",
    inRoles: ["pg_read_all_data"],
    passwordSecret: { name: secret },
  };
}

/**
 * With these a follower that takes the primary's place has the slots of who captures, and none of them is ahead of it. From version 17.
 * https://cloudnative-pg.io/documentation/current/replication/#logical-decoding-slot-synchronization
 */
export const slotsOnFollowers = { synchronizeLogicalDecoding: true } as const;
/** The servers' settings that go with `slotsOnFollowers`. */
export const slotParameters = { hot_standby_feedback: "on", sync_replication_slots: "on" } as const;

/** What a cloud's own server has to allow so that its log of writes can be read. */
export interface LogReading {
  /** How many read it, each with a slot of its own besides those that the server's followers have. */
  readonly readers: number;
  /** Most of the log that is kept for one who doesn't read, in MiB, where a cloud lets that be said. */
  readonly keptMiB: number;
  /** Whether slots are handed to a standby that takes the primary's place, where a cloud's standby has a disk of its own. */
  readonly handedOver: boolean;
}

/**
 * The log lies on the volume of the data: a quarter of it may be for who doesn't read. Nothing where nobody captures.
 * https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE
 */
export function decideLogReading(
  { version, storageGiB }: Pick<PostgresWish, "version" | "storageGiB">,
  readers: number,
): LogReading | undefined {
  if (readers === 0) return undefined;
  return { readers, keptMiB: storageGiB * 256, handedOver: knowsFailoverSlots({ version }) };
}

/** From version 17 a slot can be on followers too. https://www.postgresql.org/docs/17/logicaldecoding-explanation.html#LOGICALDECODING-REPLICATION-SLOTS-SYNCHRONIZATION */
export function knowsFailoverSlots({ version }: Pick<PostgresWish, "version">): boolean {
  return version !== "16";
}
