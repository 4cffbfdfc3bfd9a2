import type { Environment } from "../../environments/schema/environment.ts";
import { decideAddresses } from "../kit/addresses.ts";
import { decideFlows, type Flow } from "../kit/flows.ts";
import { operatorsOf } from "./operator-charts.ts";

/** Every flow in an environment's cluster: declared by services, or needed by stores and their operators. */
export function environmentFlows(environment: Environment): Flow[] {
  return decideFlows(environment, {
    operators: operatorsOf(environment),
    managedCidrs: managedCidrs(environment.network),
  });
}

/** Where managed services have their addresses: in an adopted network that is known of the whole block only. */
function managedCidrs({ cidr, adopt }: Environment["network"]): string[] {
  if (adopt !== undefined) return [cidr];
  const { dataByZone, peeredServices } = decideAddresses(cidr);
  return [...dataByZone, peeredServices];
}
