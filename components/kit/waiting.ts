import type { Surroundings } from "./surroundings.ts";

/**
 * The part of an object's metadata by which `up` waits until a controller says that the object is ready; nothing where
 * `up` shall not wait. https://www.pulumi.com/docs/iac/clouds/kubernetes/guides/wait-for/
 */
export function untilReady(
  { waitForStores }: Pick<Surroundings, "waitForStores">,
  condition: string,
): { annotations?: Record<string, string> } {
  return waitForStores ? { annotations: { "pulumi.com/waitFor": condition } } : {};
}
