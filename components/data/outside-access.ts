import type { Output } from "@pulumi/pulumi";
import type { EdgeRecord, Login } from "../cloud.ts";
import type { Door } from "../kit/network/balancers.ts";

/** How a store is reached from outside of the cluster: what whoever holds the zone has to write, and what callers have to be told. */
export interface OutsideAccess {
  readonly scope: Door["scope"];
  /** `host:port`, in order. */
  readonly endpoints: readonly string[];
  /** Blocks of addresses that may call, in order. */
  readonly sources: readonly string[];
  /** The records that lead to its load balancers. */
  readonly records: readonly EdgeRecord[];
  /** Who signed what its servers show, in PEM. */
  readonly authority: Output<string>;
  /** Who logs in from outside, by the name that the environment says. */
  readonly logins: Readonly<Record<string, Login>>;
}
