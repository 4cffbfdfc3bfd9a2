import type { RabbitmqWish } from "../../../environments/schema/messaging/rabbitmq.ts";
import type { ManagedRabbitmqSpec } from "../../cloud.ts";
import type { Asked } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";
import { rabbitmqWish } from "./rabbitmq-kit.contract.ts";

const others: {
  readonly [
    F in keyof Omit<RabbitmqWish, "kind" | "placement" | "dataClass" | "volumes" | "storageGiB" | "mqtt">
  ]-?: Pick<RabbitmqWish, F>;
} = {
  size: { size: "xlarge" },
  version: { version: "4.3" },
  brokers: { brokers: 1 },
};

/** A broker's fields. Its class of data acts through tags; volumes are the cloud's own business, and devices are in the cluster only. */
export const rabbitmq: Asked<ManagedRabbitmqSpec> = {
  wish: Object.fromEntries(
    Object.entries(others).map(([field, other]): [string, Build] => [
      `wish.${field}`,
      (kit) => kit.rabbitmq({ wish: { ...rabbitmqWish, ...other } }),
    ]),
  ),
  network: { network: (kit) => kit.rabbitmq({ network: "shop-second-network" }) },
  tags: { tags: (kit) => kit.rabbitmq({ tags: { ...tags, owner: "other" } }) },
  protect: { protect: (kit) => kit.rabbitmq({ protect: false }) },
};
