import type { DnsZone, Edge, ObjectStore } from "../../components/cloud.ts";
import type { Output } from "@pulumi/pulumi";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { bucketsAtEdge, decideEdge, decideZone } from "../../components/kit/edge/edge.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "./place.ts";

/** The public edge, and its zone where that is made here. */
export interface PublicEdge {
  readonly zone: DnsZone | undefined;
  readonly edge: Edge;
}

/** The edge that the environment wishes for, before the gateway and before public files. Undefined where it wishes for none. */
export function createEdge(
  { name, environment, cloud, opts }: Place,
  { gateway, buckets }: EdgeOrigins,
): PublicEdge | undefined {
  const plan = decideEdge(environment);
  if (plan === undefined) return undefined;
  const tags = decideTags(environment);
  const { logDays } = decideSpending(environment);
  const zonePlan = decideZone(environment);
  const zone =
    zonePlan === undefined
      ? undefined
      : cloud.dnsZone(`${name}-zone`, { plan: zonePlan, tags, protect: environment.protect }, opts);
  const served = bucketsAtEdge(environment);
  const reached = Object.fromEntries(Object.entries(buckets).filter(([bucket]) => served.includes(bucket)));
  const edge = cloud.edge(`${name}-edge`, { plan, zone, gateway, buckets: reached, logDays, tags }, opts);
  return { zone, edge };
}

/** What an edge can lead visitors to. */
export interface EdgeOrigins {
  /** The gateway's addresses. */
  readonly gateway: Output<string[]> | undefined;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
}
