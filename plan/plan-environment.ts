import { computedProperties, type AnyEnvironment } from "../components/clouds/table.ts";
import { requestDigest } from "../stacks/digest.ts";
import { layerStackName, platformLayers, type Layer } from "../stacks/names.ts";
import { createPlatform } from "../stacks/platform.ts";
import { expandCharts, type ChartRenderer } from "./charts.ts";
import { planProgram, type HostOptions, type ProgramPlan } from "./host.ts";
import {
  isObject,
  isSecret,
  isUnknown,
  placeholder,
  type Plan,
  type PlannedObject,
  type PlannedValue,
} from "./planned-resource.ts";
import { peerSecretNames, sharedSecretLength } from "../components/kit/network/peers.ts";
import { secretNames } from "../components/kit/rights/secret-names.ts";

/** What may differ between two plans of the same environment. */
export interface PlanOptions {
  /** - behaviour: the platform's layers in one stack. */
  readonly layer?: Layer;
  /** Outputs that the stack of the layer `cloud` really has, for a plan of `cluster`. - behaviour: those of its plan. */
  readonly outputs?: PlannedObject;
  /** - behaviour: every chart is opaque. */
  readonly charts?: ChartRenderer;
  /** Stand-ins for what only a cloud can give. - behaviour: placeholders. */
  readonly stand?: Pick<HostOptions, "mode" | "salt">;
}

/**
 * Plans an environment by running the program that the engine runs. The layer `cluster` alone reads the outputs that a
 * plan of the layer `cloud` gives.
 */
export async function planEnvironment(environment: AnyEnvironment, options: PlanOptions = {}): Promise<Plan> {
  const layers: readonly Layer[] = options.layer === undefined ? platformLayers : [options.layer];
  const stackOutputs = options.layer === "cluster" ? await cloudOutputs(environment, options) : {};
  const program = await planLayers(environment, layers, stackOutputs, options);
  const { resources, opaque } = await expandCharts(program.resources, environment.cluster.kubernetes, options.charts);
  return {
    environment: environment.name,
    cloud: environment.cloud.name,
    digest: requestDigest(environment, layers),
    opaque,
    resources,
    outputs: program.outputs,
  };
}

async function cloudOutputs(environment: AnyEnvironment, options: PlanOptions): Promise<Record<string, PlannedObject>> {
  const stack = layerStackName(environment.name, "cloud");
  const { outputs } = await planLayers(environment, ["cloud"], {}, options);
  return { [stack]: withoutUnknowns({ ...outputs, ...options.outputs }, stack) };
}

// A stack that is up exports nothing unknown, and one unknown value inside of an output hides all of it from who reads it.
function withoutUnknowns(exported: PlannedObject, stack: string, path = ""): PlannedObject {
  const known = (value: PlannedValue, at: string): PlannedValue => {
    if (isUnknown(value)) return placeholder(`urn:pulumi:${stack}::landbridge::pulumi:pulumi:Stack::${stack}`, at);
    if (isList(value)) return value.map((item, index) => known(item, `${at}.${index}`));
    return isObject(value) && !isSecret(value) ? withoutUnknowns(value, stack, at) : value;
  };
  return Object.fromEntries(
    Object.entries(exported).map(([key, value]) => [key, known(value, path === "" ? key : `${path}.${key}`)]),
  );
}

function isList(value: PlannedValue): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

function planLayers(
  environment: AnyEnvironment,
  layers: readonly Layer[],
  stackOutputs: Readonly<Record<string, PlannedObject>>,
  { stand }: PlanOptions,
): Promise<ProgramPlan> {
  const [first, ...others] = layers;
  return planProgram(() => createPlatform(environment, layers), {
    stack: first === undefined || others.length > 0 ? environment.name : layerStackName(environment.name, first),
    nested: computedProperties(environment),
    stackOutputs,
    config: {
      ...Object.fromEntries(secretNames(environment).map((name) => [`secrets:${name}`, `the secret ${name}`])),
      // As long as they have to be.
      ...Object.fromEntries(
        peerSecretNames(environment).map((name) => [
          `secrets:${name}`,
          `the secret ${name}`.padEnd(sharedSecretLength, "."),
        ]),
      ),
    },
    ...stand,
  });
}
