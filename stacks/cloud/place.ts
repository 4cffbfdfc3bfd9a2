import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Cloud } from "../../components/cloud.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";

/** Where the parts of the cloud layer are made: what for, on what, and below which component. */
export interface Place {
  /** Every child's name begins with it. */
  readonly name: string;
  readonly environment: AnyEnvironment;
  readonly cloud: Cloud;
  readonly opts: ComponentResourceOptions;
}
