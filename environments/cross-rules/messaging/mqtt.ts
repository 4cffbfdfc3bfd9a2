import { deviceTopic } from "../../../components/kit/messaging/rabbitmq/device-bridge.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { MqttWish } from "../../schema/messaging/mqtt.ts";
import { topicName } from "../../schema/messaging/topics.ts";
import { everyService, named } from "../services/every-service.ts";

function devices({ stores }: Pick<Environment, "stores">): (readonly [string, MqttWish])[] {
  return Object.entries(stores).flatMap(([name, wish]) =>
    wish.kind === "rabbitmq" && wish.mqtt !== undefined ? [[name, wish.mqtt] as const] : [],
  );
}

/** Devices are known at a RabbitMQ in the cluster: a cloud's own has neither the plug-ins nor our keys. */
export const devicesAreInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([name, wish]) =>
    wish.kind === "rabbitmq" && wish.mqtt !== undefined && wish.placement === "managed"
      ? [
          {
            ...at(["stores", name, "mqtt"]),
            rule: "needs plug-ins that a managed RabbitMQ hasn't",
            wayOut: "write placement: in-cluster, or delete mqtt",
          },
        ]
      : [],
  );

/** The services that have to do with devices are there. */
export const deviceServicesExist: Check = (environment, at) => {
  const services = everyService(environment).map(({ domain, name }) => `${domain}/${name}`);
  const choose = chooser("services");
  return devices(environment).flatMap(([store, { registry, clients }]) =>
    [
      { service: registry, path: ["stores", store, "mqtt", "registry"] },
      ...clients.map((service, index) => ({ service, path: ["stores", store, "mqtt", "clients", index] })),
    ]
      .filter(({ service }) => !services.includes(service))
      .map(({ service, path }) => ({
        ...at(path),
        rule: "names no service",
        wayOut: choose(service, () => services),
      })),
  );
};

/** What crosses to a Kafka has one in the cluster to cross to. */
export const deviceMessagesHaveAKafka: Check = (environment, at) => {
  const kafkas = Object.entries(environment.stores)
    .filter(([, { kind, placement }]) => kind === "kafka" && placement === "in-cluster")
    .map(([name]) => name);
  const choose = chooser("Kafka stores in the cluster");
  return devices(environment).flatMap(([store, { kafka, collects, commands }]) => {
    const crosses = Object.keys(collects).length > 0 || commands !== undefined;
    const place = ["stores", store, "mqtt"];
    if (kafka === undefined)
      return crosses
        ? [
            {
              ...at([...place, "kafka"]),
              rule: "is needed for what devices send and are sent",
              wayOut: "name a Kafka store in the cluster, or delete collects and commands",
            },
          ]
        : [];
    if (!kafkas.includes(kafka))
      return [
        {
          ...at([...place, "kafka"]),
          rule: "names no Kafka store in the cluster",
          wayOut: choose(kafka, () => kafkas),
        },
      ];
    return crosses
      ? []
      : [
          {
            ...at([...place, "kafka"]),
            rule: "is of no use: nothing is collected or commanded",
            wayOut: "write collects or commands, or delete kafka",
          },
        ];
  });
};

/** Commands come from somebody. */
export const commandsArePublished: Check = (environment, at) =>
  devices(environment).flatMap(([store, { kafka, commands }]) => {
    if (kafka === undefined || commands === undefined || named(environment.stores, kafka)?.kind !== "kafka") return [];
    const topics = everyService(environment).flatMap(({ service }) =>
      Object.entries(service.publishes).flatMap(([topic, { to }]) => (to === kafka ? [topic] : [])),
    );
    if (topics.includes(commands)) return [];
    return [
      {
        ...at(["stores", store, "mqtt", "commands"]),
        rule: `is published by no service to ${kafka}`,
        wayOut: chooser(`topics of ${kafka}`)(commands, () => topics),
      },
    ];
  });

/** A channel's topic is one that a service can consume. */
export const channelsMakeTopics: Check = (environment, at) =>
  devices(environment).flatMap(([store, { collects }]) =>
    Object.keys(collects)
      .filter((channel) => !topicName.safeParse(deviceTopic(store, channel)).success)
      .map((channel) => ({
        ...at(["stores", store, "mqtt", "collects", channel], "key"),
        rule: `makes the topic ${deviceTopic(store, channel)}, whose name no topic can have`,
        wayOut: "write another name, ending in a letter or digit",
      })),
  );
