import type { IClusterSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ClusterSpec";
import { decideScratchClass } from "../../cluster/storage-classes.ts";
import type { Labels } from "../../labels.ts";
import type { Surroundings } from "../../surroundings.ts";
import { originName } from "./postgres-backups.ts";
import { postgresAdmin } from "./postgres-names.ts";
import { decidePostgres } from "./postgres.ts";
import { decideTrialRole, trialName, type TriedWish } from "./restore-test.ts";

/** What a trial's server is made of, besides the store's own wish. */
export interface TrialIdentity {
  readonly store: string;
  readonly database: string;
  readonly image: string;
  readonly certificate: string;
  readonly labels: Labels;
}

/**
 * One server like the store's, with all that was copied until now, on disks that go with it. Nothing of it is copied, and it is
 * nobody's but the trial's: there the role may look at everything.
 */
export function decideTrial(
  wish: TriedWish,
  { store, database, image, certificate, labels }: TrialIdentity,
  surroundings: Surroundings,
): IClusterSpec {
  const name = trialName(store);
  const { backups, ...alone } = wish;
  const restored = { ...alone, twin: undefined, replicas: 0, restoreFrom: { bucket: backups.bucket, store } };
  const identity = { name, database, image, certificate, labels };
  return {
    ...decidePostgres(restored, identity, { ...surroundings, storageClass: decideScratchClass(surroundings) }),
    bootstrap: { recovery: { source: originName(name), database, owner: postgresAdmin } },
    managed: { roles: [{ ...decideTrialRole(store), superuser: true }] },
  };
}
