import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword.js";

/**
 * A password of 32 letters and digits: about 190 bits, safe in a URL, and of as many kinds as any service wants. It is made once and kept in the stack's state,
 * encrypted; a new one is made when the resource is replaced (`pulumi up --replace`).
 * https://www.pulumi.com/registry/packages/random/api-docs/randompassword/
 */
export function createPassword(name: string, opts: CustomResourceOptions): Output<string> {
  return new RandomPassword(name, { length: 32, special: false, minLower: 1, minUpper: 1, minNumeric: 1 }, opts).result;
}
