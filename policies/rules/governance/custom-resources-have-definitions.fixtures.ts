import { goodNodeClass, goodNodeGroupInside } from "../azure-fixture.ts";
import { changed, planned, type RuleFixtures } from "../fixture.ts";
import { customResourcesHaveDefinitions } from "./custom-resources-have-definitions.ts";

const chart = planned(
  "kubernetes:helm.sh/v4:Chart",
  { chart: "oci://quay.io/strimzi-helm/strimzi-kafka-operator" },
  { name: "chart", custom: false },
);
const component = planned("landbridge:data:KafkaCluster", {}, { name: "component", custom: false });
const kafka = planned("kubernetes:kafka.strimzi.io/v1:Kafka", {}, { name: "kafka", dependencies: [chart.urn] });
const definition = planned(
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
  { spec: { group: "kafka.strimzi.io", names: { kind: "Kafka" } } },
  { name: "definition" },
);
const good = [chart, kafka];
// Under a name of its own: a pack judges what was first asked for under a name, and other rules have a group, too.
const group = planned("kubernetes:karpenter.sh/v1:NodePool", goodNodeGroupInside.inputs, { name: "defined" });
const foreign = planned("kubernetes:karpenter.sh/v1:NodePool", goodNodeGroupInside.inputs, { name: "undefined" });

export const fixtures: RuleFixtures = {
  rule: customResourcesHaveDefinitions,
  holds: {
    "depends on its chart": good,
    "its parent depends on its chart": [
      chart,
      { ...component, dependencies: [chart.urn] },
      { ...kafka, dependencies: [], parent: component.urn },
    ],
    "depends on what depends on its chart": [
      chart,
      { ...component, dependencies: [chart.urn] },
      { ...kafka, dependencies: [component.urn] },
    ],
    "depends on a component that holds the chart": [
      component,
      { ...chart, parent: component.urn },
      { ...kafka, dependencies: [component.urn] },
    ],
    "depends on a chart that the provider opened": [
      { ...chart, inputs: {} },
      { ...definition, parent: chart.urn },
      { ...kafka, dependencies: [chart.urn] },
    ],
    "is of a kind that AKS brings with its cluster": [goodNodeClass],
    "is of a kind that AKS brings, by the class that it names": [group],
    "depends on a definition": [definition, { ...kafka, dependencies: [definition.urn] }],
  },
  violated: {
    "is beside the chart, and doesn't wait for it": [
      component,
      { ...chart, parent: component.urn },
      { ...kafka, parent: component.urn, dependencies: [] },
    ],
    "is a group of nodes that another cloud's class is for": [
      changed(foreign, "spec.template.spec.nodeClassRef.group", "karpenter.k8s.aws"),
    ],
    "depends on nothing": [chart, { ...kafka, dependencies: [] }],
    "its chart isn't there": [kafka],
    "depends on another chart": [changed(chart, "chart", "redis-operator"), kafka],
    "depends on another definition": [
      changed(definition, "spec.names.kind", "KafkaTopic"),
      { ...kafka, dependencies: [definition.urn] },
    ],
    "nobody defines its kind": [planned("kubernetes:example.com/v1:Thing", {})],
  },
  undecided: {
    "depends on a chart that doesn't say which it is": [{ ...chart, inputs: {} }, kafka],
  },
  notApplicable: {
    "Kubernetes' own kinds": [
      planned("kubernetes:networking.k8s.io/v1:NetworkPolicy", {}),
      planned("kubernetes:apps/v1:Deployment", {}),
    ],
  },
  guards: [{ path: "chart", of: "chart", absent: "violated", bad: ["redis-operator", ""], hidden: "violated" }],
};
