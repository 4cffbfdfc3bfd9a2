import type { Environment } from "../../../../environments/schema/environment.ts";
import { watchedParts } from "../../monitoring/parts/watched-parts.ts";
import type { Flow } from "./flow.ts";
import { prometheusPods } from "./watched-flows.ts";

/** A Prometheus, and nobody else, reads the numbers of what runs beside stores, and of services whose program is known. */
export function partFlows(environment: Pick<Environment, "domains" | "stores">): Flow[] {
  return watchedParts(environment).map(({ pods, ports }) => ({
    from: prometheusPods,
    to: pods,
    ports: ports.map(({ port }) => port),
  }));
}
