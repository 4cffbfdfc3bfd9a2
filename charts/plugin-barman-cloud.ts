import { backupPluginPort } from "../components/kit/databases/postgres/postgres-backups.ts";
import { imageParts, type ChartSurroundings, type ChartValues, type PinnedChart } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const name = "plugin-barman-cloud";
const pods = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/**
 * Copies CloudNativePG's clusters to buckets: it puts a container beside each server. The operator finds it in its own namespace by a
 * label, and they know each other by certificates of cert-manager's. https://cloudnative-pg.io/plugin-barman-cloud/docs/intro/
 */
export const pluginBarmanCloud: PinnedChart = {
  name,
  source: "https://cloudnative-pg.github.io/charts",
  version: "0.8.0",
  appVersion: "v0.15.0",
  licence: "Apache-2.0",
  docs: "https://cloudnative-pg.io/plugin-barman-cloud/docs/intro/",
  kubernetes: ["1.29", "1.36"],
  kinds: [{ group: "barmancloud.cnpg.io", versions: ["v1"], kind: "ObjectStore", plural: "objectstores" }],
  images: ["plugin-barman-cloud", "plugin-barman-cloud-sidecar"],
  pods,
  // Who doesn't lead doesn't answer the operator, and seems ready all the same.
  alone: true,
};

/** The chart's values. It puts an image together from three parts. */
export function decideBackupPluginValues(surroundings: ChartSurroundings): ChartValues {
  return {
    replicaCount: 1,
    image: imageOf(name, surroundings),
    sidecarImage: imageOf(`${name}-sidecar`, surroundings),
    service: { name: "barman-cloud", port: backupPluginPort },
    podLabels: meshOffLabels,
    resources: operatorResources("50m", "128Mi"),
    nodeSelector: surroundings.nodeSelector,
    topologySpreadConstraints: operatorSpread(pods, surroundings),
  };
}

function imageOf(image: string, { mirrors }: ChartSurroundings) {
  const { repository, tag } = imageParts(image, mirrors);
  const [registry = "", ...path] = repository.split("/");
  return { registry, repository: path.join("/"), tag };
}
