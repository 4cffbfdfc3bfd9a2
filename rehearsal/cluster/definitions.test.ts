import { expect, test } from "vitest";
import { charts } from "../../charts/charts.ts";
import { definedKind, definitionOf, narrowSchema } from "./definitions.ts";

const known = charts.flatMap(({ kinds }) => kinds);

test("a kind of a chart is named as the chart names it", () => {
  const kind = definedKind({ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaMirrorMaker2" }, known);
  expect(kind).toMatchObject({ group: "kafka.strimzi.io", plural: "kafkamirrormaker2s" });
});

test("a kind of no chart gets the plural that English gives it", () => {
  const plural = (kind: string) => definedKind({ apiVersion: "a.example/v1", kind }, known).plural;
  expect(["Class", "Policy", "Gateway", "Box"].map(plural)).toEqual(["classes", "policies", "gateways", "boxes"]);
});

test("the same kind in a version that no chart has is not the chart's", () => {
  expect(definedKind({ apiVersion: "kafka.strimzi.io/v9", kind: "Kafka" }, known).versions).toEqual(["v9"]);
});

test("a definition of a protected group says that it isn't the real one", () => {
  const annotations = (group: string) =>
    definitionOf({ group, versions: ["v1"], kind: "A", plural: "as" }, "v1", "Cluster", narrowSchema).metadata[
      "annotations"
    ];
  expect(annotations("snapshot.storage.k8s.io")).toHaveProperty(["api-approved.kubernetes.io"]);
  expect(annotations("kafka.strimzi.io")).toBeUndefined();
});
