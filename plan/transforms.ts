import type { CustomResourceOptions, ResourceTransform, ResourceTransformArgs } from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { parseWire } from "./values.ts";

/** Options of a resource that a transform may change in a plan. */
const followed = [
  "protect",
  "ignoreChanges",
  "retainOnDelete",
  "deleteBeforeReplace",
  "additionalSecretOutputs",
  "replaceOnChanges",
] as const;

type Followed = Pick<CustomResourceOptions, (typeof followed)[number]>;

/**
 * Applies transforms as the engine does: the resource's own, then its ancestors' from the nearest, then the stack's.
 * Changes the request. Throws for an option that a plan can't follow, so that no transform is lost in silence.
 */
export async function applyTransforms(
  request: RegisterResourceRequest,
  transforms: readonly ResourceTransform[],
): Promise<void> {
  for (const transform of transforms) {
    const args = transformArgs(request);
    const result = await transform(args);
    if (result === undefined) continue;
    const props: Record<string, unknown> = parseProps(await rpc.serializeProperties("transform", result.props));
    request.setObject(struct.Struct.fromJavaScript(parseWire(props)));
    refuseOtherOptions(args, result.opts);
    setOptions(request, result.opts);
  }
}

function transformArgs(request: RegisterResourceRequest): ResourceTransformArgs {
  const options: Followed = {
    protect: request.getProtect() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    replaceOnChanges: request.getReplaceonchangesList(),
  };
  const object = request.getObject();
  return {
    custom: request.getCustom(),
    type: request.getType(),
    name: request.getName(),
    props: object === undefined ? {} : parseProps(rpc.deserializeProperties(object)),
    opts: options,
  };
}

function refuseOtherOptions(args: ResourceTransformArgs, options: object): void {
  const known: readonly string[] = followed;
  const before = new Map<string, unknown>(Object.entries(args.opts));
  const strange = Object.entries(options)
    .filter(([key, value]) => !known.includes(key) && value !== undefined && value !== before.get(key))
    .map(([key]) => key);
  if (strange.length > 0) {
    throw new Error(
      `a transform of ${args.name} (${args.type}) sets ${strange.join(", ")}, which a plan can't follow; set it where the resource is made`,
    );
  }
}

function setOptions(request: RegisterResourceRequest, options: Followed): void {
  if (options.protect !== undefined) request.setProtect(options.protect);
  if (options.retainOnDelete !== undefined) request.setRetainondelete(options.retainOnDelete);
  if (options.deleteBeforeReplace !== undefined) request.setDeletebeforereplace(options.deleteBeforeReplace);
  request.setIgnorechangesList(options.ignoreChanges ?? []);
  request.setReplaceonchangesList(options.replaceOnChanges ?? []);
  request.setAdditionalsecretoutputsList(options.additionalSecretOutputs ?? []);
}

function parseProps(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
