import type { Input, Resource } from "@pulumi/pulumi";
import type { ObjectsAccess, PodIdentity } from "../../cloud.ts";
import type { Surroundings } from "../../kit/surroundings.ts";

/** Where stores in the cluster are copied to, and what does it. */
export interface BackupPlaces {
  /** What copies: it is there before whatever it copies. Absent where nothing is copied. */
  readonly ready?: Resource | undefined;
  /** What each identity is in the cloud, by its name in the environment. */
  readonly identities: Readonly<Record<string, Input<string>>>;
  /** Where buckets are, by name. */
  readonly bucketUrls: Readonly<Record<string, Input<string>>>;
  /** What the cloud calls them, by name. - behaviour: nobody asks. */
  readonly bucketNames?: Readonly<Record<string, Input<string>>>;
  /** How pods get an identity; absent where there is no cloud. */
  readonly podIdentity?: PodIdentity | undefined;
  /** How buckets are reached that are in the cluster. - behaviour: they are the cloud's. */
  readonly objects?: ObjectsAccess | undefined;
}

/** What is known of every store that Jobs copy. */
export interface CopiedStoreArgs<Wish> {
  readonly store: string;
  readonly wish: Wish;
  readonly places: BackupPlaces | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}
