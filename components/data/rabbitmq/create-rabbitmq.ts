import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { decideBridgeUser, decideDeviceBridge } from "../../kit/messaging/rabbitmq/device-bridge.ts";
import { decideQueues, decideRabbitmqUsers } from "../../kit/messaging/rabbitmq/rabbitmq.ts";
import { RabbitmqSetup, type RabbitmqSetupArgs } from "./rabbitmq-setup.ts";
import type { DataStoresArgs } from "../made-store.ts";

/** Brokers with what is inside of them. */
export function createRabbitmq(
  name: string,
  args: Omit<RabbitmqSetupArgs, "queues" | "users">,
  environment: DataStoresArgs["environment"],
  opts: ComponentResourceOptions,
): RabbitmqSetup {
  const queues = decideQueues(environment, args.store);
  const bridge = decideDeviceBridge(args.store, args.wish.mqtt);
  const users = [
    ...(bridge === undefined ? [] : [decideBridgeUser(bridge)]),
    ...decideRabbitmqUsers(environment, args.store),
  ];
  return new RabbitmqSetup(name, { ...args, queues, users }, opts);
}
