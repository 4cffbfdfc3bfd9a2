import { createHmac } from "node:crypto";
import { canonicalJson } from "../../names.ts";
import type { Consumer } from "../../workloads/consumers.ts";

/** What a service may do with a collection, in Qdrant's letters: `prw` reads and writes points, and makes no indexes or snapshots. */
const letters = { read: "r", "read-write": "prw" } as const satisfies Record<Consumer["access"], string>;

/** What a service's token says: who it is, and what it may do with which collections. */
export interface QdrantClaims {
  readonly subject: string;
  readonly access: readonly { readonly collection: string; readonly access: "r" | "prw" }[];
}

/** The claims of a service: the store's collections as they are wished for, and nothing else of it. */
export function decideQdrantClaims(
  { name, access }: Pick<Consumer, "name" | "access">,
  collections: readonly string[],
): QdrantClaims {
  return {
    subject: name,
    access: [...collections].sort().map((collection) => ({ collection, access: letters[access] })),
  };
}

/**
 * A service's token: the claims, signed with the store's key, without which nobody can make or change one. It says no time at which it ends, so that
 * the same wish makes the same token; another key ends all of them.
 * https://qdrant.tech/documentation/guides/security/#granular-access-control-with-jwt
 */
export function signQdrantToken(claims: QdrantClaims, key: string): string {
  const signed = [{ alg: "HS256", typ: "JWT" }, claims]
    .map((part) => Buffer.from(canonicalJson(part)).toString("base64url"))
    .join(".");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}
