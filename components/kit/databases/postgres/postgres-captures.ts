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
export const slotParameters = { hot_standby_feedback: "on", sync_replication_slots: "on" } as const;
