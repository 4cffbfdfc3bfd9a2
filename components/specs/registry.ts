import type { Output } from "@pulumi/pulumi";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";

export interface RegistrySpec {
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface Registry {
  /** Host and path before an image's repository, without a trailing slash. */
  readonly host: Output<string>;
}
