import { type HostOptions } from "../../../plan/host.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../../../plan/planned-resource.ts";
import { planLayer } from "../layer.fixture.ts";
import { openAws, type AwsTransforms } from "./cloud.ts";
import { awsEnvironment } from "./environment.fixture.ts";

type Environment = ReturnType<typeof awsEnvironment>;

/** What the cloud layer of an environment asks AWS for. */
export function planOf(environment: Environment, transforms: AwsTransforms = {}, stand: HostOptions = {}) {
  return planLayer(environment, { ...stand, open: () => openAws(environment, transforms) });
}

/** A plan with its resources by URN. */
export type Plan = Awaited<ReturnType<typeof planOf>>;

let whole: Promise<Plan> | undefined;

/** The plan of the environment that wishes for everything. */
export function wholePlan(): Promise<Plan> {
  return (whole ??= planOf(awsEnvironment()));
}

/** The resources of a type, in the plan's order. */
export function ofType({ resources }: Plan, type: string): PlannedResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The resource of a type and a name. Throws where there is none. */
export function named(plan: Plan, type: string, name: string): PlannedResource {
  const found = ofType(plan, type).find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no ${type} is named ${name}`);
  return found;
}

/** The value at a path of objects, or undefined. */
export function at(value: PlannedValue | undefined, path: string): PlannedValue | undefined {
  return path
    .split(".")
    .reduce<PlannedValue | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** A value that has to be text. */
export function text(value: PlannedValue | undefined): string {
  if (typeof value !== "string") throw new Error("it is no text");
  return value;
}

/** A policy or a configuration that a plan holds as JSON. */
export function parsed(value: PlannedValue | undefined): unknown {
  return JSON.parse(text(value));
}
