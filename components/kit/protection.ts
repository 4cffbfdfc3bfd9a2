/**
 * Options of a resource that holds data: it is deleted only where the environment isn't protected, and never to make room
 * for its replacement. That is said and not left out, since providers delete first by themselves where a name is fixed,
 * and only a word here outweighs them. With a fixed name the replacement then fails, and all data is still there.
 * https://www.pulumi.com/docs/iac/concepts/options/deletebeforereplace/
 * https://github.com/pulumi/pulumi-terraform/pull/465
 */
export function holdsData(protect: boolean): { readonly protect: boolean; readonly deleteBeforeReplace: false } {
  return { protect, deleteBeforeReplace: false };
}
