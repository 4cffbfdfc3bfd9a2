/**
 * By what a client knows a server of PostgreSQL or MySQL: its name stands in its certificate, or an authority signs for this
 * server alone, and no name stands there.
 */
export type ServerProof = "name" | "authority";

/** What clients are told of a server: whether anybody knows who signed its certificate, and by what they know it. */
export interface Proven {
  /** In PEM, of whatever type: only whether there are any matters here. */
  readonly authorities?: unknown;
  /** - behaviour: by its name. */
  readonly proof?: ServerProof | undefined;
}

/**
 * How much a client asks of a server's certificate, in the words of each engine's own clients.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 * https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode
 */
export function decideSslMode(engine: "postgres" | "mysql", { authorities, proof = "name" }: Proven): string {
  const words = sslModes[engine];
  return authorities === undefined ? words.nothing : words[proof];
}

const sslModes: Readonly<Record<"postgres" | "mysql", Readonly<Record<ServerProof | "nothing", string>>>> = {
  postgres: { nothing: "require", authority: "verify-ca", name: "verify-full" },
  mysql: { nothing: "REQUIRED", authority: "VERIFY_CA", name: "VERIFY_IDENTITY" },
};
