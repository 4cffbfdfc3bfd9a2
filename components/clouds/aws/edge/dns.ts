import { Key, type KeyArgs } from "@pulumi/aws/kms/key.js";
import { HostedZoneDnsSec } from "@pulumi/aws/route53/hostedZoneDnsSec.js";
import { KeySigningKey } from "@pulumi/aws/route53/keySigningKey.js";
import { Record } from "@pulumi/aws/route53/record.js";
import { Zone, type ZoneArgs } from "@pulumi/aws/route53/zone.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { DnsZone, DnsZoneSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { boundedName } from "../../../kit/names.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { edgeRegion } from "./edge-region.ts";
import { nameLimits } from "../names.ts";
import { policyDocument } from "../rights/policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsDnsZoneTransforms {
  readonly zone?: Transform<ZoneArgs>;
}

/** What a zone is made from. */
export interface AwsDnsZoneArgs {
  readonly spec: DnsZoneSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsDnsZoneTransforms | undefined;
}

/** A public zone of Route 53, signed. */
export class AwsDnsZone extends Component implements DnsZone {
  static readonly type = "landbridge:aws:DnsZone";
  readonly id: Output<string>;
  readonly nameServers: Output<string[]>;
  readonly delegationSigner: Output<string>;

  constructor(name: string, { spec, settings, transforms }: AwsDnsZoneArgs, opts: ComponentResourceOptions) {
    const { plan, protect } = spec;
    super(AwsDnsZone.type, name, { domain: plan.domain }, opts);
    const zone = new Zone(`${name}-dns`, transformed(transforms?.zone, zoneArgs(spec)), { parent: this, protect });
    for (const { fqdn, role, type, values, ttlSeconds } of plan.records) {
      const args = { zoneId: zone.zoneId, name: fqdn, type, ttl: ttlSeconds, records: [...values] };
      new Record(`${name}-${role}`, args, { parent: this });
    }
    const key = new Key(`${name}-signing-key`, signingKeyArgs(name, spec.tags, settings), { parent: this, protect });
    const signingKey = new KeySigningKey(
      `${name}-signing`,
      {
        hostedZoneId: zone.zoneId,
        keyManagementServiceArn: key.arn,
        // Letters, digits and underscores only.
        name: boundedName(name, nameLimits.keySigningKey).replaceAll("-", "_"),
      },
      { parent: this },
    );
    const signed = new HostedZoneDnsSec(
      `${name}-signed`,
      { hostedZoneId: zone.zoneId },
      { parent: this, dependsOn: [signingKey] },
    );
    this.id = zone.zoneId;
    this.nameServers = zone.nameServers;
    // A DS record above a zone that isn't signed yet would take the domain off the net.
    this.delegationSigner = afterAll(signingKey.dsRecord, [signed.urn]);
    this.registerOutputs({ nameServers: this.nameServers, delegationSigner: this.delegationSigner });
  }
}

function zoneArgs({ plan, tags }: DnsZoneSpec): ZoneArgs {
  return {
    name: plan.domain,
    comment: `Public names below ${plan.domain}`,
    forceDestroy: false,
    tags: tagsOf(tags),
  };
}

/**
 * The key that signs the zone's keys. KMS rotates no key of this kind; a new one is another signing key beside the first.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html
 */
function signingKeyArgs(name: string, tags: Tags, { account }: AwsSettings): KeyArgs {
  const service = { Service: "dnssec-route53.amazonaws.com" };
  const ofOwnZones = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
  };
  return {
    region: edgeRegion,
    description: name,
    keyUsage: "SIGN_VERIFY",
    customerMasterKeySpec: "ECC_NIST_P256",
    deletionWindowInDays: 30,
    policy: policyDocument([
      {
        Sid: "Administration",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "Signing",
        Effect: "Allow",
        Principal: service,
        Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
        Resource: "*",
        Condition: ofOwnZones,
      },
      {
        Sid: "SigningGrants",
        Effect: "Allow",
        Principal: service,
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { ...ofOwnZones, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]),
    tags: tagsOf(tags, name),
  };
}
