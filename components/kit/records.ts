/** The value of a name. Throws where there is none, of which the environment's rules or ours should have kept us. */
export function valueOf<T>(record: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(record, name) ? record[name] : undefined;
  if (found === undefined) throw new Error(`there is no ${name}, which something else names`);
  return found;
}

/** The same names with other values. */
export function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
