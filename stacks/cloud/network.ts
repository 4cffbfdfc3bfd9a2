import type { Output } from "@pulumi/pulumi";
import type { Network } from "../../components/cloud.ts";
import { decideAddresses } from "../../components/kit/addresses.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "./place.ts";

/** The private network, or the one that exists already. */
export function createNetwork({ name, environment, cloud, opts }: Place): Network {
  const spec = {
    addresses: decideAddresses(environment.network.cidr),
    adopt: environment.network.adopt,
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.network(`${name}-network`, spec, opts);
}

/** The fixed public address of the gateway, where it is wished for. */
export function createIngressAddress({ name, environment, cloud, opts }: Place): Output<string> | undefined {
  if (environment.ingress.address === "none") return undefined;
  return cloud.ingressAddress(`${name}-ingress-address`, { tags: decideTags(environment) }, opts).address;
}
