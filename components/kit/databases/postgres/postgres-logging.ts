/** A setting in PostgreSQL's own words: `on` and `off`, or what else it takes. */
export type PostgresSetting = readonly [name: string, value: string];

/**
 * What a managed server writes down, the same on every cloud: who comes and goes, what waits, what fails, and by pgaudit
 * each statement that changes a schema or a role. Not by `log_statement`: it would write such a statement down a second time
 * and with the password that somebody gave a role, which pgaudit hides; a scanner that follows CIS asks for `ddl` there all the
 * same. Nothing is logged for being slow, since its text may hold data. In order of name.
 * https://www.postgresql.org/docs/current/runtime-config-logging.html
 * https://github.com/pgaudit/pgaudit/blob/main/README.md#pgauditlog
 */
export const postgresLogging: readonly PostgresSetting[] = [
  ["log_checkpoints", "on"],
  ["log_connections", "on"],
  ["log_disconnections", "on"],
  ["log_lock_waits", "on"],
  ["log_min_duration_statement", "-1"],
  ["log_min_error_statement", "error"],
  ["log_min_messages", "warning"],
  ["log_statement", "none"],
  ["pgaudit.log", "ddl,role"],
];
