import type { Input, Output } from "@pulumi/pulumi";

/** How buckets in the cluster are reached: by the S3 API with keys, always over TLS. */
export interface ObjectsAccess {
  /** `https://…`, known only after its buckets are there. Buckets are named in the path. */
  readonly endpoint: Output<string>;
  readonly region: string;
  /** Who signed the server's certificate, in PEM. */
  readonly authority: Input<string>;
  /** The Secret in the stores' namespace that has it as `ca.crt`. */
  readonly authoritySecret: string;
  /** Where buckets are, by name. */
  readonly bucketUrls: Readonly<Record<string, Output<string>>>;
  /** By the identity's name in the environment. */
  readonly keys: Readonly<Record<string, ObjectKeys>>;
}

/** A login. */
export interface ObjectKeys {
  readonly accessKey: string;
  /** Always secret. */
  readonly secretKey: Output<string>;
}
