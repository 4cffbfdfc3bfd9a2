import type { PlannedResource } from "../../plan/planned-resource.ts";
import { planLayer, type LayerPlan } from "./layer.fixture.ts";
import type { AnyEnvironment } from "./table.ts";

/** The plan of an environment's cloud layer, in which what is made is found by name. */
export function plannedEvents(environment: AnyEnvironment) {
  let plan: Promise<LayerPlan> | undefined;
  const whole = () => (plan ??= planLayer(environment));
  return {
    whole,
    /** What is made under a name, of a type where several have it. Throws where nothing is. */
    named: async (name: string, type = ""): Promise<PlannedResource> => {
      const found = (await whole()).resources.find((one) => one.custom && one.name === name && one.type.includes(type));
      if (found === undefined) throw new Error(`nothing is named ${name}`);
      return found;
    },
  };
}
