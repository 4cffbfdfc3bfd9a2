import type { Issue } from "../components/kit/errors.ts";
import { lockedTrailsStay } from "./cross-rules/audit.ts";
import {
  backupBucketsAreApart,
  backupBucketsAreThere,
  backupBucketsFit,
  backupsAreInCluster,
  restoredStoresAreNew,
  restoredStoresFit,
} from "./cross-rules/stores/backups.ts";
import {
  cqlNamesNeedNoQuotes,
  keyspacesHaveTables,
  nodesAreInCluster,
  tableKeysAreColumns,
} from "./cross-rules/stores/cassandra.ts";
import {
  apiServerIsNotOpen,
  networkBlockFits,
  poolsAreOrdered,
  spotIsNotForStores,
  autoProvisionHasItsName,
  autoProvisionHoldsPools,
} from "./cross-rules/cluster.ts";
import {
  edgeFindsTheGateway,
  edgeHasAFirewall,
  edgeHasHosts,
  edgeHealthIsAsked,
  edgeListsAreAsked,
  edgeNamesFitCertificates,
  edgeRecordsAreFree,
  edgeServesPublicBuckets,
  edgeTrafficIsShared,
} from "./cross-rules/edge.ts";
import {
  eventNamesDiffer,
  eventSourcesAreThere,
  eventVariablesDiffer,
  functionsDecideTheirQueuesTime,
  functionsHaveARegistry,
  functionsReachWhatIsThere,
  functionVariablesDiffer,
  queuesHaveOneReader,
  servicesReachQueues,
} from "./cross-rules/services/events.ts";
import {
  checkpointsHaveABucket,
  flinkIsNoFeatureStore,
  flinkIsNoService,
  flinkPartsHaveTheirNames,
  jobsHaveSlots,
  taskManagersCanStart,
} from "./cross-rules/services/flink.ts";
import {
  featuresAreServed,
  featureStoresFit,
  materializedFeaturesHaveAHistory,
} from "./cross-rules/services/features.ts";
import { layersAreOfStores } from "./cross-rules/stores/clickhouse.ts";
import { downsamplesFindTheirPoints, downsamplesNameDatabases } from "./cross-rules/stores/influxdb.ts";
import { documentsHaveAVersion, membersHaveQuorum } from "./cross-rules/stores/mongodb.ts";
import {
  channelsMakeTopics,
  commandsArePublished,
  deviceMessagesHaveAKafka,
  devicesAreInCluster,
  deviceServicesExist,
} from "./cross-rules/messaging/mqtt.ts";
import { environmentVariablesDiffer } from "./cross-rules/services/environment-variables.ts";
import {
  peerBlocksDiffer,
  peerGatewaysArePublic,
  peersAreOthers,
  peersNeedOurNetwork,
  peerTunnelsDiffer,
} from "./cross-rules/peers.ts";
import {
  auditedTenantsShow,
  extensionsAreThere,
  tablesAreNamedOnce,
  tablesAreServices,
} from "./cross-rules/stores/postgres-inside.ts";
import {
  brokersOfQueuesExist,
  queuesHaveBothEnds,
  queuesHaveOneShape,
  queuesNameBrokers,
} from "./cross-rules/messaging/queues.ts";
import {
  followersAreUsedByNobody,
  shardsBeginEmpty,
  storesDontNameDatabasesOfOthers,
  synchronousStoresOutliveAZone,
  twinsAreCopied,
  twinsAreTwo,
} from "./cross-rules/stores/postgres-availability.ts";
import { collectionsUseTheirNodes, vectorsHaveCollections } from "./cross-rules/stores/qdrant.ts";
import { loginsAreUsed } from "./cross-rules/registry.ts";
import { administratorsHaveAStore, bucketsAreThere, secretNamesAreFree } from "./cross-rules/services/rights.ts";
import {
  callsReachServices,
  domainNamesAreFree,
  joinedNamesDiffer,
  portsDiffer,
  quotaHolds,
  scaleIsOrdered,
} from "./cross-rules/services/services.ts";
import {
  brokersHaveQuorum,
  bucketDaysAreOrdered,
  mariadbHasQuorum,
  mysqlDatabasesAreFree,
  mysqlIsManaged,
  mysqlVersionsExist,
  documentsHaveADatabase,
  storesCanStart,
  usesNameStores,
  volumesAreInCluster,
  secondaryServersAreManaged,
} from "./cross-rules/stores/stores.ts";
import {
  broughtTopicsAreNotPublished,
  capturedStoresFit,
  capturedTablesDiffer,
  mirrorsFit,
  sourcesAreInCluster,
  workersCanStart,
  workersHaveNamesOfTheirOwn,
} from "./cross-rules/messaging/kafka-sources.ts";
import { brokersHaveNamesOfTheirOwn, storesDontNameOthersParts } from "./cross-rules/stores/store-names.ts";
import {
  registriesHaveSchemas,
  schemasHaveARegistry,
  throughputIsInCluster,
  throughputLeavesRoom,
} from "./cross-rules/messaging/schema-registry.ts";
import { warehousesAreThere } from "./cross-rules/stores/warehouses.ts";
import {
  compactedTopicsHaveKeys,
  exactlyOnceIsInOneStore,
  retriesEnd,
  spareTopicsDiffer,
  topicsFitVolumes,
  topicsLeavePartitionsRoom,
} from "./cross-rules/messaging/topic-settings.ts";
import { topicsArePublished, topicsHaveOneShape, topicsNameBrokers } from "./cross-rules/messaging/topics.ts";
import type { CloudSettings, Environment } from "./schema/environment.ts";
import type { Path } from "./tree.ts";

