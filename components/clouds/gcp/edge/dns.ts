import { getKeysOutput } from "@pulumi/gcp/dns/getKeys.js";
import { ManagedZone, type ManagedZoneArgs } from "@pulumi/gcp/dns/managedZone.js";
import { RecordSet, type RecordSetArgs } from "@pulumi/gcp/dns/recordSet.js";
import { interpolate, output, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import type { DnsZone, DnsZoneSpec, EdgeRecord } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import type { Apis } from "../account/services.ts";

/** What a caller may change on the children below. */
export interface GcpDnsZoneTransforms {
  readonly zone?: Transform<ManagedZoneArgs>;
}

/** What a zone is made from. */
export interface GcpDnsZoneArgs {
  readonly apis: Apis;
  readonly spec: DnsZoneSpec;
  readonly transforms?: GcpDnsZoneTransforms | undefined;
}

/** A public zone, signed and with a log of its queries. */
export class GcpDnsZone extends Component implements DnsZone {
  static readonly type = "landbridge:gcp:DnsZone";
  readonly id: Output<string>;
  readonly nameServers: Output<string[]>;
  readonly delegationSigner: Output<string>;

  constructor(name: string, { apis, spec, transforms }: GcpDnsZoneArgs, opts: ComponentResourceOptions) {
    const { plan } = spec;
    super(GcpDnsZone.type, name, { domain: plan.domain }, opts);
    const dependsOn = apis.enable(["dns"], opts);
    const zone = new ManagedZone(
      autoNamed(`${name}-dns`, nameLimits.zone),
      transformed(transforms?.zone, zoneArgs(spec)),
      { parent: this, dependsOn, protect: spec.protect },
    );
    for (const { fqdn, role, type, values, ttlSeconds } of plan.records) {
      const args = recordSetArgs(zone.name, { name: fqdn, type, values: [...values], ttlSeconds });
      new RecordSet(`${name}-${role}`, args, { parent: this });
    }
    this.id = zone.name;
    this.nameServers = zone.nameServers;
    // The key that signs keys is made with the zone. https://cloud.google.com/dns/docs/dnssec-config
    this.delegationSigner = getKeysOutput({ managedZone: zone.id }, { parent: this }).keySigningKeys.apply(
      ([key]) => key?.dsRecord ?? "",
    );
    this.registerOutputs({ nameServers: this.nameServers, delegationSigner: this.delegationSigner });
  }
}

function zoneArgs({ plan, tags }: DnsZoneSpec): ManagedZoneArgs {
  return {
    dnsName: `${plan.domain}.`,
    description: `Public names below ${plan.domain}`,
    visibility: "public",
    // NSEC3, so that nobody can walk through the zone's names. https://cloud.google.com/dns/docs/dnssec-advanced
    dnssecConfig: { state: "on", nonExistence: "nsec3" },
    cloudLoggingConfig: { enableLogging: true },
    forceDestroy: false,
    labels: labelsOf(tags),
  };
}

/** A record to make. */
export interface RecordWish {
  /** Whole name, without a dot at its end. */
  readonly name: Input<string>;
  readonly type: EdgeRecord["type"];
  readonly values: Input<string[]>;
  readonly ttlSeconds: number;
}

/** A set of records as Cloud DNS writes it: whole names end in a dot, texts stand in quotes. */
export function recordSetArgs(zone: Output<string>, { name, type, values, ttlSeconds }: RecordWish): RecordSetArgs {
  return {
    managedZone: zone,
    name: interpolate`${name}.`,
    type,
    ttl: ttlSeconds,
    rrdatas: output(values).apply((all) => all.map((value) => rrdata(type, value))),
  };
}

/** A value as a zone file has it. https://cloud.google.com/dns/docs/records#add_a_record */
export function rrdata(type: EdgeRecord["type"], value: string): string {
  if (type === "CNAME") return `${value}.`;
  return type === "TXT" ? `"${value}"` : value;
}
