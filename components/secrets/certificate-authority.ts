import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey.js";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert.js";

/** An authority's certificate, and the key by which it signs. */
export interface CertificateAuthority {
  /** In PEM. */
  readonly certificate: Output<string>;
  /** In PEM, always secret. */
  readonly key: Output<string>;
}

const hoursPerYear = 365 * 24;

/**
 * An authority that signs itself, for ten years. From its ninth year on an `up` makes a new certificate of the same key and
 * name: whoever trusts either trusts what both signed, so that nothing else has to be made anew. The key stays until its resource
 * is replaced. Both lie in the stack's state, the key encrypted.
 * https://www.pulumi.com/registry/packages/tls/api-docs/selfsignedcert/
 */
export function createCertificateAuthority(
  name: string,
  { commonName, protect }: { readonly commonName: string; readonly protect: boolean },
  opts: CustomResourceOptions,
): CertificateAuthority {
  const key = new PrivateKey(`${name}-key`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, { ...opts, protect });
  const certificate = new SelfSignedCert(
    `${name}-certificate`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName },
      isCaCertificate: true,
      setSubjectKeyId: true,
      setAuthorityKeyId: true,
      allowedUses: ["cert_signing", "crl_signing", "digital_signature"],
      validityPeriodHours: 10 * hoursPerYear,
      earlyRenewalHours: hoursPerYear,
    },
    opts,
  );
  return { certificate: certificate.certPem, key: key.privateKeyPem };
}
