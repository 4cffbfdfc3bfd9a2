import { isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, ManagedPostgresSpec, SecondaryCopy } from "../../cloud.ts";
import { decideAddresses } from "../../kit/network/addresses.ts";
import type { StoreHandles } from "./stores-kit.contract.ts";

/** Fields that differ from the filled-in spec: a network by its name, a key and a copy by whether they are there. */
type Change = Partial<Omit<ManagedPostgresSpec, "network" | "key" | "secondary">> & {
  readonly network?: string;
  readonly key?: boolean;
  readonly secondary?: boolean;
};

/** The method of the contract that makes PostgreSQL, with its spec filled in. */
export interface PostgresKit {
  postgres(change?: Change): Output<unknown>;
}

/** The name that the kit gives to what it makes. */
export const postgresNames = { postgres: "shop-orders" } as const;

/** What the spec is filled in with. */
export const postgresWish = {
  kind: "postgres",
  placement: "managed",
  size: "large",
  dataClass: "personal",
  version: "17",
  replicas: 1,
  storageGiB: 100,
  pitrDays: 7,
} as const;

const addresses = decideAddresses("10.20.0.0/14");

/** The kit on a cloud. */
export function postgresKitOf(
  cloud: Cloud,
  { handles, tags, secondaryKey }: StoreHandles & { readonly secondaryKey: () => SecondaryCopy["key"] },
  opts: ComponentResourceOptions,
): PostgresKit {
  return {
    postgres(change = {}) {
      const common = { highlyAvailable: true, backupDays: 30, logDays: 30, tags, protect: true };
      const secondary = change.secondary === true ? { key: secondaryKey(), addresses } : undefined;
      const spec = { wish: postgresWish, ...common, ...change, ...handles(change), secondary };
      const { readWrite, readOnly, admin, authorities, proof } = cloud.postgres(postgresNames.postgres, spec, opts);
      return output({ readWrite, readOnly, admin, authorities, proof, secret: isSecret(admin.password) });
    },
  };
}
