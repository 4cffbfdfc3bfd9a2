import type { Output, Resource } from "@pulumi/pulumi";

/**
 * A text that is known now, but is of no use before a resource exists: whoever takes it depends on the resource. It hangs
 * on the URN, which is known at preview, so that the text stays readable there.
 */
export function after(resource: Resource, text: string): Output<string> {
  return resource.urn.apply(() => text);
}
