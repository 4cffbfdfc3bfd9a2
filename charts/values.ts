import type { ChartSurroundings, ChartValue } from "./catalogue.ts";

/** Labels that keep an operator's pods out of a service mesh: the API server calls them without the mesh's certificates. */
export const meshOffLabels = { "istio.io/dataplane-mode": "none", "sidecar.istio.io/inject": "false" } as const;

/** Spreads an operator's pods over zones where there are any, and over nodes, as far as can be. */
export function operatorSpread(pods: Readonly<Record<string, string>>, { zones }: ChartSurroundings): ChartValue[] {
  const over = (topologyKey: string): ChartValue => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: { ...pods } },
  });
  return [...(zones > 1 ? [over("topology.kubernetes.io/zone")] : []), over("kubernetes.io/hostname")];
}

/** Requests and limits of an operator: memory is requested as it is limited; CPU only has the limit of the chart, if any. */
export function operatorResources(cpu: string, memory: string): ChartValue {
  return { requests: { cpu, memory }, limits: { memory } };
}
