import { imageParts, kindsOf, type ChartEntry, type ChartValue } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const name = "mariadb-operator";

const kind = kindsOf("k8s.mariadb.com", "v1alpha1");

/**
 * The operator of MariaDB. Never before 26.10.1: a Galera cluster that was down could begin anew from an empty server, and 26.10.0 is
 * withdrawn by its makers. Its webhook refuses every MariaDB until it is up; cert-manager makes its certificate.
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/releases/UPGRADE_26.10.1.md
 */
export const mariadbOperator: ChartEntry = {
  name,
  source: "oci://ghcr.io/mariadb-operator/charts/mariadb-operator",
  version: "26.10.1",
  appVersion: "26.10.1",
  licence: "MIT",
  docs: "https://github.com/mariadb-operator/mariadb-operator/tree/main/docs",
  kubernetes: ["1.31", "1.36"],
  kinds: [
    kind("Backup", "backups"),
    kind("Connection", "connections"),
    kind("Database", "databases"),
    kind("ExternalMariaDB", "externalmariadbs"),
    kind("Grant", "grants"),
    kind("MariaDB", "mariadbs"),
    kind("MaxScale", "maxscales"),
    kind("PhysicalBackup", "physicalbackups"),
    kind("PointInTimeRecovery", "pointintimerecoveries"),
    kind("Restore", "restores"),
    kind("SqlJob", "sqljobs"),
    kind("User", "users"),
  ],
  images: ["mariadb", "mariadb-11.4", "mariadb-operator", "mysql-exporter", "rclone"],
  // On the pods of both of its programs.
  pods: { "app.kubernetes.io/instance": name },
  webhookPort: 9443,
  ownBudget: true,
  certificates: true,
  values: (surroundings) => {
    const program = (of: string, memory: string): Readonly<Record<string, ChartValue>> => ({
      image: { ...imageParts("mariadb-operator", surroundings.mirrors), pullPolicy: "IfNotPresent" },
      ha: { enabled: surroundings.spare, replicas: surroundings.spare ? 2 : 1 },
      pdb: { enabled: surroundings.spare, maxUnavailable: 1 },
      // The chart has no value for labels of pods. A sidecar stays away for the annotation as well, and nobody calls the namespace into a mesh.
      podAnnotations: meshOffLabels,
      podSecurityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      resources: operatorResources("50m", memory),
      nodeSelector: surroundings.nodeSelector,
      topologySpreadConstraints: operatorSpread({ "app.kubernetes.io/name": of }, surroundings),
    });
    return {
      // The definitions lie in a chart of their own inside of this one.
      crds: { enabled: true },
      ...program(name, "256Mi"),
      // It looks at one namespace only; its rights are cluster-wide all the same, since `currentNamespaceOnly` means its own.
      extraEnv: [{ name: "WATCH_NAMESPACE", value: surroundings.watched }],
      metrics: { enabled: false },
      webhook: { ...program(`${name}-webhook`, "128Mi"), cert: { certManager: { enabled: true } } },
      // It would make the webhook's certificate without cert-manager.
      certController: { enabled: false },
      // What it would run for a MariaDB that names no image; ours do.
      config: { mariadbImage: { ...imageParts("mariadb", surroundings.mirrors) } },
    };
  },
};
