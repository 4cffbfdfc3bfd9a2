import { chartType, isObject, type PlannedResource } from "../../plan/planned-resource.ts";
import { at, entriesOf, hiddenBecause, inputsOf, itemsOf, textAt, type Place } from "../read.ts";
import type { Because, Context } from "../rule.ts";

/** Why a chart that says nothing of itself isn't judged. */
export const asTheProviderSees = "the engine doesn't say which chart it is; the plan does, and judges it";

/** Whether a chart comes without its arguments, as the engine hands it to a pack: its provider registers it bare. */
export function saysNothing({ inputs }: PlannedResource): boolean {
  return Object.keys(inputs).every((key) => key !== "chart" && key !== "version" && key !== "repositoryOpts");
}

/** Name of a Kubernetes object, or undefined where it can't be known. */
export function objectNameOf(resource: PlannedResource): string | undefined {
  return textAt(at(inputsOf(resource), "metadata", "name"));
}

/** Namespace of a Kubernetes object: `default` where it says none, undefined where it can't be known. */
export function namespaceOf(resource: PlannedResource): string | undefined {
  const namespace = at(inputsOf(resource), "metadata", "namespace");
  return hiddenBecause(namespace.value) === undefined ? (textAt(namespace) ?? "default") : undefined;
}

/** Labels of a Kubernetes object. */
export function objectLabelsOf(resource: PlannedResource): Place {
  return at(inputsOf(resource), "metadata", "labels");
}

/** Whether a resource comes out of a chart: its author is not ours, and its chart is what can be changed. */
export function isFromChart({ urn }: Pick<PlannedResource, "urn">): boolean {
  return urn.includes(`${chartType}$`);
}

/** Whether a plain map of labels, as a Service has it, selects labels. */
export function mapSelects(selector: Place, labels: Place): boolean | Because {
  const { entries, findings } = entriesOf(selector);
  const [hidden] = findings;
  if (hidden !== undefined) return hidden.because ?? false;
  return every(
    entries.map(([key, wanted]) => {
      const actual = at(labels, key);
      const because = hiddenBecause(wanted.value) ?? hiddenBecause(actual.value);
      return because ?? (textAt(wanted) !== undefined && textAt(wanted) === textAt(actual));
    }),
  );
}

/**
 * Whether a label selector selects labels. An empty one selects everything.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function selectorSelects(selector: Place, labels: Place): boolean | Because {
  const { items, findings } = itemsOf(at(selector, "matchExpressions"));
  const [hidden] = findings;
  if (hidden !== undefined) return hidden.because ?? false;
  return every([
    mapSelects(at(selector, "matchLabels"), labels),
    ...items.map((item) => expressionHolds(item, labels)),
  ]);
}

function expressionHolds(expression: Place, labels: Place): boolean | Because {
  const key = textAt(at(expression, "key"));
  if (key === undefined) return hiddenBecause(at(expression, "key").value) ?? false;
  const actual = at(labels, key);
  const because = hiddenBecause(actual.value);
  if (because !== undefined) return because;
  const { items } = itemsOf(at(expression, "values"));
  const among = items.some((item) => textAt(item) !== undefined && textAt(item) === textAt(actual));
  switch (textAt(at(expression, "operator"))) {
    case "In":
      return among;
    case "NotIn":
      return !among;
    case "Exists":
      return textAt(actual) !== undefined;
    case "DoesNotExist":
      return textAt(actual) === undefined;
    default:
      return false;
  }
}

function every(answers: readonly (boolean | Because)[]): boolean | Because {
  if (answers.includes(false)) return false;
  return answers.find((answer) => typeof answer === "string") ?? true;
}

/** Pods that an operator makes are found by a label that holds their owner's name. */
const madePods = [
  { label: "cassandra.datastax.com/datacenter", type: "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter" },
  { label: "cnpg.io/cluster", type: "kubernetes:postgresql.cnpg.io/v1:Cluster" },
  // What tries backups has the name of the server that it asks the operator for.
  { label: "cnpg.io/cluster", type: "kubernetes:batch/v1:CronJob" },
  { label: "app.kubernetes.io/instance", type: "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB" },
  { label: "app.kubernetes.io/instance", type: "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB", ending: "-metrics" },
  { label: "strimzi.io/cluster", type: "kubernetes:kafka.strimzi.io/v1:Kafka" },
  { label: "strimzi.io/cluster", type: "kubernetes:kafka.strimzi.io/v1:KafkaConnect" },
  { label: "strimzi.io/cluster", type: "kubernetes:kafka.strimzi.io/v1:KafkaMirrorMaker2" },
  { label: "app.kubernetes.io/instance", type: "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB" },
  { label: "app.kubernetes.io/name", type: "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster" },
] as const;

/** Whether labels that pods must have are those of a store that an operator makes in a namespace. */
export function selectsMadePods(wanted: Place, namespace: string, resources: readonly PlannedResource[]): boolean {
  return madePods.some(({ label, type, ...made }) => {
    const named = textAt(at(wanted, label));
    const ending = "ending" in made ? made.ending : "";
    const owner = named?.endsWith(ending) === true ? named.slice(0, named.length - ending.length) : undefined;
    return (
      owner !== undefined &&
      resources.some(
        (resource) => resource.type === type && namespaceOf(resource) === namespace && objectNameOf(resource) === owner,
      )
    );
  });
}

/** Whether a chart that nobody could look into may have put objects into a namespace. */
export function mayHoldUnseen(namespace: string, resources: readonly PlannedResource[], { opaque }: Context): boolean {
  const urns = new Set(opaque.map(({ urn }) => urn));
  return resources.some(
    (resource) =>
      urns.has(resource.urn) &&
      isObject(resource.inputs) &&
      [undefined, namespace].includes(textAt(at(inputsOf(resource), "namespace"))),
  );
}
