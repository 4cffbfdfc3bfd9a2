import type { Issue } from "../components/kit/errors.ts";
import { lockedTrailsStay } from "./cross-rules/audit.ts";
import { cqlNamesNeedNoQuotes, keyspacesHaveTables, tableKeysAreColumns } from "./cross-rules/cassandra.ts";
import {
  apiServerIsNotOpen,
  networkBlockFits,
  poolsAreOrdered,
  spotIsNotForStores,
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
} from "./cross-rules/events.ts";
import { environmentVariablesDiffer } from "./cross-rules/environment-variables.ts";
import {
  peerBlocksDiffer,
  peerGatewaysArePublic,
  peersAreOthers,
  peersNeedOurNetwork,
  peerTunnelsDiffer,
} from "./cross-rules/peers.ts";
import { queuesHaveBothEnds, queuesHaveOneShape, queuesNameBrokers } from "./cross-rules/queues.ts";
import { loginsAreUsed } from "./cross-rules/registry.ts";
import { administratorsHaveAStore, bucketsAreThere, secretNamesAreFree } from "./cross-rules/rights.ts";
import {
  callsReachServices,
  domainNamesAreFree,
  joinedNamesDiffer,
  portsDiffer,
  quotaHolds,
  scaleIsOrdered,
} from "./cross-rules/services.ts";
import {
  brokersHaveQuorum,
  bucketDaysAreOrdered,
  mysqlDatabasesAreFree,
  mysqlVersionsExist,
  documentsHaveADatabase,
  storesCanStart,
  usesNameStores,
  volumesAreInCluster,
  secondaryServersAreManaged,
} from "./cross-rules/stores.ts";
import { warehousesAreThere } from "./cross-rules/warehouses.ts";
import { topicsArePublished, topicsHaveOneShape, topicsNameBrokers } from "./cross-rules/topics.ts";
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
  autoProvisionHoldsPools,
  brokersHaveQuorum,
  documentsHaveADatabase,
  storesCanStart,
  mysqlVersionsExist,
  mysqlDatabasesAreFree,
  volumesAreInCluster,
  secondaryServersAreManaged,
  bucketDaysAreOrdered,
  lockedTrailsStay,
  keyspacesHaveTables,
  tableKeysAreColumns,
  cqlNamesNeedNoQuotes,
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
  usesNameStores,
  bucketsAreThere,
  warehousesAreThere,
  secretNamesAreFree,
  administratorsHaveAStore,
  loginsAreUsed,
  topicsNameBrokers,
  topicsArePublished,
  topicsHaveOneShape,
  queuesNameBrokers,
  queuesHaveBothEnds,
  queuesHaveOneShape,
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
