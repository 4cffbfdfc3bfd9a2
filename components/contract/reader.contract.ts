import { CustomResource, type Input } from "@pulumi/pulumi";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import type { Build } from "./kit.contract.ts";
import { made, run, type ContractSubject } from "./subject.contract.ts";

/** Takes a value of a cloud's as input, so that the plan tells what it waits for. */
export class Reader extends CustomResource {
  constructor(name: string, value: Input<unknown>) {
    super("landbridge:contract:Reader", name, { value });
  }
}

/** URNs of all that has to exist before the resource of a name. */
export function reachedFrom(resources: readonly PlannedResource[], name: string): Set<string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const reached = new Set(resources.filter((resource) => resource.name === name).map(({ urn }) => urn));
  // A set that grows while it is walked is walked to its new end.
  for (const urn of reached) for (const next of byUrn.get(urn)?.dependencies ?? []) reached.add(next);
  return reached;
}

/** Answers whether whoever takes all that a build says waits for something that is made and whose name begins so. */
export async function waitedFor(subject: ContractSubject, build: Build): Promise<(prefix: string) => boolean> {
  const { resources } = await run(subject, (kit) => new Reader("reader", build(kit)).urn);
  const reached = reachedFrom(resources, "reader");
  return (prefix) => made(resources, prefix).some(({ urn }) => reached.has(urn));
}
