import { imageParts, kindsOf, type ChartEntry } from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const kind = kindsOf("rabbitmq.com", "v1beta1");

const pods = {
  "app.kubernetes.io/instance": "rabbitmq-cluster-operator",
  "app.kubernetes.io/component": "rabbitmq-operator",
};

/**
 * RabbitMQ's own operator of clusters (MPL-2.0), by CloudPirates' chart. Its makers publish one manifest and no chart: with rights in all
 * namespaces, one pod without requests, images that can't be replaced, and certificates for a webhook that only refuses what the kit never
 * writes. The chart has none of these, and renders the same each time without the webhook. Never before 2.22.4 of the operator: with a cluster
 * it deleted the claims of its brokers, also those that were to stay.
 * https://github.com/CloudPirates-io/helm-charts/tree/main/charts/rabbitmq-cluster-operator
 * https://github.com/rabbitmq/cluster-operator/pull/2215
 */
export const rabbitmqOperator: ChartEntry = {
  name: "rabbitmq-cluster-operator",
  source: "oci://registry-1.docker.io/cloudpirates/rabbitmq-cluster-operator",
  version: "0.6.5",
  appVersion: "2.22.4",
  licence: "Apache-2.0",
  docs: "https://www.rabbitmq.com/kubernetes/operator/operator-overview",
  // The chart names no range and uses no API that these have dropped; the operator's makers name the first.
  kubernetes: ["1.31", "1.36"],
  kinds: [
    kind("RabbitmqCluster", "rabbitmqclusters"),
    // Of the other operator in the chart, which isn't run: a Job makes what is inside, here as in a cloud.
    kind("Binding", "bindings"),
    kind("Exchange", "exchanges"),
    kind("Federation", "federations"),
    kind("OperatorPolicy", "operatorpolicies"),
    kind("Permission", "permissions"),
    kind("Policy", "policies"),
    kind("Queue", "queues"),
    kind("SchemaReplication", "schemareplications"),
    kind("Shovel", "shovels"),
    kindsOf("rabbitmq.com", "v1alpha1")("SuperStream", "superstreams"),
    kind("TopicPermission", "topicpermissions"),
    kind("User", "users"),
    kind("Vhost", "vhosts"),
  ],
  images: ["rabbitmq-4.2", "rabbitmq-4.3", "rabbitmq-operator"],
  pods,
  values: (surroundings) => ({
    // Its only value for labels of pods.
    commonLabels: meshOffLabels,
    // Its network policy would be there without it.
    msgTopologyOperator: { enabled: false, networkPolicy: { enabled: false } },
    clusterOperator: {
      replicaCount: surroundings.spare ? 2 : 1,
      image: { registry: "", ...imageParts("rabbitmq-operator", surroundings.mirrors) },
      // Rights in one namespace, not in all.
      watchAllNamespaces: false,
      watchNamespaces: [surroundings.watched],
      resources: operatorResources("200m", "512Mi"),
      nodeSelector: surroundings.nodeSelector,
      topologySpreadConstraints: operatorSpread(pods, surroundings),
      // These are ours: theirs lets everything out, and a second budget would stop evictions.
      networkPolicy: { enabled: false },
      pdb: { create: false },
      webhook: { enabled: false },
    },
    // What it would run for a RabbitmqCluster that names no image, and beside one that keeps its password in Vault; ours do neither.
    rabbitmqImage: { registry: "", ...imageParts("rabbitmq-4.2", surroundings.mirrors) },
  }),
};
