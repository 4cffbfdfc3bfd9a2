import { isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cloud, ManagedRabbitmqSpec, Network } from "../../cloud.ts";
import type { Tags } from "../../kit/tags.ts";

/** Fields that differ from the filled-in spec: a network by its name. */
type Change = Partial<Omit<ManagedRabbitmqSpec, "network">> & { readonly network?: string };

/** The method of the contract that makes brokers of queues, with its spec filled in. */
export interface RabbitmqKit {
  rabbitmq(change?: Change): Output<unknown>;
}

/** The name that the kit gives to what it makes. */
export const rabbitmqNames = { rabbitmq: "shop-jobs" } as const;

/** What the spec is filled in with. */
export const rabbitmqWish = {
  kind: "rabbitmq",
  placement: "managed",
  size: "large",
  dataClass: "internal",
  version: "4.2",
  brokers: 3,
  storageGiB: 20,
} as const;

/** Handles that the rest of the kit makes when they are first needed. */
export interface RabbitmqHandles {
  readonly network: (name?: string) => Network;
  readonly tags: Tags;
}

/** The kit on a cloud. */
export function rabbitmqKitOf(
  cloud: Cloud,
  { network: networkNamed, tags }: RabbitmqHandles,
  opts: ComponentResourceOptions,
): RabbitmqKit {
  return {
    rabbitmq({ network, ...change } = {}) {
      const spec = { wish: rabbitmqWish, tags, protect: true, ...change, network: networkNamed(network) };
      const { endpoint, management, admin } = cloud.rabbitmq(rabbitmqNames.rabbitmq, spec, opts);
      return output({ endpoint, management, admin, secret: isSecret(admin.password) });
    },
  };
}
