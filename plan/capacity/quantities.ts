import type { PlannedValue } from "../planned-resource.ts";
import { dig } from "./fields.ts";
import type { Requests } from "./pod-group.ts";

const mebibyte = 2 ** 20;

/** Bytes of each suffix. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Thousandths of a CPU, rounded up; undefined for what isn't a quantity. */
export function milliCpuOf(value: PlannedValue | undefined): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(asText(value)) ?? [];
  if (digits === undefined) return undefined;
  return Math.ceil(Number(digits) * (unit === "m" ? 1 : 1000));
}

/** MiB, rounded up; undefined for what isn't a quantity. */
export function mebibytesOf(value: PlannedValue | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(asText(value)) ?? [];
  const bytes = suffixes[unit];
  return digits === undefined || bytes === undefined ? undefined : Math.ceil((Number(digits) * bytes) / mebibyte);
}

/** GiB, rounded up; undefined for what isn't a quantity. */
export function gibibytesOf(value: PlannedValue | undefined): number | undefined {
  const mebibytes = mebibytesOf(value);
  return mebibytes === undefined ? undefined : Math.ceil(mebibytes / 1024);
}

/**
 * What a block of `resources` asks for. A limit without a request is the request; nothing said is nothing asked.
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function requestsOf(resources: PlannedValue | undefined): Requests {
  const either = (what: "cpu" | "memory"): PlannedValue | undefined =>
    dig(resources, "requests", what) ?? dig(resources, "limits", what);
  return { milliCpu: milliCpuOf(either("cpu")) ?? 0, memoryMiB: mebibytesOf(either("memory")) ?? 0 };
}

function asText(value: PlannedValue | undefined): string {
  return typeof value === "number" ? String(value) : typeof value === "string" ? value : "";
}
