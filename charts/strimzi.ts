import { mirroredImage } from "../components/kit/registry/mirrors.ts";
import { kindsOf, type ChartEntry } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const kind = kindsOf("kafka.strimzi.io", "v1");

const pods = { name: "strimzi-cluster-operator", "strimzi.io/kind": "cluster-operator" };

/**
 * Strimzi, the operator of Kafka. Never 1.0.0, which has CVE-2026-55225 and CVE-2026-55226.
 * https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/CHANGELOG.md
 */
export const strimzi: ChartEntry = {
  name: "strimzi-kafka-operator",
  source: "oci://quay.io/strimzi-helm/strimzi-kafka-operator",
  version: "1.2.0",
  appVersion: "1.2.0",
  licence: "Apache-2.0",
  docs: "https://strimzi.io/docs/operators/latest/deploying",
  kubernetes: ["1.30", "1.36"],
  kinds: [
    kind("Kafka", "kafkas"),
    kind("KafkaBridge", "kafkabridges"),
    kind("KafkaConnect", "kafkaconnects"),
    kind("KafkaConnector", "kafkaconnectors"),
    kind("KafkaMirrorMaker2", "kafkamirrormaker2s"),
    kind("KafkaNodePool", "kafkanodepools"),
    kind("KafkaRebalance", "kafkarebalances"),
    kind("KafkaTopic", "kafkatopics"),
    kind("KafkaUser", "kafkausers"),
    { group: "core.strimzi.io", versions: ["v1"], kind: "StrimziPodSet", plural: "strimzipodsets" },
  ],
  // Of Debezium only the connector's files are taken, which workers mount.
  images: ["debezium-connect", "strimzi-kafka", "strimzi-operator"],
  pods,
  metrics: { portName: "http", port: 8080 },
  values: (surroundings) => ({
    // Before the operator's image and before those of all that it makes.
    defaultImageRegistry: mirroredImage("quay.io", surroundings.mirrors),
    replicas: surroundings.spare ? 2 : 1,
    leaderElection: { enable: true },
    // Rights in one namespace, not in all.
    watchNamespaces: [surroundings.watched],
    labels: meshOffLabels,
    resources: operatorResources("200m", "384Mi"),
    nodeSelector: surroundings.nodeSelector,
    topologySpreadConstraints: operatorSpread(pods, surroundings),
    // Its own network policies would let anyone to where numbers are told; ours let in who has to come, and nobody else.
    generateNetworkPolicy: false,
    // Should they be there still, they name the operator's namespace instead of any.
    image: { operatorNamespaceLabels: `kubernetes.io/metadata.name=${surroundings.namespace}` },
    // What it makes keeps to the restricted Pod Security Standard.
    // https://strimzi.io/docs/operators/latest/deploying#assembly-security-providers-str
    extraEnvs: [{ name: "STRIMZI_POD_SECURITY_PROVIDER_CLASS", value: "restricted" }],
  }),
};
