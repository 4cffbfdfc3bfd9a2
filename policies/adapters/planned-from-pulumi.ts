import {
  unknownMarker,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../../plan/planned-resource.ts";

/** What the Pulumi policy SDK hands to a rule, as far as rules need it. Its `props` throw when an unknown is read. */
export interface PulumiPolicyResource {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly urn: string;
  readonly name: string;
  readonly opts: {
    readonly protect: boolean;
    readonly ignoreChanges: readonly string[];
    readonly aliases: readonly string[];
    readonly deleteBeforeReplace?: boolean;
    readonly additionalSecretOutputs: readonly string[];
    readonly parent?: string;
  };
  readonly provider?: { readonly urn: string; readonly name: string };
  readonly dependencies?: readonly { readonly urn: string }[];
}

/**
 * The resource as rules know it. Properties are read one by one, so that one unknown hides itself and nothing else;
 * the SDK gives no answer at all to a rule that meets one.
 */
export function plannedFromPulumi(resource: PulumiPolicyResource): PlannedResource {
  const { type, urn, name, opts, provider } = resource;
  return {
    urn,
    type,
    name,
    custom: true,
    remote: false,
    ...(opts.parent === undefined ? {} : { parent: opts.parent }),
    // The engine names the providers that it makes by itself default_<version>.
    ...(provider === undefined || /^default(_|$)/.test(provider.name) ? {} : { provider: provider.urn }),
    inputs: copyMap(resource.props, 0),
    dependencies: (resource.dependencies ?? []).map((dependency) => dependency.urn).sort(),
    propertyDependencies: {},
    protect: opts.protect,
    retainOnDelete: false,
    deleteBeforeReplace: opts.deleteBeforeReplace ?? false,
    aliases: opts.aliases,
    ignoreChanges: opts.ignoreChanges,
    replaceOnChanges: [],
    additionalSecretOutputs: opts.additionalSecretOutputs,
    timeouts: {},
    version: "",
  };
}

/** Deeper than any resource goes; protects against a value that holds itself. */
const deepest = 64;

function copyMap(map: object, depth: number): PlannedObject {
  const copied: [string, PlannedValue][] = [];
  for (const key of Object.keys(map)) {
    const value = readDefensively(map, key, depth);
    if (value !== undefined) copied.push([key, value]);
  }
  return Object.fromEntries(copied);
}

function readDefensively(from: object, key: string, depth: number): PlannedValue | undefined {
  let value: unknown;
  try {
    value = Reflect.get(from, key);
  } catch {
    // The proxy throws for unknowns only.
    return unknownMarker;
  }
  return copy(value, depth + 1);
}

function copy(value: unknown, depth: number): PlannedValue | undefined {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return undefined;
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return value;
  if (typeof value === "bigint") return String(value);
  if (depth > deepest) return unknownMarker;
  if (Array.isArray(value)) return Object.keys(value).map((key) => readDefensively(value, key, depth) ?? null);
  return copyMap(value, depth);
}
