import { bridgePods, decideDeviceBridges } from "../../messaging/rabbitmq/device-bridge.ts";
import { deviceServices } from "../../messaging/rabbitmq/mqtt.ts";
import type { DoorPlaces } from "../doors.ts";
import { mqttPorts, ports } from "../ports.ts";
import { doorFlows } from "./door-flows.ts";
import { servicePods, type Flow } from "./flow.ts";
import { storePods } from "./store-flows.ts";

/**
 * Devices come by way of the services that a store names and of its load balancer, to the ports of MQTT alone: never to AMQP or management. What moves their messages
 * reaches both of its stores.
 */
export function deviceFlows({ stores, network }: DoorPlaces): Flow[] {
  const reached = Object.entries(stores).flatMap(([store, wish]) => {
    if (wish.kind !== "rabbitmq" || wish.placement !== "in-cluster" || wish.mqtt === undefined) return [];
    const open = wish.mqtt.web ? [mqttPorts.mqtt, mqttPorts.web] : [mqttPorts.mqtt];
    const inside = deviceServices(wish.mqtt).map((service): Flow => {
      const [domain = "", name = ""] = service.split("/");
      return { from: servicePods(domain, name), to: storePods(store, "rabbitmq"), ports: open };
    });
    return [...inside, ...doorFlows(store, storePods(store, "rabbitmq"), { stores, network })];
  });
  const moved = decideDeviceBridges({ stores }).flatMap(({ store, kafka }): Flow[] => [
    { from: bridgePods(store), to: storePods(store, "rabbitmq"), ports: [ports.rabbitmq] },
    { from: bridgePods(store), to: storePods(kafka, "kafka"), ports: [ports.kafka] },
  ]);
  return [...reached, ...moved];
}
