import { all, type Input, type Output } from "@pulumi/pulumi";

/**
 * The same value, known only when the others are: whatever takes it waits for them, in a preview too. Says in one input
 * what a list of dependencies can't say across a contract that hands over values.
 */
export function knownAfter(value: Output<string>, others: readonly Input<string>[]): Output<string> {
  // The value is in the list too: where the list is unknown nothing is applied, and its own dependencies would be lost.
  return all([value, ...others]).apply(() => value);
}
