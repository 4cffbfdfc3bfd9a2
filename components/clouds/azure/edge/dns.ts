import { DnssecConfig } from "@pulumi/azure-native/dns/dnssecConfig.js";
import { RecordSet, type RecordSetArgs } from "@pulumi/azure-native/dns/recordSet.js";
import { Zone, type ZoneArgs } from "@pulumi/azure-native/dns/zone.js";
import { output, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import type { DnsZone, DnsZoneSpec, EdgeRecord } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AzureDnsZoneTransforms {
  readonly zone?: Transform<ZoneArgs>;
}

/** What a zone is made from. */
export interface AzureDnsZoneArgs {
  readonly group: ResourceGroup;
  readonly spec: DnsZoneSpec;
  readonly transforms?: AzureDnsZoneTransforms | undefined;
}

/**
 * A public zone of Azure DNS, signed. It has no lock of Azure's against deletion, since such a lock also keeps records from
 * being deleted. https://learn.microsoft.com/azure/dns/dns-protect-zones-recordsets
 */
export class AzureDnsZone extends Component implements DnsZone {
  static readonly type = "landbridge:azure:DnsZone";
  /** The domain: what records are made in. */
  readonly id: Output<string>;
  readonly nameServers: Output<string[]>;
  readonly delegationSigner: Output<string>;

  constructor(name: string, { group, spec, transforms }: AzureDnsZoneArgs, opts: ComponentResourceOptions) {
    const { plan, tags, protect } = spec;
    super(AzureDnsZone.type, name, { domain: plan.domain }, opts);
    const resourceGroupName = group.name(opts);
    const zone = new Zone(
      `${name}-dns`,
      transformed(transforms?.zone, {
        resourceGroupName,
        zoneName: plan.domain,
        location: "global",
        tags: tagsOf(tags),
      }),
      // Its name is the domain's, and a group holds one zone of a name.
      { parent: this, protect, deleteBeforeReplace: true },
    );
    const place = { resourceGroupName, zoneName: zone.name };
    for (const { fqdn, role, type, values, ttlSeconds } of plan.records) {
      const record = { fqdn, type, values: [...values], ttlSeconds };
      new RecordSet(`${name}-${role}`, { ...place, ...recordSetArgs(plan.domain, record) }, { parent: this });
    }
    const signed = new DnssecConfig(`${name}-signed`, place, { parent: this });
    this.id = afterAll(zone.name, [signed.urn]);
    this.nameServers = zone.nameServers;
    this.delegationSigner = signed.signingKeys.apply(
      (keys) => keys.find(({ flags }) => flags === keySigningFlags)?.delegationSignerInfo[0]?.record ?? "",
    );
    this.registerOutputs({ nameServers: this.nameServers, delegationSigner: this.delegationSigner });
  }
}

/** What marks the key that signs keys. https://www.rfc-editor.org/rfc/rfc4034#section-2.1.1 */
const keySigningFlags = 257;

/** A record to make. */
export interface RecordWish {
  /** Whole name, without a dot at its end. */
  readonly fqdn: string;
  readonly type: EdgeRecord["type"];
  readonly values: Input<string[]>;
  readonly ttlSeconds: number;
}

/** A set of records below the domain, as Azure DNS writes it. https://learn.microsoft.com/azure/dns/dns-zones-records */
export function recordSetArgs(
  domain: string,
  { fqdn, type, values, ttlSeconds }: RecordWish,
): Omit<RecordSetArgs, "resourceGroupName" | "zoneName"> {
  const all = output(values);
  const relativeRecordSetName = fqdn === domain ? "@" : fqdn.slice(0, -(domain.length + 1));
  const common = { relativeRecordSetName, recordType: type, ttl: ttlSeconds };
  switch (type) {
    case "A":
      return { ...common, aRecords: all.apply((known) => known.map((ipv4Address) => ({ ipv4Address }))) };
    case "AAAA":
      return { ...common, aaaaRecords: all.apply((known) => known.map((ipv6Address) => ({ ipv6Address }))) };
    case "CNAME":
      return { ...common, cnameRecord: { cname: all.apply(([cname]) => cname ?? "") } };
    case "TXT":
      return { ...common, txtRecords: all.apply((known) => known.map((value) => ({ value: [value] }))) };
  }
}
