import type { RuleFixtures } from "./fixture.ts";
import { fixtures as clusterSpansThreeZones } from "./availability/cluster-spans-three-zones.fixtures.ts";
import { fixtures as evictionsAreBounded } from "./availability/evictions-are-bounded.fixtures.ts";
import { fixtures as objectsAreMadeOnce } from "./availability/objects-are-made-once.fixtures.ts";
import { fixtures as podsSpreadOverZones } from "./availability/pods-spread-over-zones.fixtures.ts";
import { fixtures as referencesLeadSomewhere } from "./availability/references-lead-somewhere.fixtures.ts";
import { fixtures as replicasHaveOneOwner } from "./availability/replicas-have-one-owner.fixtures.ts";
import { fixtures as servicesHaveSpares } from "./availability/services-have-spares.fixtures.ts";
import { fixtures as namespacesHaveLimits } from "./cost/namespaces-have-limits.fixtures.ts";
import { fixtures as nodeCountHasACeiling } from "./cost/node-count-has-a-ceiling.fixtures.ts";
import { fixtures as nodePoolsScale } from "./cost/node-pools-scale.fixtures.ts";
import { fixtures as resourcesCarryTags } from "./cost/resources-carry-tags.fixtures.ts";
import { fixtures as spotNodesHoldNoData } from "./cost/spot-nodes-hold-no-data.fixtures.ts";
import { fixtures as bucketKeepsVersions } from "./durability/bucket-keeps-versions.fixtures.ts";
import { fixtures as databaseCanBeRestoredToAnyMoment } from "./durability/database-can-be-restored-to-any-moment.fixtures.ts";
import { fixtures as databaseIsBackedUp } from "./durability/database-is-backed-up.fixtures.ts";
import { fixtures as databaseSurvivesAZone } from "./durability/database-survives-a-zone.fixtures.ts";
import { fixtures as deletionIsRefused } from "./durability/deletion-is-refused.fixtures.ts";
import { fixtures as kafkaKeepsThreeCopies } from "./durability/kafka-keeps-three-copies.fixtures.ts";
import { fixtures as keysCanBeBroughtBack } from "./durability/keys-can-be-brought-back.fixtures.ts";
import { fixtures as postgresInClusterSurvives } from "./durability/postgres-in-cluster-survives.fixtures.ts";
import { fixtures as storesAreProtected } from "./durability/stores-are-protected.fixtures.ts";
import { fixtures as clusterSecretsAreEncrypted } from "./encryption/cluster-secrets-are-encrypted.fixtures.ts";
import { fixtures as databaseConnectionsUseTls } from "./encryption/database-connections-use-tls.fixtures.ts";
import { fixtures as databaseHasACustomerKey } from "./encryption/database-has-a-customer-key.fixtures.ts";
import { fixtures as kafkaListenersUseTls } from "./encryption/kafka-listeners-use-tls.fixtures.ts";
import { fixtures as keysRotate } from "./encryption/keys-rotate.fixtures.ts";
import { fixtures as nodeDisksHaveACustomerKey } from "./encryption/node-disks-have-a-customer-key.fixtures.ts";
import { fixtures as storageHasACustomerKey } from "./encryption/storage-has-a-customer-key.fixtures.ts";
import { fixtures as chartDigestIsKnown } from "./governance/chart-digest-is-known.fixtures.ts";
import { fixtures as customResourcesHaveDefinitions } from "./governance/custom-resources-have-definitions.fixtures.ts";
import { fixtures as personalDataStaysInTheUnion } from "./governance/personal-data-stays-in-the-union.fixtures.ts";
import { fixtures as providersAndChartsArePinned } from "./governance/providers-and-charts-are-pinned.fixtures.ts";
import { fixtures as versionsAreSupported } from "./governance/versions-are-supported.fixtures.ts";
import { fixtures as clusterLoginsAreModern } from "./identity/cluster-logins-are-modern.fixtures.ts";
import { fixtures as grantsAreNarrow } from "./identity/grants-are-narrow.fixtures.ts";
import { fixtures as noSecretInClear } from "./identity/no-secret-in-clear.fixtures.ts";
import { fixtures as nobodyIsClusterAdmin } from "./identity/nobody-is-cluster-admin.fixtures.ts";
import { fixtures as nodesHaveTheirOwnAccount } from "./identity/nodes-have-their-own-account.fixtures.ts";
import { fixtures as rolesAreNarrow } from "./identity/roles-are-narrow.fixtures.ts";
import { fixtures as serviceAccountIsOwn } from "./identity/service-account-is-own.fixtures.ts";
import { fixtures as workloadIdentityIsOn } from "./identity/workload-identity-is-on.fixtures.ts";
import { fixtures as controlPlaneIsLogged } from "./logging/control-plane-is-logged.fixtures.ts";
import { fixtures as databaseIsLogged } from "./logging/database-is-logged.fixtures.ts";
import { fixtures as networkFlowsAreLogged } from "./logging/network-flows-are-logged.fixtures.ts";
import { fixtures as apiServerIsPrivate } from "./network/api-server-is-private.fixtures.ts";
import { fixtures as bucketIsPrivate } from "./network/bucket-is-private.fixtures.ts";
import { fixtures as databaseIsPrivate } from "./network/database-is-private.fixtures.ts";
import { fixtures as firewallIsClosedToTheWorld } from "./network/firewall-is-closed-to-the-world.fixtures.ts";
import { fixtures as namespacesAreClosed } from "./network/namespaces-are-closed.fixtures.ts";
import { fixtures as networkPoliciesAreEnforced } from "./network/network-policies-are-enforced.fixtures.ts";
import { fixtures as nodesHaveNoPublicAddress } from "./network/nodes-have-no-public-address.fixtures.ts";
import { fixtures as servicesAreInternal } from "./network/services-are-internal.fixtures.ts";
import { fixtures as capabilitiesAreDropped } from "./workload/capabilities-are-dropped.fixtures.ts";
import { fixtures as hostNamespacesAreOff } from "./workload/host-namespaces-are-off.fixtures.ts";
import { fixtures as hostPortsAreOff } from "./workload/host-ports-are-off.fixtures.ts";
import { fixtures as imageHasExplicitTag } from "./workload/image-has-explicit-tag.fixtures.ts";
import { fixtures as imageIsPinnedByDigest } from "./workload/image-is-pinned-by-digest.fixtures.ts";
import { fixtures as namespaceEnforcesPodSecurity } from "./workload/namespace-enforces-pod-security.fixtures.ts";
import { fixtures as namespaceIsOwn } from "./workload/namespace-is-own.fixtures.ts";
import { fixtures as noHostPathIsMounted } from "./workload/no-host-path-is-mounted.fixtures.ts";
import { fixtures as nodesAreHardened } from "./workload/nodes-are-hardened.fixtures.ts";
import { fixtures as privilegeEscalationIsOff } from "./workload/privilege-escalation-is-off.fixtures.ts";
import { fixtures as privilegedIsOff } from "./workload/privileged-is-off.fixtures.ts";
import { fixtures as probesAreSet } from "./workload/probes-are-set.fixtures.ts";
import { fixtures as resourcesAreBounded } from "./workload/resources-are-bounded.fixtures.ts";
import { fixtures as rootFilesystemIsReadOnly } from "./workload/root-filesystem-is-read-only.fixtures.ts";
import { fixtures as runsAsNonRoot } from "./workload/runs-as-non-root.fixtures.ts";
import { fixtures as seccompProfileIsSet } from "./workload/seccomp-profile-is-set.fixtures.ts";
import { fixtures as volumesAreOfSafeKinds } from "./workload/volumes-are-of-safe-kinds.fixtures.ts";

