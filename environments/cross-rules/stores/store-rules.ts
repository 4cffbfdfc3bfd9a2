import type { Check } from "../../cross-rules.ts";
import {
  backupBucketsAreApart,
  backupBucketsAreThere,
  backupBucketsFit,
  backupsAreInCluster,
  restoredBucketsFit,
  restoredCassandraHasRoom,
  restoredStoresAreNew,
  restoredStoresFit,
} from "./backups.ts";
import { cqlNamesNeedNoQuotes, keyspacesHaveTables, nodesAreInCluster, tableKeysAreColumns } from "./cassandra.ts";
import { layersAreOfStores } from "./clickhouse.ts";
import { downsamplesFindTheirPoints, downsamplesNameDatabases } from "./influxdb.ts";
import { documentsHaveAVersion, membersHaveQuorum } from "./mongodb.ts";
import {
  followersAreUsedByNobody,
  shardsBeginEmpty,
  storesDontNameDatabasesOfOthers,
  synchronousStoresOutliveAZone,
  twinsAreCopied,
  twinsAreTwo,
} from "./postgres-availability.ts";
import { auditedTenantsShow, extensionsAreThere, tablesAreNamedOnce, tablesAreServices } from "./postgres-inside.ts";
import { collectionsUseTheirNodes, restoredCollectionsFit, vectorsHaveCollections } from "./qdrant.ts";
import { sentinelsAreInCluster, shardsFitTheMode } from "./redis.ts";
import { brokersHaveNamesOfTheirOwn, storesDontNameOthersParts } from "./store-names.ts";
import {
  brokersHaveQuorum,
  bucketDaysAreOrdered,
  documentsHaveADatabase,
  mariadbHasQuorum,
  mysqlDatabasesAreFree,
  mysqlIsManaged,
  mysqlVersionsExist,
  secondaryServersAreManaged,
  storesCanStart,
  usesNameStores,
  volumesAreInCluster,
} from "./stores.ts";
import { warehousesAreThere } from "./warehouses.ts";

/** What stores have to be, and what is asked of them. */
export const storeRules: readonly Check[] = [
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
  restoredBucketsFit,
  restoredStoresAreNew,
  restoredCassandraHasRoom,
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
  keyspacesHaveTables,
  nodesAreInCluster,
  tableKeysAreColumns,
  cqlNamesNeedNoQuotes,
  shardsFitTheMode,
  sentinelsAreInCluster,
  vectorsHaveCollections,
  collectionsUseTheirNodes,
  restoredCollectionsFit,
  downsamplesNameDatabases,
  downsamplesFindTheirPoints,
  usesNameStores,
  warehousesAreThere,
  layersAreOfStores,
];
