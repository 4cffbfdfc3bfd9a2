import { imageParts, kindsOf, type ChartEntry } from "./catalogue.ts";
import type { Mirrors } from "../components/kit/registry/mirrors.ts";
import { meshOffLabels, operatorResources } from "./values.ts";

const controlKind = kindsOf("control.k8ssandra.io", "v1alpha1");

/** An image as the chart wants it: what comes before the last two words is the registry, whatever stands there. */
function inParts(
  image: string,
  mirrors: Mirrors,
): { readonly registry: string; readonly repository: string; readonly name: string; readonly tag: string } {
  const { repository, tag } = imageParts(image, mirrors);
  const words = repository.split("/");
  const [owner = "", name = ""] = words.slice(-2);
  return { registry: words.slice(0, -2).join("/"), repository: owner, name, tag };
}

/**
 * The operator of Cassandra, alone: K8ssandra's, which stands above it, adds repairs, backups and more than one data centre, and runs nothing
 * that this one doesn't. Its webhook refuses what would move data or lose it, such as a rack that goes; cert-manager makes its certificate.
 * https://github.com/k8ssandra/cass-operator
 */
export const cassOperator: ChartEntry = {
  name: "cass-operator",
  source: "https://helm.k8ssandra.io/stable",
  version: "0.64.4",
  appVersion: "1.30.3",
  licence: "Apache-2.0",
  docs: "https://docs.k8ssandra.io/components/cass-operator/",
  // The chart names no range; its library is of 1.35, and it uses no API that the next has dropped.
  kubernetes: ["1.31", "1.36"],
  kinds: [
    kindsOf("cassandra.datastax.com", "v1beta1")("CassandraDatacenter", "cassandradatacenters"),
    controlKind("CassandraTask", "cassandratasks"),
    controlKind("ScheduledTask", "scheduledtasks"),
  ],
  images: ["cass-operator", "cassandra-5.0", "cassandra-client", "cassandra-logger"],
  pods: { "app.kubernetes.io/name": "cass-operator", "app.kubernetes.io/instance": "cass-operator" },
  webhookPort: 9443,
  certificates: true,
  alone: true,
  values: (surroundings) => {
    const operator = inParts("cass-operator", surroundings.mirrors);
    const { registry, repository, name, tag } = operator;
    return {
      global: {
        // It looks at one namespace; its rights are cluster-wide all the same, since the chart knows no others but its own.
        clusterScoped: true,
        watchNamespaces: [surroundings.watched],
        // Of what it runs beside a server's image, which each CassandraDatacenter names.
        imageConfig: {
          images: {
            "k8ssandra-client": inParts("cassandra-client", surroundings.mirrors),
            "system-logger": inParts("cassandra-logger", surroundings.mirrors),
          },
        },
      },
      // Its only value for labels of pods.
      commonLabels: meshOffLabels,
      // The chart doesn't let it elect a leader: two would both be.
      replicaCount: 1,
      image: { registry, repository: `${repository}/${name}`, tag, pullPolicy: "IfNotPresent" },
      admissionWebhooks: { enabled: true },
      // It would look whether cert-manager is there, and a plan can't; it is made first.
      disableCertManagerCheck: true,
      podSecurityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        runAsGroup: 65534,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      resources: operatorResources("100m", "256Mi"),
      nodeSelector: surroundings.nodeSelector,
    };
  },
};
