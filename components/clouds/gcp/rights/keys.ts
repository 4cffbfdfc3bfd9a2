import { CryptoKey, type CryptoKeyArgs } from "@pulumi/gcp/kms/cryptoKey.js";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember.js";
import { KeyRing } from "@pulumi/gcp/kms/keyRing.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Key, KeySpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { Component } from "../../../kit/component.ts";
import type { KeyUser } from "../../../kit/rights/keys.ts";
import { holdsData } from "../../../kit/protection.ts";
import { secondaryOf } from "../../../kit/network/secondary-region.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { serviceAgent } from "./identity.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import type { ApiName, Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpKeyTransforms {
  readonly key?: Transform<CryptoKeyArgs>;
}

/** What a key is made from. */
export interface GcpKeyArgs {
  readonly apis: Apis;
  readonly spec: KeySpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpKeyTransforms | undefined;
}

/**
 * A key in a ring of its own, which the services named in the spec may use.
 *
 * Google deletes neither rings nor keys: `destroy` schedules the key's versions for destruction and forgets the ring.
 * Their names can't be used twice, so each `up` makes new ones, told apart by Pulumi's random suffix. An empty ring costs
 * nothing. https://cloud.google.com/kms/docs/object-hierarchy#lifetime
 */
export class GcpKey extends Component implements Key {
  static readonly type = "landbridge:gcp:Key";
  readonly id: Output<string>;
  readonly seal: Readonly<Record<string, Output<string>>>;

  constructor(name: string, { apis, spec, settings, transforms }: GcpKeyArgs, opts: ComponentResourceOptions) {
    super(GcpKey.type, name, { dataClass: spec.dataClass, users: [...spec.users] }, opts);
    const dependsOn = apis.enable(["cloudkms", ...spec.users.map((user) => apiOf[user])], opts);
    const ring = new KeyRing(
      autoNamed(`${name}-ring`, nameLimits.key),
      { location: locationOf(spec, settings) },
      { parent: this, dependsOn, retainOnDelete: true },
    );
    const key = new CryptoKey(
      autoNamed(`${name}-key`, nameLimits.key),
      transformed(transforms?.key, keyArgs(spec, ring.id)),
      { parent: this, ...holdsData(spec.protect) },
    );
    const grants = spec.users.map(
      (user) =>
        new CryptoKeyIAMMember(
          `${name}-${user}`,
          {
            cryptoKeyId: key.id,
            role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
            member: serviceAgent(`${name}-${user}-agent`, user, settings, { parent: this, dependsOn }),
          },
          // Said again: an answer of Google's that isn't known yet carries no dependencies.
          { parent: this, dependsOn },
        ),
    );
    this.id = afterAll(
      key.id,
      grants.map(({ urn }) => urn),
    );
    // https://developer.hashicorp.com/vault/docs/configuration/seal/gcpckms
    this.seal = {
      GOOGLE_PROJECT: output(settings.project),
      GOOGLE_REGION: output(locationOf(spec, settings)),
      VAULT_GCPCKMS_SEAL_CRYPTO_KEY: key.name,
      VAULT_GCPCKMS_SEAL_KEY_RING: ring.name,
      VAULT_SEAL_TYPE: output("gcpckms"),
    };
    this.registerOutputs({ id: this.id });
  }
}

function locationOf({ region }: KeySpec, { regions }: GcpSettings): string {
  return region === "secondary" ? secondaryOf(regions) : regions.primary;
}

/** The API whose service agent encrypts for a user of keys. */
const apiOf: Readonly<Record<KeyUser, ApiName>> = {
  brokers: "managedkafka",
  buckets: "storage",
  caches: "memorystore",
  cluster: "container",
  databases: "sqladmin",
  functions: "run",
  nodes: "compute",
  queues: "pubsub",
  registry: "artifactregistry",
  secrets: "secretmanager",
  // Nothing asks for it: see `stores.cassandra.managed`.
  tables: "bigtableadmin",
  warehouses: "bigquery",
};

function keyArgs({ rotationDays, tags }: KeySpec, keyRing: Output<string>): CryptoKeyArgs {
  return {
    keyRing,
    purpose: "ENCRYPT_DECRYPT",
    rotationPeriod: `${rotationDays * daySeconds}s`,
    // Can't be changed later. https://cloud.google.com/kms/docs/destroy-restore
    destroyScheduledDuration: `${keptDays.destroyedKey * daySeconds}s`,
    labels: labelsOf(tags),
  };
}

const daySeconds = 24 * 60 * 60;
