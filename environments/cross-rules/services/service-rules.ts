import type { Check } from "../../cross-rules.ts";
import { environmentVariablesDiffer } from "./environment-variables.ts";
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
} from "./events.ts";
import { featuresAreServed, featureStoresFit, materializedFeaturesHaveAHistory } from "./features.ts";
import {
  checkpointsHaveABucket,
  flinkIsNoFeatureStore,
  flinkIsNoService,
  flinkPartsHaveTheirNames,
  jobsHaveSlots,
  taskManagersCanStart,
} from "./flink.ts";
import { administratorsHaveAStore, bucketsAreThere, secretNamesAreFree } from "./rights.ts";
import {
  callsReachServices,
  domainNamesAreFree,
  joinedNamesDiffer,
  portsDiffer,
  quotaHolds,
  scaleIsOrdered,
} from "./services.ts";
import { warmedStoresAreUsed } from "./warming.ts";

/** What services, functions, Flink clusters and feature stores have to be. */
export const serviceRules: readonly Check[] = [
  warmedStoresAreUsed,
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
  bucketsAreThere,
  secretNamesAreFree,
  administratorsHaveAStore,
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
