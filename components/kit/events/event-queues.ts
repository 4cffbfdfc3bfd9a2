/** What reads a queue. Throws for one that a function reads alone, of which the environment's rules give nobody else a part. */
export function readable<T>({ reading }: { readonly reading?: T | undefined }): T {
  if (reading === undefined) throw new Error("a function alone reads this queue");
  return reading;
}
