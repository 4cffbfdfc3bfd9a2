import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { isObject, secretMarker, unknownMarker, type PlannedObject, type PlannedValue } from "./planned-resource.ts";

/**
 * A value as the SDK sends it: JSON in which secrets, resources, assets and unknowns are objects or texts with a
 * signature of their own.
 */
export type WireValue = null | boolean | number | string | WireValue[] | WireObject;

/** An object as the SDK sends it. */
export interface WireObject {
  [key: string]: WireValue;
}

/** Turns what the SDK sends into what a plan holds: secrets become a marker, so their values end here. */
function toPlanned(value: WireValue | undefined): PlannedValue {
  if (value === undefined || value === null) return null;
  if (value === rpc.unknownValue) return unknownMarker;
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(toPlanned);
  switch (value[rpc.specialSigKey]) {
    case rpc.specialSecretSig:
      return secretMarker;
    case rpc.specialResourceSig:
      return typeof value["urn"] === "string" ? value["urn"] : null;
    case rpc.specialOutputValueSig:
      return fromOutputValue(value);
    case rpc.specialAssetSig:
    case rpc.specialArchiveSig:
      return toPlannedObject(value, rpc.specialSigKey);
    default:
      return toPlannedObject(value);
  }
}

/** The same for a whole map of inputs or outputs. */
export function toPlannedObject(value: WireObject, without?: string): PlannedObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== without)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, toPlanned(inner)]),
  );
}

/** What a provider would give back for planned values in a later program: secrets as placeholders that stay secret. */
export function toWire(value: PlannedValue, secretText: (path: string) => string, path = ""): WireValue {
  if (value === null || typeof value !== "object") return value;
  if (value === secretMarker) return asSecret(secretText(path));
  if (value === unknownMarker) return rpc.unknownValue;
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        toWire(inner, secretText, path === "" ? key : `${path}.${key}`),
      ]),
    );
  }
  return value.map((inner, index) => toWire(inner, secretText, `${path}[${index}]`));
}

/** A value wrapped so that the SDK treats it as secret. */
export function asSecret(value: WireValue): WireObject {
  return { [rpc.specialSigKey]: rpc.specialSecretSig, value };
}

/** Parses what came out of a protobuf struct. */
export function parseWire(value: unknown): WireObject {
  return isWireObject(value) ? value : {};
}

function isWireObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromOutputValue(value: WireObject): PlannedValue {
  if (value["secret"] === true) return secretMarker;
  return "value" in value ? toPlanned(value["value"]) : unknownMarker;
}
