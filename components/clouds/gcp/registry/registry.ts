import { Repository, type RepositoryArgs } from "@pulumi/gcp/artifactregistry/repository.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Registry, RegistrySpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import { createMirrors } from "./registry-mirrors.ts";
import type { ApiName, Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpRegistryTransforms {
  readonly repository?: Transform<RepositoryArgs>;
}

/** What a registry is made from. */
export interface GcpRegistryArgs {
  readonly apis: Apis;
  readonly spec: RegistrySpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpRegistryTransforms | undefined;
}

/**
 * A private registry for images, whose tags never move, and mirrors of others beside it. Artifact Registry copies no
 * repository to another region.
 */
export class GcpRegistry extends Component implements Registry {
  static readonly type = "landbridge:gcp:Registry";
  readonly host: Output<string>;
  readonly mirrors: Registry["mirrors"];

  constructor(name: string, { apis, spec, settings, transforms }: GcpRegistryArgs, opts: ComponentResourceOptions) {
    super(GcpRegistry.type, name, {}, opts);
    const dependsOn = apis.enable(apisOf(spec), opts);
    const repository = new Repository(
      `${name}-images`,
      transformed(transforms?.repository, {
        ...commonArgs(spec, settings),
        ...imagesArgs(boundedName(name, nameLimits.repository)),
      }),
      // Its name is part of every image's, hence fixed.
      { parent: this, dependsOn, ...holdsData(spec.protect) },
    );
    this.host = repository.registryUri;
    const common = commonArgs(spec, settings);
    this.mirrors = createMirrors(name, { spec, settings, common }, { parent: this, dependsOn });
    this.registerOutputs({ host: this.host });
  }
}

function apisOf({ scanning, mirrors }: RegistrySpec): ApiName[] {
  return [
    "artifactregistry",
    ...(scanning ? (["containerscanning"] as const) : []),
    ...(mirrors.some(({ login }) => login !== undefined) ? (["secretmanager"] as const) : []),
  ];
}

function commonArgs({ scanning, key, tags }: RegistrySpec, { regions }: GcpSettings) {
  return {
    location: regions.primary,
    format: "DOCKER",
    // Inherited from the project, whose API scans whatever is pushed to any repository that isn't left out; each image costs.
    // https://cloud.google.com/artifact-analysis/docs/enable-automatic-scanning
    vulnerabilityScanningConfig: { enablementConfig: scanning ? "INHERITED" : "DISABLED" },
    labels: labelsOf(tags),
    ...(key === undefined ? {} : { kmsKeyName: key.id }),
  };
}

function imagesArgs(repositoryId: string) {
  return {
    repositoryId,
    mode: "STANDARD_REPOSITORY",
    dockerConfig: { immutableTags: true },
    cleanupPolicyDryRun: false,
    // Tagged images can't be cleaned up while tags never move. What lost its tag is left over from a failed push.
    // https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy
    cleanupPolicies: [
      {
        id: "delete-untagged",
        action: "DELETE",
        condition: { tagState: "UNTAGGED", olderThan: `${keptDays.untaggedImage * 86_400}s` },
      },
    ],
  };
}
