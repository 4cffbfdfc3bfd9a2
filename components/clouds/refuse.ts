import type { CapabilityName, Capabilities } from "../cloud.ts";
import { UnsupportedError } from "../kit/errors.ts";

/**
 * How a cloud answers for a method of the contract that it can't do. Validation refuses the wish long before; this is for
 * programs that open a cloud by themselves.
 *
 * @throws UnsupportedError always, with what to write instead
 */
export function refusals(cloud: string, capabilities: Capabilities) {
  return (capability: CapabilityName, wish: string): never => {
    const answer = capabilities[capability];
    throw new UnsupportedError(
      cloud,
      wish,
      answer.supported ? "it is made in the cluster, where the cloud has none" : answer.instead,
    );
  };
}
