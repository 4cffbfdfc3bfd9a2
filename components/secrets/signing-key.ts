import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey.js";

/** A key that signs, and the one by which others know that it did. */
export interface SigningKey {
  /** In PEM (PKCS #8), always secret. */
  readonly privateKey: Output<string>;
  /** In PEM (PKIX). */
  readonly publicKey: Output<string>;
}

/**
 * A key for signatures by ES256, made once and kept in the stack's state, encrypted; a new one is made when the resource is replaced.
 * https://www.pulumi.com/registry/packages/tls/api-docs/privatekey/
 */
export function createSigningKey(name: string, opts: CustomResourceOptions): SigningKey {
  const { privateKeyPemPkcs8, publicKeyPem } = new PrivateKey(name, { algorithm: "ECDSA", ecdsaCurve: "P256" }, opts);
  return { privateKey: privateKeyPemPkcs8, publicKey: publicKeyPem };
}
