import {
  isObject,
  placeholder,
  type Plan,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../../plan/planned-resource.ts";

/** A planned resource for tests: named `subject` with no parents, dependencies or options, unless said otherwise. */
export function planned(
  type: string,
  inputs: PlannedObject,
  more: Partial<Omit<PlannedResource, "type" | "inputs">> = {},
): PlannedResource {
  const name = more.name ?? "subject";
  return {
    urn: `urn:pulumi:example-test::landbridge::${type}::${name}`,
    type,
    name,
    custom: true,
    remote: false,
    provider: "urn:pulumi:example-test::landbridge::pulumi:providers:any::explicit",
    inputs,
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    aliases: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    timeouts: {},
    version: "1.0.0",
    ...more,
  };
}

/** A plan for tests. */
export function planOf(resources: readonly PlannedResource[], more: Partial<Plan> = {}): Plan {
  return { environment: "example-test", cloud: "local", digest: "0", opaque: [], outputs: {}, resources, ...more };
}

/** A text that only the cloud knows. */
export const fromCloud = placeholder(
  "urn:pulumi:example-test::landbridge::random:index/randomPet:RandomPet::somewhere",
  "id",
);

/** A path for `changed`: keys with dots are written in brackets, e.g. `spec.items[0].labels["a.b"]`. */
export function parsePath(path: string): (string | number)[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain]) =>
    index === undefined ? (quoted ?? plain ?? "") : Number(index),
  );
}

/** The value with another value at a path; `undefined` removes what is there. The path's parents must exist. */
export function changedValue(
  value: PlannedValue | undefined,
  path: readonly (string | number)[],
  to: PlannedValue | undefined,
): PlannedValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (typeof key === "number") {
    if (!Array.isArray(value)) throw new Error(`no list at [${key}]`);
    const list: readonly PlannedValue[] = value;
    return list.flatMap((item, index) => {
      if (index !== key) return [item];
      const next = changedValue(item, rest, to);
      return next === undefined ? [] : [next];
    });
  }
  const map = value === undefined ? {} : value;
  if (!isObject(map)) throw new Error(`no map at ${key}`);
  const { [key]: old, ...others } = map;
  const next = changedValue(old, rest, to);
  return next === undefined ? others : { ...others, [key]: next };
}

/** The resource with another value at a path of its inputs; `undefined` removes what is there. */
export function changed(resource: PlannedResource, path: string, to: PlannedValue | undefined): PlannedResource {
  const inputs = changedValue(resource.inputs, parsePath(path), to);
  if (!isObject(inputs)) throw new Error(`${path} must lead into the inputs`);
  return { ...resource, inputs };
}
