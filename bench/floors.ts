import { CustomResource, type Inputs } from "@pulumi/pulumi";
import runtime from "@pulumi/pulumi/runtime/index.js";
import type { PlannedResource } from "../plan/planned-resource.ts";

/** What is registered: nothing of its own. */
class Bare extends CustomResource {
  constructor(name: string, inputs: Inputs) {
    super("bench:index:Bare", name, inputs);
  }
}

/** Registers resources that have no inputs, parents or dependencies with the SDK's own mock monitor. */
export function registerBare(count: number): Promise<void> {
  return underMocks(() => {
    for (let index = 0; index < count; index++) new Bare(`bare-${String(index)}`, {});
  });
}

/** The same with the inputs that a plan found. */
export function registerWithInputs(resources: readonly PlannedResource[]): Promise<void> {
  return underMocks(() => {
    for (const { urn, inputs } of resources) new Bare(urn, toInputs(inputs));
  });
}

async function underMocks(program: () => void): Promise<void> {
  await runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: toInputs(inputs) }), call: () => ({}) },
    "bench",
    "floor",
    true,
  );
  await runtime.runInPulumiStack(() => {
    program();
    return Promise.resolve({});
  });
  await runtime.disconnect();
}

function toInputs(value: unknown): Inputs {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
