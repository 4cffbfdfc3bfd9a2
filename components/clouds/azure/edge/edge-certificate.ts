import { AFDCustomDomain, type AFDCustomDomainArgs } from "@pulumi/azure-native/cdn/afdcustomDomain.js";
import { output, type Output, type Resource } from "@pulumi/pulumi";
import type { EdgeHost } from "../../../kit/edge/edge.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { InProfile } from "./edge-cdn.ts";
import type { PlainRecord } from "./edge-records.ts";

/** A host's name at Front Door, with its certificate. */
export interface CustomDomain {
  readonly id: Output<string>;
  /** The record that proves whose the name is. */
  readonly record: PlainRecord;
}

/**
 * The host's name, with a certificate that Azure makes and renews, TLS 1.2 at least. The name is of use once its record is seen;
 * until then `up` doesn't wait. https://learn.microsoft.com/azure/frontdoor/domain
 */
export function createCustomDomain(
  name: string,
  { fqdn, name: host }: EdgeHost,
  profile: InProfile,
  transform: Transform<AFDCustomDomainArgs> | undefined,
  parent: Resource,
): CustomDomain {
  const domain = new AFDCustomDomain(
    `${name}-domain`,
    transformed(transform, {
      ...profile,
      customDomainName: host,
      hostName: fqdn,
      tlsSettings: {
        certificateType: "ManagedCertificate",
        minimumTlsVersion: "TLS12",
        cipherSuiteSetType: "TLS12_2023",
      },
    }),
    // Its name is fixed, so a second can't stand beside the first.
    { parent, deleteBeforeReplace: true },
  );
  const values = output(domain.validationProperties).apply(({ validationToken }) => [validationToken]);
  return { id: domain.id, record: { fqdn: `_dnsauth.${fqdn}`, type: "TXT", values } };
}
