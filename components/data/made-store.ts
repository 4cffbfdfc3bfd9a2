import type { Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environments/schema/environment.ts";
import type { InClusterKind } from "../../environments/schema/stores/stores.ts";
import type { ManagedStores, StoreAccess } from "../cloud.ts";
import { type Consumer, consumersOf } from "../kit/workloads/consumers.ts";
import type { DoorPlaces } from "../kit/network/doors.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import type { KafkaSourcesArgs } from "./kafka/connect/kafka-sources.ts";
import type { BackupPlaces } from "./copies/backup-places.ts";
import type { OutsideAccess } from "./outside-access.ts";
import type { Authority } from "./store-certificate.ts";

/** The stores of an environment, and what makes them. */
export interface DataStoresArgs {
  readonly environment: Pick<Environment, "domains"> & DoorPlaces;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** By kind: what must be there before a store of it. */
  readonly operators: Readonly<Partial<Record<InClusterKind, Resource>>>;
  /** Who signs the certificates of stores and poolers in the cluster; needed where there are any. - behaviour: nobody. */
  readonly authority?: Authority | undefined;
  /** Where stores in the cluster are copied to, and what does it. - behaviour: they can't be. */
  readonly backups?: BackupPlaces | undefined;
  /** What must be there before stores in the cluster say what is watched of them. - behaviour: they don't. */
  readonly monitoring?: Resource | undefined;
  /** The stores that the cloud made. - behaviour: none. */
  readonly managed?: ManagedStores;
  /** The value of a secret by its name; needed where Kafkas are mirrored. - behaviour: nobody knows any. */
  readonly secretValue?: KafkaSourcesArgs["secretValue"];
}

/** How a store is reached and, where others wait for them, its servers. */
export interface MadeStore {
  readonly access: StoreAccess;
  readonly servers?: Resource;
  /** How it is reached from outside of the cluster, where it is. */
  readonly outside?: OutsideAccess | undefined;
}

/** Who logs in, and what for. */
export function loginsOf(
  environment: DataStoresArgs["environment"],
  store: string,
): Pick<Consumer, "name" | "access">[] {
  return consumersOf(environment, store).map(({ name, access }) => ({ name, access }));
}

/** Who signs its certificates. Throws where nobody does. */
export function signerOf(store: string, { authority }: Pick<DataStoresArgs, "authority">): Authority {
  if (authority === undefined)
    throw new Error(`store ${store} shows certificates in the cluster, where nobody signs any`);
  return authority;
}
