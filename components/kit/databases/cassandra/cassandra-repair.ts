import type { CassandraWish } from "../../../../environments/schema/stores/cassandra.ts";
import { quietHours } from "../../account/keeping.ts";
import { decideNodePreference } from "../../cluster/placement.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { cassandraPorts } from "../../network/ports.ts";
import { repairPods } from "../../network/flows/repair-flows.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { quantities, type Capacity } from "../../sizes.ts";
import { minuteOf } from "../copy-schedule.ts";
import { decideClusterName, decideRacks } from "./cassandra-cluster.ts";
import { cassandraNodes } from "./cassandra.ts";

/** What the Job that repairs requests: it asks and waits. */
export const repairSize: Capacity = { cpu: 0.02, memoryGiB: 0.0625 };

/** Where its container finds the script and the certificate that the management API knows. */
export const repairFolders = { files: "/etc/landbridge/repair", certificate: "/etc/landbridge/management" } as const;

/**
 * Whether nodes differ after a while: what was deleted while one was away comes back from it after ten days, `gc_grace_seconds`, unless they were
 * compared before. https://cassandra.apache.org/doc/latest/cassandra/managing/operating/repair.html
 */
export function needsRepair(wish: Pick<CassandraWish, "nodes" | "placement">): boolean {
  return wish.placement === "in-cluster" && cassandraNodes(wish) > 1;
}

/** Mondays and Thursdays: one that fails leaves the next one well within ten days. */
export function decideRepairSchedule(store: string) {
  return {
    schedule: `${minuteOf(store)} ${quietHours.trial} * * 1,4`,
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 24 * 3600,
    successfulJobsHistoryLimit: 2,
    failedJobsHistoryLimit: 2,
  };
}

/**
 * The nodes that are asked, one after another: those of the first rack, since each rack holds every row once; so nothing is compared twice. Where
 * there is one rack it is all of them.
 */
export function decideRepairedNodes(
  store: string,
  wish: Pick<CassandraWish, "nodes">,
  surroundings: Pick<Surroundings, "zones">,
): string[] {
  const [rack, ...others] = decideRacks(wish, surroundings);
  const cluster = decideClusterName(store);
  const service = `${cluster}-${store}-all-pods-service.${namespaces.data}.svc`;
  return Array.from(
    { length: cassandraNodes(wish) / (1 + others.length) },
    (_, index) => `${cluster}-${store}-${rack ?? ""}-sts-${index}.${service}`,
  );
}

/** Lines of a shell script that ask a node's management API, as who it knows. What comes after may say otherwise, e.g. how long to wait. */
export const askManagement: readonly string[] = [
  "ask() {",
  `  curl --silent --show-error --fail --max-time 60 --retry 5 --retry-connrefused --retry-delay 10 \\`,
  `    --cacert ${repairFolders.certificate}/ca.crt --cert ${repairFolders.certificate}/tls.crt --key ${repairFolders.certificate}/tls.key "$@"`,
  "}",
];

/**
 * Asks each node for a full repair of what it holds, and waits for it. A node keeps what it knows of a repair as long as it runs: one that restarts
 * is asked anew by the next run.
 * https://github.com/k8ssandra/management-api-for-apache-cassandra/blob/master/management-api-server/src/main/java/com/datastax/mgmtapi/resources/v2/RepairResourcesV2.java
 */
export function decideRepairScript(nodes: readonly string[], keyspaces: readonly string[]): string {
  return `${[
    "set -eu",
    ...askManagement,
    "repair() {",
    `  api="https://$1:${cassandraPorts.management}/api"`,
    `  answer=$(ask --request PUT --header 'Content-Type: application/json' \\`,
    `    --data "{\\"keyspace\\":\\"$2\\",\\"full_repair\\":true,\\"repair_parallelism\\":\\"sequential\\"}" "$api/v2/repairs")`,
    `  job=$(printf '%s' "$answer" | sed -n 's/.*"repair_id" *: *"\\([^"]*\\)".*/\\1/p')`,
    '  [ -n "$job" ] || { echo "$1 begins no repair of $2: $answer" >&2; return 1; }',
    "  while :; do",
    `    status=$(ask "$api/v0/ops/executor/job?job_id=$job" | sed -n 's/.*"type" *: *"repair" *, *"status" *: *"\\([A-Z]*\\)".*/\\1/p')`,
    '    case "$status" in',
    '      COMPLETED) echo "$1 repaired $2"; return 0 ;;',
    "      WAITING) sleep 20 ;;",
    '      *) echo "$1 did not repair $2: ${status:-it knows of none}" >&2; return 1 ;;',
    "    esac",
    "  done",
    "}",
    ...nodes.flatMap((node) => keyspaces.map((keyspace) => `repair ${node} ${keyspace}`)),
  ].join("\n")}\n`;
}

/** What the pod is put together from. */
export interface RepairParts<T> {
  readonly store: string;
  readonly labels: Labels;
  readonly image: string;
  /** The ConfigMap with the script. */
  readonly files: T;
  /** The Secret with the certificate that the management API knows. */
  readonly certificate: string;
}

/** It may do to nodes what their operator may: so it does one thing, and nobody reaches it. */
export function decideRepairPod<T>(
  { store, labels, image, files, certificate }: RepairParts<T>,
  surroundings: Surroundings,
) {
  const { cpu, memory } = quantities(repairSize);
  const items = ["ca.crt", "tls.crt", "tls.key"].map((key) => ({ key, path: key }));
  const readOnly = true;
  return {
    metadata: { labels: { ...labels, ...repairPods(store).labels, ...meshOff } },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod(podUser),
      ...decideNodePreference("general", surroundings),
      containers: [
        {
          name: "repair",
          image,
          imagePullPolicy: "IfNotPresent",
          command: ["/bin/sh", `${repairFolders.files}/repair.sh`],
          resources: { requests: { cpu, memory }, limits: { memory } },
          securityContext: restrictedContainer(),
          volumeMounts: [
            { name: "files", mountPath: repairFolders.files, readOnly },
            { name: "certificate", mountPath: repairFolders.certificate, readOnly },
          ],
        },
      ],
      volumes: [
        { name: "files", configMap: { name: files } },
        { name: "certificate", secret: { secretName: certificate, defaultMode: 0o440, items } },
      ],
    },
  };
}
