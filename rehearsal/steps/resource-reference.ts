/**
 * One resource of a state. Both halves of a replacement have the same URN, and in another cluster even the same id: they
 * then differ by provider.
 */
export interface ResourceReference {
  readonly urn: string;
  readonly id?: string | undefined;
  readonly provider?: string | undefined;
}

/** What points to a resource. */
export function referenceTo({ urn, id, provider }: ResourceReference): ResourceReference {
  return {
    urn,
    ...(id === undefined ? {} : { id }),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** Whether two point to the same resource. */
export function isSame(a: ResourceReference, b: ResourceReference): boolean {
  return a.urn === b.urn && a.id === b.id && a.provider === b.provider;
}

/** A reference as one text, for sets. */
export function referenceText({ urn, id = "", provider = "" }: ResourceReference): string {
  return [urn, id, provider].join(" ");
}
