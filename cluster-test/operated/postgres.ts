import { z } from "zod";
import { hostKey } from "../../components/kit/cluster/placement.ts";
import type { ClusterObject } from "../../rehearsal/cluster/cluster-object.ts";
import { labels, operatorsOwn, placed, resources, type MadeByOperator } from "./made-by-operator.ts";

const affinity = z
  .object({
    nodeSelector: placed.nodeSelector,
    tolerations: placed.tolerations,
    nodeAffinity: z.unknown().optional(),
    enablePodAntiAffinity: z.boolean().default(true),
    podAntiAffinityType: z.enum(["preferred", "required"]).default("preferred"),
    topologyKey: z.string().default(hostKey),
  })
  .prefault({});
const cluster = z.object({
  instances: z.number(),
  resources,
  affinity,
  topologySpreadConstraints: placed.topologySpreadConstraints,
  inheritedMetadata: z.object({ labels }).default({ labels: {} }),
  enablePDB: z.boolean().default(true),
  plugins: z
    .array(z.object({ parameters: z.object({ barmanObjectName: z.string().optional() }).prefault({}) }))
    .default([]),
});
const place = z.object({ instanceSidecarConfiguration: z.object({ resources }).prefault({}) });

/**
 * The servers of a CloudNativePG Cluster. Its two budgets let one server go at a time, and none where it is the only one. Seen with 1.30.0:
 * `<name>-primary` holds back the primary, which changes as soon as its node is cordoned; `<name>`, of three servers or more, lets one of the
 * others go. What copies is a container that begins before the server and stays beside it: together they request what is said here.
 * https://cloudnative-pg.io/documentation/current/scheduling/
 * https://cloudnative-pg.io/documentation/current/kubernetes_upgrade/#pod-disruption-budgets
 */
export function makeOfPostgres(
  { metadata: { name, namespace }, spec }: ClusterObject,
  others: readonly ClusterObject[],
): MadeByOperator {
  const { instances, resources, affinity, topologySpreadConstraints, inheritedMetadata, enablePDB, plugins } =
    cluster.parse(spec);
  const places = plugins.map(({ parameters }) => parameters.barmanObjectName);
  const copiers = others
    .filter(({ kind, metadata }) => kind === "ObjectStore" && metadata.namespace === namespace)
    .filter(({ metadata }) => places.includes(metadata.name))
    .map((object) => place.parse(object.spec).instanceSidecarConfiguration);
  const own = { "cnpg.io/cluster": name, "cnpg.io/podRole": "instance" };
  const { nodeSelector, tolerations } = affinity;
  const pods = {
    name,
    replicas: instances,
    labels: { ...inheritedMetadata.labels, ...own },
    pod: { nodeSelector, tolerations, topologySpreadConstraints, affinity: podAffinity(affinity, own) },
    containers: [
      { name: "postgres", resources, securityContext: operatorsOwn },
      ...copiers.map((copier) => ({ name: "plugin-barman-cloud", ...copier, securityContext: operatorsOwn })),
    ],
  };
  const budget = { name, selector: own, bound: { maxUnavailable: instances === 1 ? 0 : 1 } };
  return { pods: [pods], budgets: enablePDB ? [budget] : [] };
}

/** As the operator writes it from its own words. */
function podAffinity(
  { nodeAffinity, enablePodAntiAffinity, podAntiAffinityType, topologyKey }: z.infer<typeof affinity>,
  matchLabels: Readonly<Record<string, string>>,
): object {
  const term = { labelSelector: { matchLabels }, topologyKey };
  const apart =
    podAntiAffinityType === "required"
      ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] };
  return { nodeAffinity, ...(enablePodAntiAffinity ? { podAntiAffinity: apart } : {}) };
}
