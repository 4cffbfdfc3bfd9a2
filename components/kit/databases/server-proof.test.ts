import { expect, it } from "vitest";
import { decideSslMode } from "./server-proof.ts";

it.each([
  ["postgres", "require", "verify-ca", "verify-full"],
  ["mysql", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"],
] as const)("asks of %s as much as can be known of its certificate", (engine, nothing, authority, name) => {
  expect(decideSslMode(engine, {})).toBe(nothing);
  // Without an authority nobody can ask, whatever stands in the certificate.
  expect(decideSslMode(engine, { proof: "authority" })).toBe(nothing);
  expect(decideSslMode(engine, { authorities: "PEM", proof: "authority" })).toBe(authority);
  expect(decideSslMode(engine, { authorities: "PEM", proof: "name" })).toBe(name);
  expect(decideSslMode(engine, { authorities: "PEM" })).toBe(name);
});
