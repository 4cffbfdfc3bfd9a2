import type { Tags } from "../../kit/tags.ts";

/**
 * The tags as AWS takes them: ours are within what it allows (128 and 256 characters, no key beginning with aws:).
 * `name` becomes the tag by which the console lists what has no name of its own, such as a VPC or a subnet.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices
 */
export function tagsOf(tags: Tags, name?: string): Record<string, string> {
  return { ...tags, ...(name === undefined ? {} : { Name: name }) };
}
