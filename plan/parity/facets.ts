import {
  isObject,
  isSecret,
  isUnknown,
  type Plan,
  type PlannedResource,
  type PlannedValue,
} from "../planned-resource.ts";
import { leavesOf, type Neutral } from "./neutral.ts";

/**
 * The components of a plan, as `<Class> <name>` without the cloud's and the environment's names. Components of a cloud
 * are what its contract's methods make, so that one that is missing is a method that does nothing.
 */
export function componentsOf({ environment, cloud, resources }: Plan): Map<string, string> {
  return new Map(
    resources
      .filter(({ custom, remote, type }) => !custom && !remote && type.startsWith("landbridge:"))
      .map(({ type, name }) => {
        const [, part = "", className = ""] = type.split(":");
        const subject = `${className} ${roleOf(name, environment)}`;
        return [subject, part === cloud ? "made by the cloud" : "made in the cluster"];
      }),
  );
}

/** The outputs of a plan's stack by path, each with what it is: a kind of value, never the value. */
export function outputsOf({ outputs }: Plan, neutral: Neutral): Map<string, string> {
  const found = new Map<string, string>();
  walk(outputs, "", (path, value) => void found.set(neutral(path), kindOf(value)));
  return found;
}

/** An object of Kubernetes as two environments may both have it: its properties by path, neutral. */
export type ObjectProperties = ReadonlyMap<string, string>;

/** The Kubernetes objects that the program itself makes, by `<Kind> <namespace>/<name>`. */
export function objectsOf({ environment, resources }: Plan, neutral: Neutral): Map<string, ObjectProperties> {
  return new Map(
    resources
      .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
      .map((resource) => {
        const leaves = leavesOf(resource.inputs, neutral).map(({ path, value }): [string, string] => [path, value]);
        return [objectName(resource, environment, neutral), new Map(leaves)];
      }),
  );
}

function objectName({ type, name, inputs }: PlannedResource, environment: string, neutral: Neutral): string {
  const kind = type.split(":").at(-1) ?? type;
  const metadata = isObject(inputs.metadata) ? inputs.metadata : {};
  const text = (value: PlannedValue | undefined): string => (typeof value === "string" ? neutral(value) : "");
  const own = text(metadata.name) || roleOf(name, environment);
  const namespace = text(metadata.namespace);
  return namespace === "" ? `${kind} ${own}` : `${kind} ${namespace}/${own}`;
}

/** What a child is for: its name without that of the environment before it. */
function roleOf(name: string, environment: string): string {
  return name === environment ? "(the whole)" : name.replace(`${environment}-`, "");
}

function walk(value: PlannedValue, path: string, visit: (path: string, value: PlannedValue) => void): void {
  if (!isObject(value) || isSecret(value) || isUnknown(value)) {
    visit(path, value);
    return;
  }
  for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`, visit);
}

function kindOf(value: PlannedValue): string {
  if (isSecret(value)) return "a secret";
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  // What only the cloud can give is text, wherever a stack gives it to others.
  if (isUnknown(value)) return "a string";
  return isObject(value) ? "an object" : `a ${typeof value}`;
}
