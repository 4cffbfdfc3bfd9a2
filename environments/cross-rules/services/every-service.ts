import type { ServiceWish } from "../../schema/domains.ts";
import type { Environment } from "../../schema/environment.ts";
import type { Path } from "../../tree.ts";

/** A service with its names and the path to it. */
export interface NamedService {
  readonly domain: string;
  readonly name: string;
  readonly service: ServiceWish;
  readonly path: Path;
}

/** Every service of every domain. */
export function everyService({ domains }: Environment): NamedService[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).map(([name, service]) => ({
      domain,
      name,
      service,
      path: ["domains", domain, "services", name],
    })),
  );
}

/** The value under a name of one's own, never what every object inherits. */
export function named<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
