import type { Environment } from "../../../../environments/schema/environment.ts";
import { flinkPorts } from "../../workloads/flink/flink.ts";
import { apiServerPorts, servicePods, type Flow } from "./flow.ts";

/**
 * Pods of a Flink cluster reach each other, and the API server, in whose ConfigMaps JobManagers elect who leads and TaskManagers read who it is.
 * Nobody else reaches them: a job comes from a pod of the cluster's own.
 */
export function flinkFlows({ domains }: Pick<Environment, "domains">): Flow[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).flatMap(([service, { flink }]): Flow[] => {
      if (flink === undefined) return [];
      const pods = servicePods(domain, service);
      return [
        { from: pods, to: pods, ports: Object.values(flinkPorts) },
        { from: pods, to: { kind: "anywhere" }, ports: apiServerPorts },
      ];
    }),
  );
}