/** The fixtures of every rule. */
export const allFixtures: readonly RuleFixtures[] = [
  clusterSpansThreeZones,
  evictionsAreBounded,
  objectsAreMadeOnce,
  podsSpreadOverZones,
  referencesLeadSomewhere,
  replicasHaveOneOwner,
  servicesHaveSpares,
  namespacesHaveLimits,
  nodeCountHasACeiling,
  nodePoolsScale,
  resourcesCarryTags,
  spotNodesHoldNoData,
  bucketKeepsVersions,
  databaseCanBeRestoredToAnyMoment,
  databaseIsBackedUp,
  databaseSurvivesAZone,
  deletionIsRefused,
  kafkaKeepsThreeCopies,
  keysCanBeBroughtBack,
  postgresInClusterSurvives,
  storesAreProtected,
  clusterSecretsAreEncrypted,
  databaseConnectionsUseTls,
  databaseHasACustomerKey,
  kafkaListenersUseTls,
  keysRotate,
  nodeDisksHaveACustomerKey,
  storageHasACustomerKey,
  chartDigestIsKnown,
  customResourcesHaveDefinitions,
  personalDataStaysInTheUnion,
  providersAndChartsArePinned,
  versionsAreSupported,
  clusterLoginsAreModern,
  grantsAreNarrow,
  noSecretInClear,
  nobodyIsClusterAdmin,
  nodesHaveTheirOwnAccount,
  rolesAreNarrow,
  serviceAccountIsOwn,
  workloadIdentityIsOn,
  controlPlaneIsLogged,
  databaseIsLogged,
  networkFlowsAreLogged,
  apiServerIsPrivate,
  bucketIsPrivate,
  databaseIsPrivate,
  firewallIsClosedToTheWorld,
  namespacesAreClosed,
  networkPoliciesAreEnforced,
  nodesHaveNoPublicAddress,
  servicesAreInternal,
  capabilitiesAreDropped,
  hostNamespacesAreOff,
  hostPortsAreOff,
  imageHasExplicitTag,
  imageIsPinnedByDigest,
  namespaceEnforcesPodSecurity,
  namespaceIsOwn,
  noHostPathIsMounted,
  nodesAreHardened,
  privilegeEscalationIsOff,
  privilegedIsOff,
  probesAreSet,
  resourcesAreBounded,
  rootFilesystemIsReadOnly,
  runsAsNonRoot,
  seccompProfileIsSet,
  volumesAreOfSafeKinds,
];
