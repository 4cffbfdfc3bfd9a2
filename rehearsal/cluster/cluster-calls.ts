import { isObject, type PlannedObject, type PlannedValue } from "../../plan/planned-resource.ts";
import type { ResourceState } from "../state/checkpoint.ts";
import { CloudError } from "../errors.ts";
import { isList } from "../steps/property-path.ts";
import { isWithheld } from "../state/secrets.ts";
import { ApiRefusal, type ClusterApi } from "./cluster-api.ts";
import { clusterObject, nameOf, type ClusterObject } from "./cluster-object.ts";
import { define, definedKind, definitionOf, narrowSchema, type DefinedKind } from "./definitions.ts";

/** A real API server that judges the Kubernetes half of a rehearsal. What is no plain object stays simulated: charts. */
export interface ClusterCalls {
  /** Creates or updates. Throws a CloudError with the server's words where it refuses. */
  readonly apply: (resource: ResourceState) => Promise<void>;
  /** Throws what `apply` throws. */
  readonly delete: (resource: ResourceState) => Promise<void>;
}

/** The same, with how often the server agreed. */
export interface CountedCalls extends ClusterCalls {
  readonly agreed: () => number;
}

/** Calls to a cluster. Kinds that it doesn't have are defined when they are first met, so that nothing in them is checked. */
export function clusterCalls(api: ClusterApi, known: readonly DefinedKind[]): CountedCalls {
  let agreed = 0;
  const call = async (resource: ResourceState, work: (object: ClusterObject) => Promise<unknown>): Promise<void> => {
    const object = objectOf(resource);
    if (object === undefined) return;
    try {
      if (!(await api.serves(object))) await defineKind(api, object, known);
      await work(object);
      agreed += 1;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      throw new CloudError(`the API server refused ${nameOf(object)}: ${error.message}`, { cause: error });
    }
  };
  return {
    agreed: () => agreed,
    apply: (resource) => call(resource, (object) => api.apply(object)),
    delete: (resource) => call(resource, (object) => api.delete(object)),
  };
}

async function defineKind(api: ClusterApi, object: ClusterObject, known: readonly DefinedKind[]): Promise<void> {
  const scope = object.metadata.namespace === undefined ? "Cluster" : "Namespaced";
  const version = object.apiVersion.split("/")[1] ?? "";
  await define(api, [definitionOf(definedKind(object, known), version, scope, narrowSchema)]);
}

/** A resource as the object that its provider would send; undefined for what is none of its own. */
export function objectOf({ type, custom, id = "", inputs = {} }: ResourceState): ClusterObject | undefined {
  if (!custom || !type.startsWith("kubernetes:")) return undefined;
  const { metadata, ...rest } = withoutSecretData(inputs);
  // Without a name of its own it has the one that the rehearsal gave it, the last part of its id.
  const name = id.split("/").at(-1);
  const { success, data } = clusterObject.safeParse({
    ...asTexts(rest),
    metadata: { name, ...(isObject(metadata) ? asTexts(metadata) : {}) },
  });
  return success ? data : undefined;
}

// The rehearsal knows no secret, not even the names of what is in it, and typed Secrets have to have some.
function withoutSecretData(inputs: PlannedObject): PlannedObject {
  if (inputs["kind"] !== "Secret" || inputs["apiVersion"] !== "v1") return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !["data", "stringData", "type"].includes(key)));
}

function asTexts(values: PlannedObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, asText(value)]));
}

function asText(value: PlannedValue): unknown {
  if (isWithheld(value)) return "withheld";
  if (isList(value)) return value.map(asText);
  return isObject(value) ? asTexts(value) : value;
}
