import { Certificate, type CertificateArgs } from "@pulumi/aws/acm/certificate.js";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation.js";
import { Record } from "@pulumi/aws/route53/record.js";
import type { Output, Resource } from "@pulumi/pulumi";
import type { DnsZone, EdgeRecord } from "../../../cloud.ts";
import { recordTtlSeconds } from "../../../kit/edge/edge.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { edgeRegion } from "./edge-region.ts";
import { tagsOf } from "../tags.ts";

/** What a certificate is made from. */
export interface CertificateWish {
  readonly fqdn: string;
  /** Where its record is made; absent where the zone is elsewhere. */
  readonly zone: DnsZone | undefined;
  readonly tags: Tags;
  readonly transform: Transform<CertificateArgs> | undefined;
}

/** A certificate, and by what AWS may make it. */
export interface IssuedCertificate {
  /** Known only after it was issued. */
  readonly arn: Output<string>;
  /** The record that authorizes AWS, now and at each renewal. */
  readonly record: EdgeRecord;
}

/**
 * A certificate that AWS makes and renews as long as its record stands. Where the zone is elsewhere, the first `up` waits here
 * for somebody to make the record, 75 minutes at most; the console and `aws acm describe-certificate` show it meanwhile.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function createCertificate(
  name: string,
  { fqdn, zone, tags, transform }: CertificateWish,
  parent: Resource,
): IssuedCertificate {
  const certificate = new Certificate(
    `${name}-cert`,
    transformed(transform, {
      region: edgeRegion,
      domainName: fqdn,
      validationMethod: "DNS",
      keyAlgorithm: "RSA_2048",
      tags: tagsOf(tags, fqdn),
    }),
    { parent },
  );
  // One name, so that there is one proof.
  const proof = certificate.domainValidationOptions.apply(([option]) => option);
  const record: EdgeRecord = {
    name: proof.apply((option) => withoutDot(option?.resourceRecordName ?? "")),
    type: "CNAME",
    values: proof.apply((option) => [withoutDot(option?.resourceRecordValue ?? "")]),
  };
  const made =
    zone === undefined
      ? []
      : [
          new Record(
            `${name}-proof-record`,
            {
              zoneId: zone.id,
              name: record.name,
              type: record.type,
              ttl: recordTtlSeconds,
              records: record.values,
            },
            { parent },
          ),
        ];
  const validation = new CertificateValidation(
    `${name}-issued`,
    {
      region: edgeRegion,
      certificateArn: certificate.arn,
      ...(made.length === 0 ? {} : { validationRecordFqdns: made.map(({ fqdn: found }) => found) }),
    },
    { parent },
  );
  return { arn: validation.certificateArn, record };
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}
