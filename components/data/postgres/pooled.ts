import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { PostgresAccess } from "../../cloud.ts";
import { PostgresPooler, type PostgresPoolerArgs } from "./postgres-pooler.ts";
import { type DataStoresArgs, signerOf } from "../made-store.ts";

/** PostgreSQL by way of its poolers, where it has some. */
export function pooled(
  name: string,
  { access }: { readonly access: PostgresAccess },
  args: Omit<PostgresPoolerArgs, "access" | "mode" | "authority"> & Pick<DataStoresArgs, "authority">,
  opts: ComponentResourceOptions,
): { readonly access: PostgresAccess } {
  const { pooling: mode } = args.wish;
  if (mode === undefined) return { access };
  const { store, wish, surroundings, namespace } = args;
  const authority = signerOf(store, args);
  return new PostgresPooler(`${name}-pooler`, { store, wish, surroundings, namespace, mode, access, authority }, opts);
}
