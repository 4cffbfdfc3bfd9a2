import type { Issue } from "../components/kit/errors.ts";
import { apiServerIsNotOpen, networkBlockFits, poolsAreOrdered, spotIsNotForStores } from "./cross-rules/cluster.ts";
import { environmentVariablesDiffer } from "./cross-rules/environment-variables.ts";
import {
  callsReachServices,
  domainNamesAreFree,
  joinedNamesDiffer,
  portsDiffer,
  quotaHolds,
  scaleIsOrdered,
} from "./cross-rules/services.ts";
import { brokersHaveQuorum, bucketDaysAreOrdered, storesCanStart, usesNameStores } from "./cross-rules/stores.ts";
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
  apiServerIsNotOpen,
  poolsAreOrdered,
  spotIsNotForStores,
  brokersHaveQuorum,
  storesCanStart,
  bucketDaysAreOrdered,
  domainNamesAreFree,
  joinedNamesDiffer,
  quotaHolds,
  scaleIsOrdered,
  portsDiffer,
  callsReachServices,
  usesNameStores,
  topicsNameBrokers,
  topicsArePublished,
  topicsHaveOneShape,
  environmentVariablesDiffer,
];
