import { expect, it } from "vitest";
import type { CapabilityName } from "../cloud.ts";
import { UnsupportedError } from "../kit/errors.ts";
import type { Build } from "./kit.contract.ts";
import { run, type Can, type ContractSubject } from "./subject.contract.ts";

/** Defines a test. */
export type Define = (title: string, test: () => Promise<void>) => void;

/** How tests are defined for what a cloud offers, and for what it doesn't. */
export interface Offers {
  readonly can: Can;
  readonly offered: (name: CapabilityName) => Define;
  readonly notOffered: (name: CapabilityName) => Define;
}

/** A test that doesn't apply to a cloud isn't there, so that nothing is reported as skipped; a refusal takes its place. */
export function offersOf({ capabilities }: Pick<ContractSubject, "capabilities">): Offers {
  const can: Can = (name) => capabilities[name].supported;
  return {
    can,
    offered: (name) => (can(name) ? define : leaveOut),
    notOffered: (name) => (can(name) ? leaveOut : define),
  };
}

const define: Define = (title, test) => {
  it(title, test);
};
const leaveOut: Define = () => undefined;

/** Expects that a cloud refuses a build as one that it can't do. */
export async function refuses(subject: ContractSubject, build: Build): Promise<void> {
  await expect(run(subject, build)).rejects.toBeInstanceOf(UnsupportedError);
}
