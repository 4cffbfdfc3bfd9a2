import type { Output } from "@pulumi/pulumi";
import type { AddressPlan } from "../kit/addresses.ts";
import type { Tags } from "../kit/tags.ts";

export interface NetworkSpec {
  readonly addresses: AddressPlan;
  /** Identifiers of a network that exists; nothing of it is changed. */
  readonly adopt?: { readonly network: string; readonly subnets: readonly string[] } | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface Network {
  /** The cloud's identifier of the network. */
  readonly id: Output<string>;
  /** The cloud's identifiers of the subnets that nodes live in. */
  readonly nodeSubnets: Output<string[]>;
  /** Resources that must exist before anything with a private address is made in it. */
  readonly ready: Output<string>;
}

export interface IngressAddressSpec {
  readonly tags: Tags;
}

export interface IngressAddress {
  /** IPv4 address to which DNS points. */
  readonly address: Output<string>;
}
