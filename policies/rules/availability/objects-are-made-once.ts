import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { namespaceOf, objectNameOf } from "../../facts/objects.ts";
import { chartType } from "../../../plan/planned-resource.ts";
import { at, expectValue, inputsOf, judged, violated, type Finding } from "../../read.ts";
import { levels, type StackJudgement, type StackRule } from "../../rule.ts";

/** No two resources are the same Kubernetes object. */
export const objectsAreMadeOnce: StackRule = {
  id: "PK-AVL-014",
  name: "objects-are-made-once",
  says: "No two resources are the same Kubernetes object: apiVersion, kind, namespace and name differ.",
  why: "With server-side apply the second silently takes over the first, and deleting one deletes both.",
  fix: "Give one of them another `metadata.name` or `metadata.namespace`.",
  severity: "high",
  pack: "reliability",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CM-2", "CC8.1"],
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  appliesTo: ["kubernetes:*"],
  judgeAll: (resources) => {
    // One cluster and one kind at a time; what is only read is made by somebody else.
    const objects = resources.filter(
      ({ type, custom, importId }) =>
        custom && importId === undefined && type.startsWith("kubernetes:") && type !== chartType,
    );
    const alike = Map.groupBy(objects, ({ type, provider }) => `${type} ${provider ?? ""}`);
    return [...alike.values()].flatMap(judgeKind);
  },
};

function judgeKind(objects: readonly PlannedResource[]): StackJudgement[] {
  const byAddress = Map.groupBy(objects, addressOf);
  return objects.map((object) => {
    const address = addressOf(object);
    const others = address === undefined ? [] : (byAddress.get(address) ?? []).filter(({ urn }) => urn !== object.urn);
    const findings = [
      // Alone of its kind it can't be another's double, whatever the cloud calls it.
      ...(objects.length === 1 ? [] : misread(object)),
      ...others
        .map(({ name }) => name)
        .sort()
        .map((name) => violated(`it is ${address ?? ""}, and so is ${name}`)),
    ];
    return { urn: object.urn, ...judged(findings, "nothing else is this object") };
  });
}

/** Where an object is, or undefined where it has no name of its own or nobody can know it. */
function addressOf(object: PlannedResource): string | undefined {
  const [name, namespace] = [objectNameOf(object), namespaceOf(object)];
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

function misread(object: PlannedResource): Finding[] {
  const metadata = at(inputsOf(object), "metadata");
  return ["name", "namespace"].flatMap((key) =>
    expectValue(at(metadata, key), "a text", (value) => typeof value === "string", "holds"),
  );
}
