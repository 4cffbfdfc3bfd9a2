import type { Check } from "../../cross-rules.ts";
import { connectorSettingsAreItsOwn, connectorsFit, connectorTopicsDiffer } from "./kafka-connectors.ts";
import {
  broughtTopicsAreNotPublished,
  capturedStoresFit,
  capturedTablesDiffer,
  mirrorsFit,
  sourcesAreInCluster,
  workersCanStart,
  workersHaveNamesOfTheirOwn,
} from "./kafka-sources.ts";
import {
  channelsMakeTopics,
  commandsArePublished,
  deviceMessagesHaveAKafka,
  devicesAreInCluster,
  deviceServicesExist,
} from "./mqtt.ts";
import { outsideRules } from "./outside.ts";
import { brokersOfQueuesExist, queuesHaveBothEnds, queuesHaveOneShape, queuesNameBrokers } from "./queues.ts";
import {
  registriesHaveSchemas,
  schemasHaveARegistry,
  throughputIsInCluster,
  throughputLeavesRoom,
} from "./schema-registry.ts";
import {
  compactedTopicsHaveKeys,
  exactlyOnceIsInOneStore,
  retriesEnd,
  spareTopicsDiffer,
  topicsFitVolumes,
  topicsLeavePartitionsRoom,
} from "./topic-settings.ts";
import { topicsArePublished, topicsHaveOneShape, topicsNameBrokers } from "./topics.ts";

/** What topics, queues, devices and whatever brings messages have to be. */
export const messagingRules: readonly Check[] = [
  sourcesAreInCluster,
  workersCanStart,
  workersHaveNamesOfTheirOwn,
  capturedStoresFit,
  capturedTablesDiffer,
  mirrorsFit,
  connectorsFit,
  connectorSettingsAreItsOwn,
  connectorTopicsDiffer,
  ...outsideRules,
  broughtTopicsAreNotPublished,
  topicsNameBrokers,
  topicsArePublished,
  topicsHaveOneShape,
  compactedTopicsHaveKeys,
  topicsLeavePartitionsRoom,
  topicsFitVolumes,
  retriesEnd,
  spareTopicsDiffer,
  registriesHaveSchemas,
  schemasHaveARegistry,
  throughputIsInCluster,
  throughputLeavesRoom,
  exactlyOnceIsInOneStore,
  brokersOfQueuesExist,
  queuesNameBrokers,
  queuesHaveBothEnds,
  queuesHaveOneShape,
  devicesAreInCluster,
  deviceServicesExist,
  deviceMessagesHaveAKafka,
  commandsArePublished,
  channelsMakeTopics,
];
