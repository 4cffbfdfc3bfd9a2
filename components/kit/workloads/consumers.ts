import type { Environment } from "../../../environments/schema/environment.ts";

/** A service that uses a store, under the login that it gets there. */
export interface Consumer {
  /** `<domain>-<service>`: the login's name. */
  readonly name: string;
  readonly domain: string;
  readonly service: string;
  readonly access: "read" | "read-write";
}

/** The services that declare that they use a store, in order of name. Each gets a login of its own. */
export function consumersOf(environment: Pick<Environment, "domains">, store: string): Consumer[] {
  return Object.entries(environment.domains)
    .flatMap(([domain, { services }]) =>
      Object.entries(services).flatMap(([service, { uses }]) => {
        const access = uses[store];
        return access === undefined ? [] : [{ name: `${domain}-${service}`, domain, service, access }];
      }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
