import { isObject, type PlannedObject, type PlannedValue } from "../../plan/planned-resource.ts";
import type { DeclaredOutput } from "../../plan/sdk-outputs.ts";
import { secretProperties, withheld, withhold } from "../state/secrets.ts";
import { nonceDigits, type Applicant } from "./ids.ts";
import { specialOutputs } from "./special-outputs.ts";
import { standInText, uuid } from "./texts.ts";

/** Gives the outputs that an SDK declares for a type: `declaredOutputs` of `plan/sdk-outputs.ts`. */
export type DeclaredOutputs = (type: string) => readonly DeclaredOutput[];

/** What is already known when the outputs of a resource are decided. */
export interface OutputContext {
  /** Inputs of the resource's provider: where a cloud takes project and region from when the resource doesn't say. */
  readonly provider: PlannedObject;
  readonly additionalSecretOutputs: readonly string[];
  readonly declared: DeclaredOutputs;
  /** Outputs and inputs before an update: what the cloud decided then stays. */
  readonly previous?: { readonly inputs: PlannedObject; readonly outputs: PlannedObject };
}

/** The outputs of a simulated resource: its inputs, and a stable value for everything else that its SDK declares. */
export function decideOutputs(applicant: Applicant, inputs: PlannedObject, context: OutputContext): PlannedObject {
  const { type } = applicant;
  const computed = type.startsWith("kubernetes:")
    ? objectOutputs(applicant, inputs, context)
    : declaredValues(applicant, inputs, context);
  const secrets = [...secretProperties(type), ...context.additionalSecretOutputs];
  const all = { ...inputs, ...computed };
  return withhold({ ...all, ...specialOutputs(type, all) }, secrets);
}

function declaredValues(applicant: Applicant, inputs: PlannedObject, context: OutputContext): PlannedObject {
  const { previous, provider } = context;
  const values: Record<string, PlannedValue> = {};
  for (const { name, type, optional } of context.declared(applicant.type)) {
    if (name in inputs || optional) continue;
    const kept = previous !== undefined && !(name in previous.inputs) ? previous.outputs[name] : undefined;
    const inherited = inheritedProperties.has(name) ? provider[name] : undefined;
    values[name] = kept ?? inherited ?? computedValue(applicant, name, type);
  }
  return values;
}

const inheritedProperties = new Set(["project", "region", "zone", "location"]);

function computedValue({ type, name, nonce }: Applicant, property: string, declared: string): PlannedValue {
  if (property === "name") return `${name}-${nonceDigits(nonce)}`;
  if (secretProperties(type).includes(property)) return withheld;
  if (declared === "string") return standInText(nonce, property);
  if (declared === "number") return 1;
  if (declared === "boolean") return false;
  return declared.endsWith("[]") ? [] : {};
}

// The API server adds a name where the object has none, and a uid:
// https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/faq/ on auto-naming
function objectOutputs({ name, nonce }: Applicant, inputs: PlannedObject, { previous }: OutputContext): PlannedObject {
  const given = isObject(inputs["metadata"]) ? inputs["metadata"] : {};
  const before = isObject(previous?.outputs["metadata"]) ? previous.outputs["metadata"] : {};
  const metadata = {
    ...given,
    name: given["name"] ?? before["name"] ?? `${name}-${nonceDigits(nonce)}`,
    uid: before["uid"] ?? uuid(nonce),
  };
  return { metadata };
}
