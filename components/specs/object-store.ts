import type { Output } from "@pulumi/pulumi";
import type { BucketWish } from "../../environments/schema/stores.ts";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";

export interface ObjectStoreSpec {
  readonly wish: BucketWish;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface ObjectStore {
  /** With the scheme that the cloud's tools know, e.g. the URL of a bucket. */
  readonly url: Output<string>;
  readonly bucket: Output<string>;
}
