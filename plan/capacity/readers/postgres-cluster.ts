import { dig, numberAt, textAt } from "../fields.ts";
import type { PlannedValue } from "../../planned-resource.ts";
import type { Claim, Domain, Keep, Requests } from "../pod-group.ts";
import { hostKey, zoneKey } from "../../../components/kit/cluster/placement.ts";
import { placingOf } from "../pod-spec.ts";
import { gibibytesOf, requestsOf } from "../quantities.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Around, type Reader } from "../reader.ts";

/**
 * The servers of a CloudNativePG Cluster. Its `affinity` is of its own form.
 * https://cloudnative-pg.io/documentation/current/scheduling/
 */
export const readPostgresCluster: Reader = (resource, around) => {
  const spec = dig(resource.inputs, "spec");
  const name = objectName(resource);
  const wish = wishOf(resource, around);
  const instances = numberAt(1, spec, "instances");
  const affinity = dig(spec, "affinity");
  const { notes, ...placing } = placingOf({
    nodeSelector: dig(affinity, "nodeSelector") ?? {},
    tolerations: dig(affinity, "tolerations") ?? [],
    affinity: { nodeAffinity: dig(affinity, "nodeAffinity") ?? {} },
    topologySpreadConstraints: dig(spec, "topologySpreadConstraints") ?? [],
  });
  const alone = aloneIn(affinity);
  const server = requestsOf(dig(spec, "resources"));
  const copier = copierOf(spec, around);
  return {
    groups: [
      {
        name,
        kind: kindOf(resource, around),
        wish,
        each: { milliCpu: server.milliCpu + copier.milliCpu, memoryMiB: server.memoryMiB + copier.memoryMiB },
        least: instances,
        most: instances,
        ...placing,
        ...(alone === undefined ? {} : { alone }),
        claims: [
          ...claimAt(dig(spec, "storage"), wish === "" ? "" : `${wish}.storageGiB`),
          ...claimAt(dig(spec, "walStorage"), ""),
          ...spoolAt(dig(spec, "ephemeralVolumeSource", "volumeClaimTemplate", "spec")),
        ],
        keeps: [keepOf(instances, spec, wish)],
      },
    ],
    notes: notesOf(name, notes),
  };
};

/**
 * What the plugin puts beside each server that it copies, as the place says that it copies to.
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/#configuring-the-plugin-instance-sidecar
 */
function copierOf(spec: PlannedValue | undefined, { resources }: Around): Requests {
  const plugins = dig(spec, "plugins");
  const names = (Array.isArray(plugins) ? plugins : []).map((plugin: PlannedValue) =>
    textAt(plugin, "parameters", "barmanObjectName"),
  );
  const place = resources.find(
    ({ type, inputs }) =>
      type === "kubernetes:barmancloud.cnpg.io/v1:ObjectStore" && names.includes(textAt(inputs, "metadata", "name")),
  );
  return requestsOf(dig(place?.inputs, "spec", "instanceSidecarConfiguration", "resources"));
}

/** A volume that comes and goes with its pod. */
function spoolAt(claim: PlannedValue | undefined): Claim[] {
  const gib = gibibytesOf(dig(claim, "resources", "requests", "storage"));
  return gib === undefined ? [] : [{ storageClass: textAt(claim, "storageClassName"), gib, path: "" }];
}

function aloneIn(affinity: PlannedValue | undefined): Domain | undefined {
  if (dig(affinity, "enablePodAntiAffinity") === false) return undefined;
  if (textAt(affinity, "podAntiAffinityType") !== "required") return undefined;
  return textAt(affinity, "topologyKey") === zoneKey
    ? "zone"
    : hostKey === textAt(affinity, "topologyKey")
      ? "node"
      : undefined;
}

/**
 * One server is enough to go on from, unless commits wait for replicas and a replica may only take over when it surely has
 * every commit: then more replicas must be left than those that a commit may have been told to, in CloudNativePG's words
 * R + W > N. With the primary lost and one commit's replica, that leaves room for no other.
 * https://cloudnative-pg.io/documentation/current/failover/#failover-quorum-quorum-based-failover
 */
function keepOf(instances: number, spec: PlannedValue | undefined, wish: string): Keep {
  const synchronous = dig(spec, "postgresql", "synchronous");
  const told = numberAt(0, synchronous, "number");
  const isQuorate = dig(synchronous, "failoverQuorum") === true && told > 0;
  const required = textAt(synchronous, "dataDurability") !== "preferred" ? told : 0;
  const replicas = instances - 1;
  const need = isQuorate ? Math.max(1 + required, replicas - told + 1) : 1 + required;
  return {
    what: "servers",
    of: instances,
    need: Math.min(instances, need),
    apart: "pods",
    mend: writeAt(wish, "replicas", 2),
  };
}

function claimAt(storage: PlannedValue | undefined, path: string): Claim[] {
  const gib = gibibytesOf(dig(storage, "size"));
  return gib === undefined ? [] : [{ storageClass: textAt(storage, "storageClass"), gib, path }];
}
