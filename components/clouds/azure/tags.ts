import type { Tags } from "../../kit/tags.ts";

/**
 * The tags as Azure takes them: names of up to 512 characters, 128 on a storage account, values of up to 256, at most 50.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
 */
export function tagsOf(tags: Tags): Record<string, string> {
  return { ...tags };
}
