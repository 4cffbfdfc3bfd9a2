import type { ServerFacts } from "../../../../cloud.ts";
import authorities from "./server-authorities.json" with { type: "json" };

/**
 * The roots that Microsoft tells clients of flexible servers to trust, and no others: what signs below them changes without
 * notice. They are public ones; given as a file they hold in images without a list of their own, and for clients that don't
 * look there.
 * https://learn.microsoft.com/azure/postgresql/security/security-tls#root-cas-used-by-azure-database-for-postgresql
 * https://learn.microsoft.com/azure/mysql/flexible-server/concepts-root-certificate-rotation
 */
export const serverRoots: Readonly<Record<string, string>> = authorities;

/** Certificates are of the service's own domain, in which every server has its name, also behind a private door. */
export const serverFacts: ServerFacts & { readonly authorities: string } = {
  proof: "name",
  authorities: Object.values(serverRoots).join(""),
};
