import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { Labels } from "../labels.ts";

/** Specification of a `Certificate`. */
export type CertificateSpec = NonNullable<ICertificate["spec"]>;

/** What a store's certificate is like. */
export interface CertificateWish {
  /** Every name by which clients and other servers reach who shows it, see `decideHosts`. */
  readonly hosts: readonly string[];
  /** At most 64 characters. */
  readonly commonName: string;
  /** Days for which it is valid; a third of them before its end there is a new one. - behaviour: 90. */
  readonly days?: number | undefined;
  /** Organisation and unit, for servers that know each other by them. - behaviour: none. */
  readonly subject?:
    { readonly organizations?: readonly string[]; readonly organizationalUnits?: readonly string[] } | undefined;
  /** Put the key and the certificates into one file, `tls-combined.pem`, besides. - behaviour: don't. */
  readonly combined?: true | undefined;
}

/** The Secret that a certificate is written to. */
export interface CertificateSecret {
  readonly secretName: string;
  readonly labels: Labels;
  /** - behaviour: none. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** Says of a certificate that who shows it reads it at its start only. */
export const readAtStartAnnotation = "landbridge.dev/read-at-start";

/**
 * A certificate for servers, and for servers that are each other's clients; each new one has a new key. Who signs it is said elsewhere.
 * https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export function decideCertificate(
  { hosts, commonName, days = 90, subject = {}, combined }: CertificateWish,
  { secretName, labels, annotations }: CertificateSecret,
): Omit<CertificateSpec, "issuerRef"> {
  const { organizations, organizationalUnits } = subject;
  const named = {
    ...(organizations === undefined ? {} : { organizations: [...organizations] }),
    ...(organizationalUnits === undefined ? {} : { organizationalUnits: [...organizationalUnits] }),
  };
  return {
    secretName,
    secretTemplate: {
      labels: { ...labels },
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    },
    commonName,
    dnsNames: [...new Set(hosts)],
    ...(Object.keys(named).length === 0 ? {} : { subject: named }),
    duration: `${days * 24}h`,
    renewBefore: `${days * 8}h`,
    // PKCS#8, which every server reads; the form that came before it only some.
    privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
    usages: ["digital signature", "key encipherment", "server auth", "client auth"],
    revisionHistoryLimit: 1,
    ...(combined === undefined ? {} : { additionalOutputFormats: [{ type: "CombinedPEM" }] }),
  };
}
