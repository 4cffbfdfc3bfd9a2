import { createHash } from "node:crypto";

/** Hexadecimal digits that follow from a text. */
export function hexDigits(seed: string, count: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, count);
}

/** A UUID that follows from a text. */
export function uuid(seed: string): string {
  const hex = hexDigits(seed, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}

/** Addresses of 198.18.0.0/15, the block for benchmarks (RFC 2544): it is routed nowhere. */
function benchmarkAddress(seed: string): string {
  const [a = 0, b = 0, c = 0] = createHash("sha256").update(seed).digest();
  return `198.${18 + (a % 2)}.${b}.${1 + (c % 254)}`;
}

/** What a simulated cloud answers for a text that nothing else decides, by the property's name. Stable for a seed. */
export function standInText(seed: string, property: string): string {
  const whole = `${seed}#${property}`;
  const last = property.split(".").at(-1) ?? property;
  if (/(ipaddress|^ip|address)(\[\d+\])?$/i.test(last)) return benchmarkAddress(whole);
  if (/email$/i.test(last)) return `rehearsal-${hexDigits(whole, 7)}@rehearsal.invalid`;
  if (/(selflink|url|uri|link)$/i.test(last)) return `https://rehearsal.invalid/${hexDigits(whole, 12)}`;
  if (/(endpoint|host|hostname|dns|dnsname)$/i.test(last)) return `${hexDigits(whole, 12)}.rehearsal.invalid`;
  if (/(time|timestamp|created|updated)$/i.test(last)) return "1970-01-01T00:00:00Z";
  if (/(uid|uuid|uniqueid)$/i.test(last)) return uuid(whole);
  return `rehearsal-${last.replace(/[^A-Za-z0-9]+/g, "-").toLowerCase()}-${hexDigits(whole, 7)}`;
}
