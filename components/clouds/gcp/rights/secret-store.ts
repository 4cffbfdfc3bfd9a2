import { Secret, type SecretArgs } from "@pulumi/gcp/secretmanager/secret.js";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember.js";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion.js";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { SecretSpec, SecretStore, SecretStoreSpec, StoredSecret } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { contentHash } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { labelsOf } from "../tags.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";
import { secretRoles } from "./workload-identity.ts";

/** What a caller may change on the children below. */
export interface GcpSecretStoreTransforms {
  readonly secret?: Transform<SecretArgs>;
}

/** What a store of secrets is made from. */
export interface GcpSecretStoreArgs {
  readonly apis: Apis;
  readonly spec: SecretStoreSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpSecretStoreTransforms | undefined;
}

/** Secrets in Secret Manager, kept in the region and nowhere else. */
export class GcpSecretStore extends Component implements SecretStore {
  static readonly type = "landbridge:gcp:SecretStore";
  readonly secrets: Readonly<Record<string, StoredSecret>>;

  constructor(name: string, args: GcpSecretStoreArgs, opts: ComponentResourceOptions) {
    const { apis, spec } = args;
    super(GcpSecretStore.type, name, { secrets: spec.secrets.map(({ name: secret }) => secret) }, opts);
    const dependsOn = apis.enable(["secretmanager"], opts);
    this.secrets = Object.fromEntries(
      spec.secrets.map((secret) => [
        secret.name,
        createSecret(`${name}-${secret.name}`, secret, args, this, dependsOn),
      ]),
    );
    this.registerOutputs({});
  }
}

function createSecret(
  name: string,
  { value, readers }: SecretSpec,
  { spec, settings, transforms }: GcpSecretStoreArgs,
  parent: Resource,
  dependsOn: Resource[],
): StoredSecret {
  const secret = new Secret(name, transformed(transforms?.secret, secretArgs(name, spec, settings)), {
    parent,
    dependsOn,
    // Its name is how others find it, hence fixed.
    ...holdsData(spec.protect),
  });
  if (value !== undefined) new SecretVersion(`${name}-value`, { secret: secret.id, secretData: value }, { parent });
  for (const member of readers) {
    const role = secretRoles.read;
    // By its hash, since a new reader must not move the others, and a name may hold anything.
    new SecretIamMember(`${name}-reader-${contentHash(member, 8)}`, { secretId: secret.id, role, member }, { parent });
  }
  return { id: secret.id };
}

function secretArgs(secretId: string, { key, rotationDays, tags, protect }: SecretStoreSpec, { regions }: GcpSettings) {
  return {
    // Unique in the project, of up to 255 letters, digits, - and _; free again as soon as it is deleted.
    secretId,
    replication: {
      userManaged: {
        replicas: [
          {
            location: regions.primary,
            ...(key === undefined ? {} : { customerManagedEncryption: { kmsKeyName: key.id } }),
          },
        ],
      },
    },
    deletionProtection: protect,
    // A value that was replaced by mistake can be brought back for a week.
    versionDestroyTtl: `${7 * 24 * 60 * 60}s`,
    // Google's own reminder needs a topic and the moment of the first one, which a program can't know.
    labels: { ...labelsOf(tags), "rotation-days": String(rotationDays) },
  } satisfies SecretArgs;
}
