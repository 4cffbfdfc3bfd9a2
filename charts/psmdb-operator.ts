import { imageParts, kindsOf, type ChartEntry } from "./catalogue.ts";
import { meshOffLabels, operatorResources } from "./values.ts";

const kind = kindsOf("psmdb.percona.com", "v1");

const pods = { "app.kubernetes.io/name": "psmdb-operator", "app.kubernetes.io/instance": "psmdb-operator" };

/**
 * Percona's operator of MongoDB. From 1.23.0 on it leaves certificates to others, and its servers run on a read-only root. Its
 * definitions lie in the chart as well as in one of their own.
 * https://docs.percona.com/percona-operator-for-mongodb/RN/Kubernetes-Operator-for-PSMONGODB-RN1.23.0.html
 */
export const psmdbOperator: ChartEntry = {
  name: "psmdb-operator",
  source: "https://percona.github.io/percona-helm-charts",
  version: "1.23.0",
  appVersion: "1.23.0",
  licence: "Apache-2.0",
  docs: "https://docs.percona.com/percona-operator-for-mongodb/",
  kubernetes: ["1.33", "1.36"],
  kinds: [
    kind("PerconaServerMongoDB", "perconaservermongodbs"),
    kind("PerconaServerMongoDBBackup", "perconaservermongodbbackups"),
    kind("PerconaServerMongoDBClusterSync", "perconaservermongodbclustersyncs"),
    kind("PerconaServerMongoDBRestore", "perconaservermongodbrestores"),
  ],
  images: ["mongodb-8.0", "mongodb-backup", "mongodb-exporter", "psmdb-operator"],
  pods,
  metrics: { portName: "metrics", port: 8080 },
  values: (surroundings) => ({
    image: { ...imageParts("psmdb-operator", surroundings.mirrors), pullPolicy: "IfNotPresent" },
    replicaCount: surroundings.spare ? 2 : 1,
    // It looks at one namespace, and its own; its rights are cluster-wide all the same, since the chart knows no others.
    watchNamespace: surroundings.watched,
    ...(surroundings.knownAccount === true ? { serviceAccount: { create: false } } : {}),
    // It would tell its makers once a day which versions run.
    disableTelemetry: true,
    podLabels: meshOffLabels,
    resources: operatorResources("100m", "256Mi"),
    podSecurityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    nodeSelector: surroundings.nodeSelector,
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: pods } },
          },
        ],
      },
    },
  }),
};
