import { describeRefusal, type ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import { nameOf, type ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import {
  define,
  definedKind,
  definitionOf,
  narrowSchema,
  unservedKinds,
  type DefinedKind,
} from "../rehearsal/cluster/definitions.ts";
import { count, countKinds, type Findings } from "./findings.ts";
import { findModel, problemOf } from "./models.ts";
import { schemasOfTypes } from "./schema-of-types.ts";

/** The kinds that were defined for a test. */
export interface Defined {
  /** `group/version/Kind` with a schema made from an upstream model. */
  readonly checked: ReadonlySet<string>;
  /** The same, of which nothing but the name is known. */
  readonly unchecked: ReadonlySet<string>;
}

const keyOf = ({ apiVersion, kind }: ClusterObject): string => `${apiVersion}/${kind}`;

/** Defines every kind that objects have and the server doesn't, as strictly as the installed models let it. */
export async function defineKinds(
  api: ClusterApi,
  objects: readonly ClusterObject[],
  known: readonly DefinedKind[],
): Promise<Defined> {
  const missing = (await unservedKinds(api, objects)).map((object) => ({ object, model: findModel(object) }));
  const modelled = missing.flatMap(({ object, model }) => (model === undefined ? [] : [{ object, model }]));
  const schemas = schemasOfTypes(modelled.map(({ model }) => model.types));
  const schemaByKey = new Map(modelled.map(({ object }, index) => [keyOf(object), schemas[index] ?? narrowSchema]));
  const definitions = missing.map(({ object }) => {
    const scope = object.metadata.namespace === undefined ? "Cluster" : "Namespaced";
    const version = object.apiVersion.split("/")[1] ?? "";
    return definitionOf(definedKind(object, known), version, scope, schemaByKey.get(keyOf(object)) ?? narrowSchema);
  });
  await define(api, definitions);
  return {
    checked: new Set(modelled.map(({ object }) => keyOf(object))),
    unchecked: new Set(missing.filter(({ model }) => model === undefined).map(({ object }) => keyOf(object))),
  };
}

/** Applies objects in their order and asks the models about those that have one. */
export async function applyObjects(
  api: ClusterApi,
  objects: readonly ClusterObject[],
  { checked, unchecked }: Defined,
): Promise<Findings> {
  const failures: string[] = [];
  for (const object of objects) {
    try {
      await api.apply(object);
    } catch (error) {
      failures.push(`refused: ${describeRefusal(object, error)}`);
      continue;
    }
    const model = findModel(object);
    const problem = model === undefined ? undefined : await problemOf(object, model);
    if (problem !== undefined) failures.push(`accepted by the server, not by its model: ${nameOf(object)}: ${problem}`);
  }
  const bare = objects.filter((object) => unchecked.has(keyOf(object)));
  const modelled = objects.filter((object) => checked.has(keyOf(object)));
  const bareKinds = bare.length === 0 ? "" : ` (${countKinds(bare.map(({ kind }) => kind))})`;
  return {
    says: [
      `${count(objects.length, "object")} applied, ${failures.length} refused`,
      `${objects.length - bare.length - modelled.length} validated by the server, ${modelled.length} custom resources validated by schema, ${bare.length} accepted unchecked${bareKinds}`,
    ],
    failures,
  };
}

/** Applies everything a second time: the server may not find a change in any of it. */
export async function applyAgain(api: ClusterApi, objects: readonly ClusterObject[]): Promise<Findings> {
  const failures = [];
  for (const object of objects) {
    if (!(await staysAsItIs(api, object))) failures.push(`changed by a second apply: ${nameOf(object)}`);
  }
  return {
    says: [`second apply: ${objects.length - failures.length} unchanged, ${failures.length} changed`],
    failures,
  };
}

// A controller may write a status between the two readings; it doesn't do so three times running.
async function staysAsItIs(api: ClusterApi, object: ClusterObject): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = (await api.read(object)).metadata.resourceVersion;
    if ((await api.apply(object)).metadata.resourceVersion === before) return true;
  }
  return false;
}
