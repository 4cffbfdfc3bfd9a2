import { RecordSet, type RecordSetArgs } from "@pulumi/gcp/dns/recordSet.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { EdgeRecord, EdgeSpec } from "../../../cloud.ts";
import { recordTtlSeconds, type EdgeHost } from "../../../kit/edge/edge.ts";
import { recordSetArgs, rrdata } from "./dns.ts";
import type { Addresses } from "./edge-load-balancer.ts";

/** What records lead to. */
export interface RecordTargets {
  readonly addresses: Addresses;
  /** By host: the record that authorizes its certificate. */
  readonly proofs: Readonly<Record<string, EdgeRecord>>;
}

/** Records that an edge needs besides the hosts' own, by the last part of their resources' names. */
export function decideRecords(
  { plan, gateway }: Pick<EdgeSpec, "plan" | "gateway">,
  { addresses, proofs }: RecordTargets,
): Record<string, EdgeRecord> {
  const records: Record<string, EdgeRecord> = {};
  if (gateway !== undefined) records["origin"] = { name: output(plan.originName), type: "A", values: gateway };
  for (const { name, ownName } of plan.hosts) {
    const own = output(ownName);
    records[`${name}-own-ipv4`] = { name: own, type: "A", values: addresses.ipv4.apply((ip) => [ip]) };
    records[`${name}-own-ipv6`] = { name: own, type: "AAAA", values: addresses.ipv6.apply((ip) => [ip]) };
    const proof = proofs[name];
    if (proof !== undefined) records[`${name}-proof-record`] = proof;
  }
  return records;
}

/** Makes the records in the zone, and the hosts' own: one that leads here, or weighted ones. */
export function createRecords(
  name: string,
  zone: Output<string>,
  { records, hosts }: { readonly records: Readonly<Record<string, EdgeRecord>>; readonly hosts: readonly EdgeHost[] },
  opts: ComponentResourceOptions,
): void {
  for (const [role, record] of Object.entries(records)) {
    new RecordSet(`${name}-${role}`, recordSetArgs(zone, { ...record, ttlSeconds: recordTtlSeconds }), opts);
  }
  for (const host of hosts) new RecordSet(`${name}-${host.name}-record`, hostRecordArgs(zone, host), opts);
}

/** A host's own record. https://cloud.google.com/dns/docs/routing-policies-overview */
function hostRecordArgs(zone: Output<string>, { fqdn, ownName, traffic }: EdgeHost): RecordSetArgs {
  const record = { managedZone: zone, name: `${fqdn}.`, type: "CNAME", ttl: recordTtlSeconds };
  if (traffic === undefined) return { ...record, rrdatas: [rrdata("CNAME", ownName)] };
  const wrrs = traffic.targets.map(({ to, weight }) => ({
    weight,
    rrdatas: [rrdata("CNAME", to === "self" ? ownName : to)],
  }));
  return { ...record, routingPolicy: { wrrs } };
}
