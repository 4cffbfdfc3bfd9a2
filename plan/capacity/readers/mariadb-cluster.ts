import { dig, numberAt, textAt } from "../fields.ts";
import { placingOf } from "../pod-spec.ts";
import { requestsOf } from "../quantities.ts";
import { anyNode } from "../pod-group.ts";
import { kindOf, notesOf, objectName, wishOf, writeAt, type Reader } from "../reader.ts";
import { claimOf } from "./workload.ts";

/**
 * The servers of a MariaDB with what the operator puts beside each: of several, more than half have to be there for any to be written to.
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/galera.md
 */
export const readMariadbCluster: Reader = (resource, around) => {
  const wish = wishOf(resource, around);
  const spec = dig(resource.inputs, "spec") ?? {};
  const name = objectName(resource);
  const servers = numberAt(1, spec, "replicas");
  const server = requestsOf(dig(spec, "resources"));
  const agent = requestsOf(dig(spec, "galera", "agent", "resources"));
  const { notes, ...placing } = placingOf(spec);
  const storageClassName = textAt(spec, "storage", "storageClassName");
  const claim = {
    ...(storageClassName === "" ? {} : { storageClassName }),
    resources: { requests: { storage: textAt(spec, "storage", "size") } },
  };
  const group = {
    name,
    kind: kindOf(resource, around),
    wish,
    each: { milliCpu: server.milliCpu + agent.milliCpu, memoryMiB: server.memoryMiB + agent.memoryMiB },
    least: servers,
    most: servers,
    ...placing,
    claims: [claimOf(claim, wish === "" ? "" : `${wish}.storageGiB`)],
    keeps: [
      {
        what: "servers",
        of: servers,
        need: Math.floor(servers / 2) + 1,
        apart: "pods" as const,
        mend: writeAt(wish, "replicas", 2),
      },
    ],
  };
  const exporter = {
    name: `${name}-metrics`,
    kind: "operator" as const,
    wish,
    each: requestsOf(dig(spec, "metrics", "exporter", "resources")),
    ...{ least: 1, most: 1, claims: [], keeps: [], nodes: anyNode, skew: {} },
  };
  const isWatched = dig(spec, "metrics", "enabled") === true;
  return { groups: [group, ...(isWatched ? [exporter] : [])], notes: notesOf(name, notes) };
};
