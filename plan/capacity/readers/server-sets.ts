import type { PlannedResource } from "../../planned-resource.ts";
import { dig, labelsAt } from "../fields.ts";
import type { Claim } from "../pod-group.ts";
import { namespaceOf, objectName, type Around } from "../reader.ts";
import { claimOf } from "./workload.ts";

/** Labels of the pods that a workload makes. */
export function podLabelsOf({ inputs }: Pick<PlannedResource, "inputs">): Readonly<Record<string, string>> {
  return labelsAt(inputs, "spec", "template", "metadata", "labels");
}

/** `namespace/store` of a StatefulSet that is one server of a store. */
export function storeOf(server: Pick<PlannedResource, "inputs">): string {
  return `${namespaceOf(server)}/${podLabelsOf(server)["app.kubernetes.io/name"] ?? ""}`;
}

/** All servers of the same store, itself among them: StatefulSets of one whose pods have the label by which the kind numbers its servers. */
export function serversBeside(server: PlannedResource, { resources }: Around, label: string): PlannedResource[] {
  return resources.filter(
    (other) =>
      other.type === server.type && storeOf(other) === storeOf(server) && podLabelsOf(other)[label] !== undefined,
  );
}

/** The claim that is called as its server, where there is one. */
export function claimsOfServer(server: PlannedResource, { resources }: Around, wish: string): Claim[] {
  const volume = resources.find(
    ({ type, inputs }) =>
      type === "kubernetes:core/v1:PersistentVolumeClaim" && objectName({ inputs }) === objectName(server),
  );
  return volume === undefined ? [] : [claimOf(dig(volume.inputs, "spec"), wish === "" ? "" : `${wish}.storageGiB`)];
}
