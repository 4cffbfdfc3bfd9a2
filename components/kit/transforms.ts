/** Changes the arguments of one child: gets what the kit decided, returns what to use. Never changes its input. */
export type Transform<Args> = (args: Args) => Args;

/** The arguments as the caller wants them. */
export function transformed<Args>(transform: Transform<Args> | undefined, args: Args): Args {
  return transform === undefined ? args : transform(args);
}
