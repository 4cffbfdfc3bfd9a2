import type { Tags } from "../../kit/tags.ts";

/**
 * The tags as labels. Their keys and values are within what Google allows: a-z, 0-9, - and _, at most 63 characters.
 * https://cloud.google.com/resource-manager/docs/labels-overview#requirements
 */
export function labelsOf(tags: Tags): Record<string, string> {
  return { ...tags };
}
