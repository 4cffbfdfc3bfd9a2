/** A value in a plan: JSON, in which three things are marked: secrets, unknowns and placeholders. */
export type PlannedValue = null | boolean | number | string | readonly PlannedValue[] | PlannedObject;

/** An object in a plan. */
export interface PlannedObject {
  readonly [key: string]: PlannedValue;
}

/**
 * A resource that an environment asks for: narrow waist 3. Everything that judges, draws, compares or rehearses a
 * platform reads a list of these and nothing else.
 */
export interface PlannedResource {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Logical name, the last part of the URN. */
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  /** True for a component that a provider makes, e.g. a chart. Its children are listed when they could be rendered. */
  readonly remote: boolean;
  /** URN; absent for the stack itself. */
  readonly parent?: string;
  /** URN of the explicit provider; absent for components and providers, and for a resource that would use a default one. */
  readonly provider?: string;
  readonly inputs: PlannedObject;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  /** URNs by input property, sorted. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  /** URNs or `type/name` under which earlier versions registered it. */
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  /** URN of the resource with whose deletion it disappears, e.g. the cluster of a Kubernetes object. */
  readonly deletedWith?: string;
  /** Id of an existing resource that is read or imported instead of made. */
  readonly importId?: string;
  /** Seconds, or the provider's default where absent. */
  readonly timeouts: Readonly<Partial<Record<"create" | "update" | "delete", string>>>;
  /** Version of the provider plugin that the SDK asks for, or the empty string. */
  readonly version: string;
}

/** What a resource has when its program says nothing of it: no dependencies, no options, no version asked for. */
export const withoutOptions = {
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
  version: "",
} as const satisfies Partial<PlannedResource>;

/** Type of a chart: a component that only the Kubernetes provider can look into. */
export const chartType = "kubernetes:helm.sh/v4:Chart";

/** A chart whose contents could not be rendered where the plan was made. */
export interface OpaqueChart {
  readonly urn: string;
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  /** Why it couldn't be rendered. */
  readonly reason: string;
}

/** What an environment asks for, found without the Pulumi CLI, a network or credentials. */
export interface Plan {
  readonly environment: string;
  readonly cloud: string;
  /** SHA-256 of the request: environment, kit, charts' lock, package versions. The same request, never the same steps. */
  readonly digest: string;
  readonly opaque: readonly OpaqueChart[];
  /** Sorted by URN. */
  readonly resources: readonly PlannedResource[];
  /** Outputs of the stack, secrets marked. */
  readonly outputs: PlannedObject;
}

const secretKey = "landbridge:secret";
const unknownKey = "landbridge:unknown";

/** Stands for every secret value. The value itself is never in a plan. */
export const secretMarker: PlannedObject = Object.freeze({ [secretKey]: true });

/** Stands for a value that nobody knows before the cloud answers, and that isn't text. */
export const unknownMarker: PlannedObject = Object.freeze({ [unknownKey]: true });

/** Whether a value is secret as a whole. */
export function isSecret(value: PlannedValue | undefined): boolean {
  return isObject(value) && value[secretKey] === true;
}

/** Whether a value is unknown as a whole. */
export function isUnknown(value: PlannedValue | undefined): boolean {
  return isObject(value) && value[unknownKey] === true;
}

/**
 * What stands for a text that only a cloud can give: carries the URN and the property, and survives being put into
 * other text. `salt` makes another set, for the test that no decision depends on a placeholder.
 */
export function placeholder(urn: string, property: string, salt = ""): string {
  return `\${${urn}#${property}${salt}}`;
}

const placeholderPattern = /\$\{(urn:pulumi:[^}#]+)#([^}]+)\}/g;

/** The placeholders in a text, as URN and property. */
export function placeholdersIn(text: string): { urn: string; property: string }[] {
  return [...text.matchAll(placeholderPattern)].map(([, urn = "", property = ""]) => ({ urn, property }));
}

/** Whether anything in a value is a placeholder or unknown. */
export function isUndecided(value: PlannedValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "string") return placeholdersIn(value).length > 0;
  if (typeof value !== "object") return false;
  if (isUnknown(value)) return true;
  return Object.values(value).some((inner: PlannedValue) => isUndecided(inner));
}

/** Whether a value is a map, not a list. */
export function isObject(value: PlannedValue | undefined): value is PlannedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
