import { flinkClusterId, flinkJobIds, flinkJobName } from "./flink.ts";

/**
 * Rights of a cluster's pods. Whoever makes a ConfigMap or waits for changes can't say which, so that other services' settings can be read (they are in the clear); changed
 * and deleted are the cluster's own alone, whose names are known since jobs' ids are.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/ha/kubernetes_ha/
 */
export function decideFlinkRights(domain: string, service: string, jobs: readonly string[]) {
  const cluster = flinkClusterId(service);
  const names = [
    `${cluster}-cluster-config-map`,
    ...jobs.flatMap((job) => flinkJobIds(domain, service, job).map((id) => `${cluster}-${id}-config-map`)),
    ...jobs.map((job) => flinkJobName(service, job)),
  ];
  const configMaps = { apiGroups: [""], resources: ["configmaps"] };
  return [
    { ...configMaps, verbs: ["create", "list", "watch"] },
    { ...configMaps, resourceNames: names.sort(), verbs: ["get", "update", "patch", "delete"] },
  ];
}
