import type { Output } from "@pulumi/pulumi";
import type { EdgePlan, ZonePlan } from "../kit/edge/edge.ts";
import type { Tags } from "../kit/tags.ts";
import type { ObjectStore } from "./object-store.ts";

/** What a cloud's public DNS zone is asked to be. */
export interface DnsZoneSpec {
  readonly plan: ZonePlan;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A signed public zone. */
export interface DnsZone {
  /** The cloud's identifier of the zone, for records of the same cloud. */
  readonly id: Output<string>;
  /** Whoever holds the domain above delegates to these. */
  readonly nameServers: Output<string[]>;
  /** The DS record that the domain above holds besides, so that forged answers are noticed. */
  readonly delegationSigner: Output<string>;
}

/** What stands between the internet and the environment's hosts: names, certificates, CDN, firewall. */
export interface EdgeSpec {
  readonly plan: EdgePlan;
  /** Where records are made. Absent where the zone is elsewhere; then `Edge.records` says what it needs. */
  readonly zone?: DnsZone | undefined;
  /** The gateway's addresses. Absent where no host leads there. */
  readonly gateway?: Output<string[]> | undefined;
  /** Buckets that hosts lead to, by name. */
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  /** Days that its logs are kept, where it has a place of its own for them. */
  readonly logDays: number;
  readonly tags: Tags;
}

/** A record that a zone needs for an edge: whoever holds the zone makes it. */
export interface EdgeRecord {
  /** Whole name, without a dot at its end. */
  readonly name: Output<string>;
  readonly type: "A" | "AAAA" | "CNAME" | "TXT";
  readonly values: Output<string[]>;
}

/** What the world reaches. */
export interface Edge {
  /** By host: the name that leads to this edge and to no other, for the weights of whoever holds the zone. */
  readonly hostNames: Readonly<Record<string, Output<string>>>;
  /** All records that the edge needs besides the hosts' own, whether they are made here or not. */
  readonly records: readonly EdgeRecord[];
}
