import type { Issue } from "../components/kit/errors.ts";
import { lockedTrailsStay } from "./cross-rules/audit.ts";
import {
  apiServerIsNotOpen,
  autoProvisionHasItsName,
  autoProvisionHoldsPools,
  networkBlockFits,
  poolsAreOrdered,
  spotIsNotForStores,
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
import { messagingRules } from "./cross-rules/messaging/messaging-rules.ts";
import {
  peerBlocksDiffer,
  peerGatewaysArePublic,
  peersAreOthers,
  peersNeedOurNetwork,
  peerTunnelsDiffer,
} from "./cross-rules/peers.ts";
import { loginsAreUsed } from "./cross-rules/registry.ts";
import { serviceRules } from "./cross-rules/services/service-rules.ts";
import { storeRules } from "./cross-rules/stores/store-rules.ts";
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

/** By subject: what stands in a folder of cross-rules has its table there. */
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
  ...storeRules,
  lockedTrailsStay,
  ...serviceRules,
  edgeHasHosts,
  edgeFindsTheGateway,
  edgeServesPublicBuckets,
  edgeNamesFitCertificates,
  edgeTrafficIsShared,
  edgeHealthIsAsked,
  edgeListsAreAsked,
  edgeHasAFirewall,
  edgeRecordsAreFree,
  loginsAreUsed,
  ...messagingRules,
];
