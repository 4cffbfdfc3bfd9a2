import { Repository, type RepositoryArgs } from "@pulumi/gcp/artifactregistry/repository.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Registry, RegistrySpec } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { boundedName } from "../../kit/names.ts";
import { transformed, type Transform } from "../../kit/transforms.ts";
import { labelsOf } from "./labels.ts";
import { nameLimits } from "./names.ts";
import type { Apis } from "./services.ts";
import type { GcpSettings } from "./settings.ts";

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

/** A private registry for images, whose tags never move. */
export class GcpRegistry extends Component implements Registry {
  static readonly type = "landbridge:gcp:Registry";
  readonly host: Output<string>;

  constructor(name: string, { apis, spec, settings, transforms }: GcpRegistryArgs, opts: ComponentResourceOptions) {
    super(GcpRegistry.type, name, {}, opts);
    const dependsOn = apis.enable(["artifactregistry"], opts);
    const repository = new Repository(
      `${name}-images`,
      transformed(transforms?.repository, repositoryArgs(boundedName(name, nameLimits.repository), spec, settings)),
      // Its name is part of every image's, so a replacement keeps it and has to wait until it is free.
      { parent: this, dependsOn, protect: spec.protect, deleteBeforeReplace: true },
    );
    this.host = repository.registryUri;
    this.registerOutputs({ host: this.host });
  }
}

function repositoryArgs(repositoryId: string, { key, tags }: RegistrySpec, { regions }: GcpSettings): RepositoryArgs {
  return {
    repositoryId,
    location: regions.primary,
    format: "DOCKER",
    mode: "STANDARD_REPOSITORY",
    dockerConfig: { immutableTags: true },
    // As the project decides: images are scanned where its Container Scanning API is on, which costs for each image.
    vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
    cleanupPolicyDryRun: false,
    // Tagged images can't be cleaned up while tags never move. What lost its tag is left over from a failed push.
    // https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy
    cleanupPolicies: [
      { id: "delete-untagged", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: "1209600s" } },
    ],
    labels: labelsOf(tags),
    ...(key === undefined ? {} : { kmsKeyName: key.id }),
  };
}