/**
 * Begins an issue: the path as text, its place in the files (or its nearest parent's) and, for a scalar, its value.
 * With `key` it is about the name: no value, and the place of the key.
 */
export type At = (path: Path, about?: "key") => Pick<Issue, "file" | "line" | "column" | "path" | "value">;

/** A rule about an environment whose fields are all right by themselves. Pure; returns everything that breaks it. */
export type Check<C extends CloudSettings = CloudSettings> = (environment: Environment<C>, at: At) => readonly Issue[];

/** What no field can say by itself. */
export function crossRules(environment: Environment, at: At): readonly Issue[] {
  return rules.flatMap((rule) => rule(environment, at));
}

const rules: readonly Check[] = [
  networkBlockFits,
  peersAreOthers,
  peersNeedOurNetwork,
  peerBlocksDiffer,
  peerGatewaysArePublic,
  peerTunnelsDiffer,
  apiServerIsNotOpen,
  poolsAreOrdered,
  spotIsNotForStores,
  autoProvisionHasItsName,
  autoProvisionHoldsPools,
  brokersHaveQuorum,
  documentsHaveADatabase,
  documentsHaveAVersion,
  membersHaveQuorum,
  storesCanStart,
  brokersHaveNamesOfTheirOwn,
  storesDontNameOthersParts,
  mysqlIsManaged,
  mariadbHasQuorum,
  mysqlVersionsExist,
  mysqlDatabasesAreFree,
  volumesAreInCluster,
  secondaryServersAreManaged,
  backupsAreInCluster,
  backupBucketsAreThere,
  backupBucketsFit,
  backupBucketsAreApart,
  restoredStoresAreNew,
  restoredStoresFit,
  synchronousStoresOutliveAZone,
  storesDontNameDatabasesOfOthers,
  shardsBeginEmpty,
  twinsAreCopied,
  twinsAreTwo,
  followersAreUsedByNobody,
  extensionsAreThere,
  tablesAreServices,
  tablesAreNamedOnce,
  auditedTenantsShow,
  bucketDaysAreOrdered,
  lockedTrailsStay,
  keyspacesHaveTables,
  nodesAreInCluster,
  tableKeysAreColumns,
  cqlNamesNeedNoQuotes,
  vectorsHaveCollections,
  collectionsUseTheirNodes,
  downsamplesNameDatabases,
  downsamplesFindTheirPoints,
  edgeHasHosts,
  edgeFindsTheGateway,
  edgeServesPublicBuckets,
  edgeNamesFitCertificates,
  edgeTrafficIsShared,
  edgeHealthIsAsked,
  edgeListsAreAsked,
  edgeHasAFirewall,
  edgeRecordsAreFree,
  domainNamesAreFree,
  joinedNamesDiffer,
  quotaHolds,
  scaleIsOrdered,
  portsDiffer,
  callsReachServices,
  checkpointsHaveABucket,
  taskManagersCanStart,
  jobsHaveSlots,
  flinkIsNoFeatureStore,
  flinkIsNoService,
  flinkPartsHaveTheirNames,
  featuresAreServed,
  featureStoresFit,
  materializedFeaturesHaveAHistory,
  usesNameStores,
  bucketsAreThere,
  warehousesAreThere,
  layersAreOfStores,
  secretNamesAreFree,
  administratorsHaveAStore,
  loginsAreUsed,
  sourcesAreInCluster,
  workersCanStart,
  workersHaveNamesOfTheirOwn,
  capturedStoresFit,
  capturedTablesDiffer,
  mirrorsFit,
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
  environmentVariablesDiffer,
  eventSourcesAreThere,
  functionsReachWhatIsThere,
  queuesHaveOneReader,
  servicesReachQueues,
  functionsDecideTheirQueuesTime,
  eventNamesDiffer,
  eventVariablesDiffer,
  functionsHaveARegistry,
  functionVariablesDiffer,
];
