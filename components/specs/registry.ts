import type { Input, Output } from "@pulumi/pulumi";
import type { Upstream } from "../../environments/schema/registry.ts";
import type { MirroredRepositories } from "../kit/registry/mirrors.ts";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";

/** What the environment's registry of images is asked to be. */
export interface RegistrySpec {
  /** Repositories that images are pushed to, e.g. `commerce/order`, for a cloud that wants each made before. */
  readonly repositories: readonly string[];
  /** Whether images are looked into for known flaws when they are pushed. */
  readonly scanning: boolean;
  /** Other regions to which each image is copied. */
  readonly replicateTo: readonly string[];
  /** Registries of the world that are pulled from through this one. */
  readonly mirrors: readonly MirrorSpec[];
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A registry of the world, what is pulled from it, and who asks there. */
export interface MirrorSpec extends MirroredRepositories {
  /** Absent where nobody logs in. */
  readonly login?: { readonly user: string; readonly password: Input<string> } | undefined;
}

/** Where images are pulled from. */
export interface Registry {
  /** Host and path before an image's repository, without a trailing slash. */
  readonly host: Output<string>;
  /** By registry of the world: host and path before an image's repository instead. The same as `ClusterFacts.mirrors`. */
  readonly mirrors: Readonly<Partial<Record<Upstream, Output<string>>>>;
}
