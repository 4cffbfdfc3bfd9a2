import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedIn, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { objectsAreMadeOnce } from "./objects-are-made-once.ts";

const configMap = (name: string, object: string) =>
  planned(
    "kubernetes:core/v1:ConfigMap",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: object, namespace: "commerce" } },
    { name },
  );
const good = [configMap("one", "order"), configMap("two", "payment")];
const [one = configMap("one", "order"), two = configMap("two", "payment")] = good;
const double = configMap("two", "order");
const elsewhere = "urn:pulumi:example-test::landbridge::pulumi:providers:any::elsewhere";

export const fixtures: RuleFixtures = {
  rule: objectsAreMadeOnce,
  holds: {
    "each has a name of its own": good,
    "one name in two namespaces": changedIn([one, double], ["metadata.namespace", "payment", "two"]),
    "one name in two clusters": [one, { ...double, provider: elsewhere }],
    "one name of two kinds": [one, planned("kubernetes:core/v1:Secret", one.inputs, { name: "two" })],
    "only the cloud knows the name of the only one": changedIn([one], ["metadata.name", fromCloud]),
    "the cluster gives the name": [one, ...changedIn([two], ["metadata", { generateName: "order-" }])],
  },
  violated: {
    "the same object twice": [one, double],
    "the default namespace twice": [
      ...changedIn([one], ["metadata.namespace", undefined]),
      ...changedIn([double], ["metadata.namespace", "default"]),
    ],
    "the same object twice, beside something unknown": changedIn(
      [one, double, configMap("three", "other")],
      ["metadata.name", unknownMarker, "three"],
    ),
  },
  undecided: changes(good, {
    "only the cloud knows the name": ["metadata.name", fromCloud, "two"],
    "only the cloud knows the namespace": ["metadata.namespace", unknownMarker, "two"],
  }),
  notApplicable: {
    "no object of Kubernetes": [planned("gcp:storage/bucket:Bucket", {})],
    "it is only read": [{ ...one, importId: "commerce/order" }],
  },
  guards: [
    { path: "metadata.name", of: "two", absent: "holds", bad: ["order", 7, ["order"]] },
    { path: "metadata.namespace", of: "two", absent: "holds", bad: [7] },
  ],
};
