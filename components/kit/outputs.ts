import { all, type Input, type Output, type Resource } from "@pulumi/pulumi";

/**
 * A text that is known now, but is of no use before a resource exists: whoever takes it depends on the resource. It hangs
 * on the URN, which is known at preview, so that the text stays readable there.
 */
export function after(resource: Resource, text: string): Output<string> {
  return resource.urn.apply(() => text);
}

/**
 * A value that is of no use before others exist: whoever takes it depends on them. Give the others' URNs, which are known
 * at preview: by their ids a new one would make the value unknown there, and whatever can't change without being replaced
 * would seem to be replaced.
 */
export function afterAll(value: Output<string>, others: readonly Input<string>[]): Output<string> {
  return all([value, all([...others])]).apply(([known]) => known);
}
