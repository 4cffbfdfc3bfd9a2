import { planProgram, type HostOptions } from "../../../plan/host.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../stacks/cloud-layer.ts";
import { openAws, type AwsTransforms } from "./cloud.ts";
import { aws } from "./entry.ts";
import { awsEnvironment } from "./environment.fixture.ts";

type Environment = ReturnType<typeof awsEnvironment>;

/** What the cloud layer of an environment asks AWS for. */
export async function planOf(environment: Environment, transforms: AwsTransforms = {}, stand: HostOptions = {}) {
  const plan = await planProgram(
    () => {
      const cloud = openAws(environment, transforms);
      const { name } = environment;
      const layer = new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
      return { kubeconfig: layer.outputs.kubeconfig };
    },
    { stack: environment.name, nested: aws.computed, ...stand },
  );
  const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  return { ...plan, byUrn };
}

/** A plan with its resources by URN. */
export type Plan = Awaited<ReturnType<typeof planOf>>;

let whole: Promise<Plan> | undefined;

/** The plan of the environment that wishes for everything. */
export function wholePlan(): Promise<Plan> {
  return (whole ??= planOf(awsEnvironment()));
}

/** Everything that a resource waits for, near and far. */
export function ancestors({ byUrn }: Plan, resource: PlannedResource): Set<PlannedResource> {
  const found = new Set<PlannedResource>();
  const visit = ({ dependencies }: PlannedResource): void => {
    for (const dependency of dependencies.map((urn) => byUrn.get(urn))) {
      if (dependency === undefined || found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(resource);
  return found;
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
