import type { Environment } from "../../../environments/schema/environment.ts";
import type { Issue } from "../errors.ts";

/** One issue for each of `vault.recoverers` that a cloud couldn't grant anything to. `wayOut` says what it could be. */
export function checkRecoverers({ vault }: Pick<Environment, "vault">, known: RegExp, wayOut: string): Issue[] {
  return (vault?.recoverers ?? []).flatMap((value, index) =>
    known.test(value)
      ? []
      : [
          {
            path: `vault.recoverers[${index}]`,
            value,
            rule: "names nobody that this cloud can give a right to",
            wayOut,
          },
        ],
  );
}
