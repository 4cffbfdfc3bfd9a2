import { secret, type Inputs } from "@pulumi/pulumi";
import type { OutsideAccess } from "../components/data/outside-access.ts";
import { mapValues } from "../components/kit/records.ts";

/**
 * What a stack with the cluster layer exports of stores that are reached from outside: where they are, the records that whoever holds the
 * zone has to write, whom callers trust and who they are, in the clear; their passwords as secrets. Nothing where no store is.
 */
export function exportOutside(stores: Readonly<Record<string, OutsideAccess>>): {
  outside?: Inputs;
  outsideSecrets?: Inputs;
} {
  if (Object.keys(stores).length === 0) return {};
  const withLogins = Object.entries(stores).filter(([, { logins }]) => Object.keys(logins).length > 0);
  const outside = mapValues(stores, ({ scope, endpoints, sources, records, authority, logins }) => ({
    scope,
    endpoints: [...endpoints],
    sources: [...sources],
    records: [...records],
    authority,
    users: mapValues(logins, ({ user }) => user),
  }));
  const outsideSecrets = mapValues(Object.fromEntries(withLogins), ({ logins }) =>
    mapValues(logins, ({ password }) => secret(password)),
  );
  return { outside, ...(withLogins.length === 0 ? {} : { outsideSecrets }) };
}
