import type { Output } from "@pulumi/pulumi";
import type { AddressPlan } from "../kit/network/addresses.ts";
import type { Door } from "../kit/network/balancers.ts";
import type { Spending } from "../kit/cost-modes.ts";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";

/** What an environment's network is asked to be. */
export interface NetworkSpec extends Pick<Spending, "nat" | "privateDoors" | "logDays" | "flowLogShare"> {
  readonly addresses: AddressPlan;
  /** Identifiers of a network that exists; nothing of it is changed. */
  readonly adopt?: { readonly network: string; readonly subnets: readonly string[] } | undefined;
  /** Blocks of environments that are joined with this one: they may call managed stores. */
  readonly peers: readonly string[];
  /** Load balancers of the cluster that are called from outside of it. In order of name. */
  readonly doors: readonly Door[];
  /** Encrypts the network's logs, where the cloud keeps those of one network by themselves. Absent where it has no keys. */
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A network as whatever stands in it names it. */
export interface Network {
  /** The cloud's identifier of the network. */
  readonly id: Output<string>;
  /** By which another environment on the same cloud names it, in whatever account and region that is. */
  readonly reference: Output<string>;
  /** The cloud's identifiers of the subnets that nodes live in. */
  readonly nodeSubnets: Output<string[]>;
  /** Resources that must exist before anything with a private address is made in it. */
  readonly ready: Output<string>;
}

/** What the gateway's address is asked to be. */
export interface IngressAddressSpec {
  readonly tags: Tags;
}

/** What the gateway is given so that visitors find it. */
export interface IngressAddress {
  /** IPv4 addresses to which DNS points: one, or one for each zone where a load balancer has one in each. */
  readonly addresses: Output<string[]>;
  /** By which a Service of type LoadBalancer in the cluster takes the addresses, and no others. */
  readonly serviceAnnotations: Output<Record<string, string>>;
}
