import { planProgram, type HostOptions } from "../../plan/host.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import { CloudLayer } from "../../stacks/cloud-layer.ts";
import type { Cloud } from "../cloud.ts";
import { computedProperties, openCloud, type AnyEnvironment } from "./table.ts";

/** How a cloud layer is planned. */
export interface LayerOptions extends HostOptions {
  /** - behaviour: the environment's cloud as the table opens it, without transforms. */
  readonly open?: () => Cloud;
}

/** The plan of an environment's cloud layer, with a look-up by URN. */
export async function planLayer(environment: AnyEnvironment, { open, ...stand }: LayerOptions = {}) {
  const plan = await planProgram(
    async () => {
      const cloud = open === undefined ? await openCloud(environment) : open();
      const { name } = environment;
      const layer = new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
      const { kubeconfig, stores } = layer.outputs;
      return { kubeconfig, stores, apiServer: layer.apiServer };
    },
    { stack: environment.name, nested: computedProperties(environment), ...stand },
  );
  return { ...plan, byUrn: new Map(plan.resources.map((resource) => [resource.urn, resource])) };
}

/** A planned cloud layer. */
export type LayerPlan = Awaited<ReturnType<typeof planLayer>>;

/** The one resource of a name, and of a type where one is given; components aside. Throws where there are none or several. */
export function resourceNamed(resources: readonly PlannedResource[], name: string, type?: string): PlannedResource {
  const all = resources.filter(
    (resource) => resource.custom && resource.name === name && (type === undefined || resource.type === type),
  );
  const [found, ...others] = all;
  if (found === undefined || others.length > 0) throw new Error(`${all.length} resources are named ${name}`);
  return found;
}

/** Everything that a resource waits for, near and far. */
export function ancestors({ byUrn }: Pick<LayerPlan, "byUrn">, resource: PlannedResource): Set<PlannedResource> {
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
