import { CustomResource, type ComponentResourceOptions, type Inputs, type Output } from "@pulumi/pulumi";
import type { Key } from "../../cloud.ts";

/**
 * A cloud that exists on paper only: one kind of thing, which says what it was asked for; no SDK. It shows that the
 * contract can be met without any cloud's habits.
 */
export class Thing extends CustomResource {
  readonly address: Output<string>;

  constructor(name: string, inputs: Inputs, opts: ComponentResourceOptions, type = "paper:index:Thing") {
    super(type, name, inputs, opts);
    this.address = this.urn.apply((urn) => `paper://${urn}`);
  }
}

/** A spec as inputs: of a network and a key only what identifies them. */
export function withHandles(spec: {
  readonly network?: { readonly id: Output<string> } | undefined;
  readonly key?: Key | undefined;
}): Inputs {
  return { ...spec, network: spec.network?.id, key: spec.key?.id };
}
