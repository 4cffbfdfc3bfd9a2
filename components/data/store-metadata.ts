import type { Input } from "@pulumi/pulumi";
import type { DataClass } from "../../environments/schema/names.ts";
import { decideLabels, type Labels } from "../kit/labels.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import type { Tags } from "../kit/tags.ts";

/** Which store, and where its objects are. */
export interface StorePlace {
  readonly store: string;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** Metadata of an object of a store, by the object's name. */
export type StoreMetadata = (object: string) => {
  readonly name: string;
  readonly namespace: Input<string>;
  readonly labels: Labels;
};

/** What the objects of a store carry: the environment's tags with the class of the data, as labels besides. */
export function describeStore(
  { store, surroundings, namespace }: StorePlace,
  dataClass: DataClass,
): { readonly tags: Tags; readonly labels: Labels; readonly metadata: StoreMetadata } {
  const tags = { ...surroundings.tags, "data-class": dataClass };
  const labels = decideLabels({ name: store, component: "store", partOf: surroundings.system }, tags);
  return { tags, labels, metadata: (object) => ({ name: object, namespace, labels }) };
}
