import {
  ComponentResource,
  type ComponentResourceOptions,
  type Inputs,
  type ResourceTransformationArgs,
} from "@pulumi/pulumi";

/**
 * A component of the kit. Guards one law: a child's name begins with its parent's, so that every URN says where it
 * belongs. Pass only data as `inputs`: they are stored in the state in the clear, so never a secret either.
 */
export abstract class Component extends ComponentResource {
  constructor(type: string, name: string, inputs: Inputs, opts: ComponentResourceOptions) {
    super(type, name, inputs, { ...opts, transformations: [...(opts.transformations ?? []), refuseStrayName(name)] });
  }
}

function refuseStrayName(parent: string): (args: ResourceTransformationArgs) => undefined {
  return ({ name, type }) => {
    if (!name.startsWith(parent))
      throw new Error(`${type} is named ${name}, which doesn't begin with its parent's name ${parent}`);
    return undefined;
  };
}
