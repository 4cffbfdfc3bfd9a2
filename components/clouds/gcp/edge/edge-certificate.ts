import { Certificate } from "@pulumi/gcp/certificatemanager/certificate.js";
import { CertificateMap } from "@pulumi/gcp/certificatemanager/certificateMap.js";
import { CertificateMapEntry } from "@pulumi/gcp/certificatemanager/certificateMapEntry.js";
import { DnsAuthorization } from "@pulumi/gcp/certificatemanager/dnsAuthorization.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { EdgeRecord } from "../../../cloud.ts";
import type { EdgeHost } from "../../../kit/edge/edge.ts";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";

/** Certificates of all hosts, and by what Google may make them. */
export interface Certificates {
  /** The map as a target proxy names it. */
  readonly map: Output<string>;
  /** Records by host that authorize Google to make the host's certificate, now and at each renewal. */
  readonly records: Readonly<Record<string, EdgeRecord>>;
}

/**
 * A certificate for each host, made and renewed by Google as long as its record stands, wherever the host's visitors go.
 * https://cloud.google.com/certificate-manager/docs/deploy-google-managed-dns-auth
 */
export function createCertificates(
  name: string,
  { hosts, tags }: { readonly hosts: readonly EdgeHost[]; readonly tags: Tags },
  opts: ComponentResourceOptions,
): Certificates {
  const labels = labelsOf(tags);
  const named = (role: string): string => autoNamed(`${name}-${role}`, nameLimits.certificate);
  const map = new CertificateMap(named("certificates"), { labels }, opts);
  const records: Record<string, EdgeRecord> = {};
  hosts.forEach(({ name: host, fqdn }, index) => {
    const authorization = new DnsAuthorization(
      named(`${host}-proof`),
      // A record of this project's own: another cloud or project may ask for a certificate of the same name.
      { domain: fqdn, type: "PER_PROJECT_RECORD", labels },
      opts,
    );
    const certificate = new Certificate(
      named(`${host}-cert`),
      { managed: { domains: [fqdn], dnsAuthorizations: [authorization.id] }, labels },
      opts,
    );
    const entry = { map: map.name, certificates: [certificate.id], labels };
    new CertificateMapEntry(named(`${host}-entry`), { ...entry, hostname: fqdn }, opts);
    // Who asks for another name, such as a health check by the edge's own, is answered by some certificate.
    if (index === 0) new CertificateMapEntry(named("primary"), { ...entry, matcher: "PRIMARY" }, opts);
    records[host] = {
      name: authorization.dnsResourceRecords.apply(([record]) => withoutDot(record?.name ?? "")),
      type: "CNAME",
      values: authorization.dnsResourceRecords.apply(([record]) => [withoutDot(record?.data ?? "")]),
    };
  });
  return { map: interpolate`//certificatemanager.googleapis.com/${map.id}`, records };
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}
