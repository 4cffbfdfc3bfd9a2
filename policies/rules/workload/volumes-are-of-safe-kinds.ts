import { podSpecOf, podTypes } from "../../facts/pods.ts";
import { at, entriesOf, expectValue, itemsOf, judged, violated, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Pods mount only configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected and secret volumes. */
export const volumesAreOfSafeKinds: ResourceRule = {
  id: "PK-WKL-010",
  name: "volumes-are-of-safe-kinds",
  says: "Pods mount only configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected and secret volumes.",
  why: "Other kinds reach the node or a storage server directly, past the cluster's own checks.",
  fix: "Use a PersistentVolumeClaim of a storage class.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.2.12", "CM-7"],
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  appliesTo: podTypes,
  judge: (resource) => {
    const { items, findings } = itemsOf(at(podSpecOf(resource), "volumes"));
    return judged([...findings, ...items.flatMap(judgeVolume)], "every volume is of a safe kind");
  },
};

const safeKinds = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

function judgeVolume(volume: Place): Finding[] {
  const { entries, findings } = entriesOf(volume);
  const kinds = entries.map(([key]) => key).filter((key) => key !== "name");
  if (findings.length > 0) return [...findings];
  // A volume without a source is an emptyDir.
  const strange = kinds.filter((kind) => !safeKinds.includes(kind));
  return [
    ...strange.flatMap((kind) => expectValue(at(volume, kind), `one of ${safeKinds.join(", ")}`, () => false, "holds")),
    ...(kinds.length > 1 ? [violated(`${volume.path} has ${kinds.length} sources: ${kinds.sort().join(", ")}`)] : []),
  ];
}
