/** A provider as a resource's state names it: `<urn>::<id>`. */
export function renderProvider(urn: string, id: string): string {
  return `${urn}::${id}`;
}

/** Reads what `renderProvider` writes. */
export function parseProvider(reference: string): { readonly urn: string; readonly id: string } {
  const cut = reference.lastIndexOf("::");
  return { urn: reference.slice(0, cut), id: reference.slice(cut + 2) };
}
