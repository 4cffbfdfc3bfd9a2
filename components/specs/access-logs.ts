import type { Output } from "@pulumi/pulumi";
import type { Tags } from "../kit/tags.ts";

/** How records of who read and changed buckets are kept. */
export interface AccessLogsSpec {
  /** Days that a record is kept. */
  readonly logDays: number;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** Where it is written down who reads and writes objects, for the buckets that are given it. */
export interface AccessLogs {
  /** The cloud's identifier of the place, known only once records may be written there. */
  readonly id: Output<string>;
}
