import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { StoreAccess } from "../../cloud.ts";
import { decideDeviceBridges } from "../../kit/messaging/rabbitmq/device-bridge.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { DeviceBridge } from "./device-bridge.ts";

/** Between which stores messages are moved, and where. */
export interface DeviceBridgesArgs {
  readonly environment: Pick<Environment, "stores">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** A store that is there. */
interface Made {
  readonly access: StoreAccess;
  readonly servers?: Resource | undefined;
}

/** Every bridge of an environment, once both of its stores are there. */
export function createDeviceBridges(
  name: string,
  { environment, surroundings, namespace }: DeviceBridgesArgs,
  made: Readonly<Record<string, Made>>,
  opts: ComponentResourceOptions,
): void {
  for (const bridge of decideDeviceBridges(environment)) {
    const from = made[bridge.store];
    const to = made[bridge.kafka];
    const dataClass = environment.stores[bridge.store]?.dataClass;
    if (from?.access.kind !== "rabbitmq" || to?.access.kind !== "kafka" || dataClass === undefined)
      throw new Error(`${bridge.store} has devices, and ${bridge.kafka} is no Kafka for what they send`);
    const ends = [from.servers, to.servers].filter((one) => one !== undefined);
    const reached = { rabbitmq: from.access, kafka: to.access, ends };
    new DeviceBridge(
      `${name}-${bridge.store}-bridge`,
      { bridge, dataClass, ...reached, surroundings, namespace },
      opts,
    );
  }
}
