import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { placeholder } from "./planned-resource.ts";
import { declaredOutputs, declaredResult, type DeclaredOutput } from "./sdk-outputs.ts";
import { asSecret, type WireObject, type WireValue } from "./values.ts";

/** How a plan stands in for what only a cloud can give. */
export interface Stand {
  /** `placeholders`: texts that carry URN and property. `unknowns`: what the engine gives in a preview. */
  readonly mode: "placeholders" | "unknowns";
  /** Makes another set of placeholders. */
  readonly salt: string;
  /**
   * Properties inside of objects that only the cloud gives, by type token or function token, e.g.
   * `masterAuth.clusterCaCertificate`, or `kubeconfigs.0.value` for the first of a list.
   */
  readonly nested: Readonly<Record<string, readonly string[]>>;
}

/** The outputs of a resource before it exists: its inputs, and a stand-in for every output that the SDK declares. */
export function standInOutputs(
  urn: string,
  type: string,
  inputs: WireObject,
  secretOutputs: readonly string[],
  stand: Stand,
): WireObject {
  const outputs: Record<string, WireValue> = { ...inputs };
  for (const declared of declaredOutputs(type)) {
    if (declared.name in outputs || declared.optional) continue;
    outputs[declared.name] = standIn(urn, declared, stand);
  }
  for (const path of stand.nested[type] ?? []) setPath(outputs, path.split("."), text(urn, path, stand));
  for (const name of secretOutputs) {
    const value = outputs[name];
    if (value !== undefined && !isWrapped(value)) outputs[name] = asSecret(value);
  }
  return outputs;
}

/** The result of a function that asks the cloud. */
export function standInResult(urn: string, token: string, args: WireObject, stand: Stand): WireObject {
  const result: Record<string, WireValue> = { ...args };
  for (const declared of declaredResult(token)) {
    if (!(declared.name in result) && !declared.optional) result[declared.name] = standIn(urn, declared, stand);
  }
  for (const path of stand.nested[token] ?? []) setPath(result, path.split("."), text(urn, path, stand));
  return result;
}

/** The id of a resource before it exists, or undefined where it is unknown. */
export function standInId(urn: string, stand: Stand): string | undefined {
  return stand.mode === "unknowns" ? undefined : placeholder(urn, "id", stand.salt);
}

// Numbers, lists and objects can't carry a mark, so they are unknown in either mode.
function standIn(urn: string, { name, type }: DeclaredOutput, stand: Stand): WireValue {
  return type === "string" ? text(urn, name, stand) : rpc.unknownValue;
}

function text(urn: string, property: string, stand: Stand): WireValue {
  return stand.mode === "unknowns" ? rpc.unknownValue : placeholder(urn, property, stand.salt);
}

function setPath(target: Record<string, WireValue>, [head = "", ...rest]: readonly string[], value: WireValue): void {
  if (rest.length === 0) {
    target[head] ??= value;
    return;
  }
  target[head] = withPath(target[head], rest, value);
}

/** A copy of an object, or of a list where the path goes on with a number, that has a value at the path. */
function withPath(inner: WireValue | undefined, [head = "", ...rest]: readonly string[], value: WireValue): WireValue {
  if (/^\d+$/.test(head)) {
    const list = Array.isArray(inner) ? [...inner] : [];
    list[Number(head)] = rest.length === 0 ? value : withPath(list[Number(head)], rest, value);
    return list;
  }
  // What is unknown as a whole is known now to be an object with this in it.
  const copy = isPlain(inner) ? { ...inner } : {};
  setPath(copy, [head, ...rest], value);
  return copy;
}

function isPlain(value: WireValue | undefined): value is Record<string, WireValue> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWrapped(value: WireValue): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && rpc.specialSigKey in value;
}
