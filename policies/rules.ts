import type { Rule } from "./rule.ts";
import { clusterSpansThreeZones } from "./rules/availability/cluster-spans-three-zones.ts";
import { controlPlaneIsGuaranteed } from "./rules/availability/control-plane-is-guaranteed.ts";
import { evictionsAreBounded } from "./rules/availability/evictions-are-bounded.ts";
import { objectsAreMadeOnce } from "./rules/availability/objects-are-made-once.ts";
import { podsSpreadOverZones } from "./rules/availability/pods-spread-over-zones.ts";
import { referencesLeadSomewhere } from "./rules/availability/references-lead-somewhere.ts";
import { replicasHaveOneOwner } from "./rules/availability/replicas-have-one-owner.ts";
import { servicesHaveSpares } from "./rules/availability/services-have-spares.ts";
import { budgetsWarn } from "./rules/cost/budgets-warn.ts";
import { queriesHaveALimit } from "./rules/cost/queries-have-a-limit.ts";
import { namespacesHaveLimits } from "./rules/cost/namespaces-have-limits.ts";
import { nodeCountHasACeiling } from "./rules/cost/node-count-has-a-ceiling.ts";
import { nodePoolsScale } from "./rules/cost/node-pools-scale.ts";
import { resourcesCarryTags } from "./rules/cost/resources-carry-tags.ts";
import { spotNodesHoldNoData } from "./rules/cost/spot-nodes-hold-no-data.ts";
import { bucketKeepsVersions } from "./rules/durability/bucket-keeps-versions.ts";
import { cacheSurvivesAZone } from "./rules/durability/cache-survives-a-zone.ts";
import { databaseCanBeRestoredToAnyMoment } from "./rules/durability/database-can-be-restored-to-any-moment.ts";
import { databaseIsBackedUp } from "./rules/durability/database-is-backed-up.ts";
import { databaseSurvivesAZone } from "./rules/durability/database-survives-a-zone.ts";
import { deletionIsRefused } from "./rules/durability/deletion-is-refused.ts";
import { deletionLeavesACopy } from "./rules/durability/deletion-leaves-a-copy.ts";
import { kafkaKeepsThreeCopies } from "./rules/durability/kafka-keeps-three-copies.ts";
import { keysCanBeBroughtBack } from "./rules/durability/keys-can-be-brought-back.ts";
import { postgresInClusterSurvives } from "./rules/durability/postgres-in-cluster-survives.ts";
import { queuesSurviveAZone } from "./rules/durability/queues-survive-a-zone.ts";
import { storesAreProtected } from "./rules/durability/stores-are-protected.ts";
import { storesInClusterAreCopied } from "./rules/durability/stores-in-cluster-are-copied.ts";
import { brokerHasACustomerKey } from "./rules/encryption/broker-has-a-customer-key.ts";
import { cacheConnectionsUseTls } from "./rules/encryption/cache-connections-use-tls.ts";
import { cacheHasACustomerKey } from "./rules/encryption/cache-has-a-customer-key.ts";
import { certificatesAreStrongAndRenewed } from "./rules/encryption/certificates-are-strong-and-renewed.ts";
import { clusterSecretsAreEncrypted } from "./rules/encryption/cluster-secrets-are-encrypted.ts";
import { databaseConnectionsUseTls } from "./rules/encryption/database-connections-use-tls.ts";
import { databaseHasACustomerKey } from "./rules/encryption/database-has-a-customer-key.ts";
import { edgeSpeaksModernTls } from "./rules/encryption/edge-speaks-modern-tls.ts";
import { kafkaListenersUseTls } from "./rules/encryption/kafka-listeners-use-tls.ts";
import { keyIsNotEverybodys } from "./rules/encryption/key-is-not-everybodys.ts";
import { keysRotate } from "./rules/encryption/keys-rotate.ts";
import { nodeDisksHaveACustomerKey } from "./rules/encryption/node-disks-have-a-customer-key.ts";
import { queueConnectionsUseTls } from "./rules/encryption/queue-connections-use-tls.ts";
import { queuesHaveACustomerKey } from "./rules/encryption/queues-have-a-customer-key.ts";
import { storageHasACustomerKey } from "./rules/encryption/storage-has-a-customer-key.ts";
import { storageNeedsTls } from "./rules/encryption/storage-needs-tls.ts";
import { tunnelsUseModernCiphers } from "./rules/encryption/tunnels-use-modern-ciphers.ts";
import { chartDigestIsKnown } from "./rules/governance/chart-digest-is-known.ts";
import { customResourcesHaveDefinitions } from "./rules/governance/custom-resources-have-definitions.ts";
import { personalDataStaysInTheUnion } from "./rules/governance/personal-data-stays-in-the-union.ts";
import { providersAndChartsArePinned } from "./rules/governance/providers-and-charts-are-pinned.ts";
import { versionsAreSupported } from "./rules/governance/versions-are-supported.ts";
import { cacheLoginsAreNarrow } from "./rules/identity/cache-logins-are-narrow.ts";
import { clusterLoginsAreModern } from "./rules/identity/cluster-logins-are-modern.ts";
import { grantsAreNarrow } from "./rules/identity/grants-are-narrow.ts";
import { instanceMetadataIsGuarded } from "./rules/identity/instance-metadata-is-guarded.ts";
import { noSecretInClear } from "./rules/identity/no-secret-in-clear.ts";
import { noStandingCloudKeys } from "./rules/identity/no-standing-cloud-keys.ts";
import { nobodyIsClusterAdmin } from "./rules/identity/nobody-is-cluster-admin.ts";
import { nodesHaveTheirOwnAccount } from "./rules/identity/nodes-have-their-own-account.ts";
import { queuesNameWhoWrites } from "./rules/identity/queues-name-who-writes.ts";
import { rolesAreNarrow } from "./rules/identity/roles-are-narrow.ts";
import { serviceAccountIsOwn } from "./rules/identity/service-account-is-own.ts";
import { trustNamesWho } from "./rules/identity/trust-names-who.ts";
import { workloadIdentityIsOn } from "./rules/identity/workload-identity-is-on.ts";
import { auditTrailIsWhole } from "./rules/logging/audit-trail-is-whole.ts";
import { controlPlaneIsLogged } from "./rules/logging/control-plane-is-logged.ts";
import { databaseIsLogged } from "./rules/logging/database-is-logged.ts";
import { edgeRequestsAreLogged } from "./rules/logging/edge-requests-are-logged.ts";
import { logsAreKeptForAWhile } from "./rules/logging/logs-are-kept-for-a-while.ts";
import { networkFlowsAreLogged } from "./rules/logging/network-flows-are-logged.ts";
import { queuesAreLogged } from "./rules/logging/queues-are-logged.ts";
import { storesAreWatched } from "./rules/logging/stores-are-watched.ts";
import { apiServerIsPrivate } from "./rules/network/api-server-is-private.ts";
import { bucketIsPrivate } from "./rules/network/bucket-is-private.ts";
import { databaseIsPrivate } from "./rules/network/database-is-private.ts";
import { edgeHasAFirewall } from "./rules/network/edge-has-a-firewall.ts";
import { firewallIsClosedToTheWorld } from "./rules/network/firewall-is-closed-to-the-world.ts";
import { firewallKnowsCommonAttacks } from "./rules/network/firewall-knows-common-attacks.ts";
import { functionsArePrivate } from "./rules/network/functions-are-private.ts";
import { namespacesAreClosed } from "./rules/network/namespaces-are-closed.ts";
import { networkPoliciesAreEnforced } from "./rules/network/network-policies-are-enforced.ts";
import { nodesHaveNoPublicAddress } from "./rules/network/nodes-have-no-public-address.ts";
import { peeringsAreForTwo } from "./rules/network/peerings-are-for-two.ts";
import { servicesAreInternal } from "./rules/network/services-are-internal.ts";
import { waysInAreChosen } from "./rules/network/ways-in-are-chosen.ts";
import { zoneIsSigned } from "./rules/network/zone-is-signed.ts";
import { capabilitiesAreDropped } from "./rules/workload/capabilities-are-dropped.ts";
import { hostNamespacesAreOff } from "./rules/workload/host-namespaces-are-off.ts";
import { hostPortsAreOff } from "./rules/workload/host-ports-are-off.ts";
import { imageHasExplicitTag } from "./rules/workload/image-has-explicit-tag.ts";
import { imageIsPinnedByDigest } from "./rules/workload/image-is-pinned-by-digest.ts";
import { namespaceEnforcesPodSecurity } from "./rules/workload/namespace-enforces-pod-security.ts";
import { namespaceIsOwn } from "./rules/workload/namespace-is-own.ts";
import { noHostPathIsMounted } from "./rules/workload/no-host-path-is-mounted.ts";
import { nodesAreHardened } from "./rules/workload/nodes-are-hardened.ts";
import { privilegeEscalationIsOff } from "./rules/workload/privilege-escalation-is-off.ts";
import { privilegedIsOff } from "./rules/workload/privileged-is-off.ts";
import { probesAreSet } from "./rules/workload/probes-are-set.ts";
import { registryKeepsWhatWasTested } from "./rules/workload/registry-keeps-what-was-tested.ts";
import { resourcesAreBounded } from "./rules/workload/resources-are-bounded.ts";
import { rootFilesystemIsReadOnly } from "./rules/workload/root-filesystem-is-read-only.ts";
import { runsAsNonRoot } from "./rules/workload/runs-as-non-root.ts";
import { seccompProfileIsSet } from "./rules/workload/seccomp-profile-is-set.ts";
import { volumesAreOfSafeKinds } from "./rules/workload/volumes-are-of-safe-kinds.ts";

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  clusterSpansThreeZones,
  controlPlaneIsGuaranteed,
  evictionsAreBounded,
  objectsAreMadeOnce,
  podsSpreadOverZones,
  referencesLeadSomewhere,
  replicasHaveOneOwner,
  servicesHaveSpares,
  budgetsWarn,
  queriesHaveALimit,
  namespacesHaveLimits,
  nodeCountHasACeiling,
  nodePoolsScale,
  resourcesCarryTags,
  spotNodesHoldNoData,
  bucketKeepsVersions,
  cacheSurvivesAZone,
  databaseCanBeRestoredToAnyMoment,
  databaseIsBackedUp,
  databaseSurvivesAZone,
  deletionIsRefused,
  deletionLeavesACopy,
  kafkaKeepsThreeCopies,
  keysCanBeBroughtBack,
  postgresInClusterSurvives,
  queuesSurviveAZone,
  storesAreProtected,
  storesInClusterAreCopied,
  brokerHasACustomerKey,
  cacheConnectionsUseTls,
  cacheHasACustomerKey,
  certificatesAreStrongAndRenewed,
  clusterSecretsAreEncrypted,
  databaseConnectionsUseTls,
  databaseHasACustomerKey,
  edgeSpeaksModernTls,
  kafkaListenersUseTls,
  keyIsNotEverybodys,
  keysRotate,
  nodeDisksHaveACustomerKey,
  queueConnectionsUseTls,
  queuesHaveACustomerKey,
  storageHasACustomerKey,
  storageNeedsTls,
  tunnelsUseModernCiphers,
  chartDigestIsKnown,
  customResourcesHaveDefinitions,
  personalDataStaysInTheUnion,
  providersAndChartsArePinned,
  versionsAreSupported,
  cacheLoginsAreNarrow,
  clusterLoginsAreModern,
  grantsAreNarrow,
  instanceMetadataIsGuarded,
  noSecretInClear,
  noStandingCloudKeys,
  nobodyIsClusterAdmin,
  nodesHaveTheirOwnAccount,
  queuesNameWhoWrites,
  rolesAreNarrow,
  serviceAccountIsOwn,
  trustNamesWho,
  workloadIdentityIsOn,
  auditTrailIsWhole,
  controlPlaneIsLogged,
  databaseIsLogged,
  edgeRequestsAreLogged,
  logsAreKeptForAWhile,
  networkFlowsAreLogged,
  queuesAreLogged,
  storesAreWatched,
  apiServerIsPrivate,
  bucketIsPrivate,
  databaseIsPrivate,
  edgeHasAFirewall,
  firewallIsClosedToTheWorld,
  firewallKnowsCommonAttacks,
  functionsArePrivate,
  namespacesAreClosed,
  networkPoliciesAreEnforced,
  nodesHaveNoPublicAddress,
  peeringsAreForTwo,
  servicesAreInternal,
  waysInAreChosen,
  zoneIsSigned,
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
  registryKeepsWhatWasTested,
  resourcesAreBounded,
  rootFilesystemIsReadOnly,
  runsAsNonRoot,
  seccompProfileIsSet,
  volumesAreOfSafeKinds,
].sort((a, b) => (a.id < b.id ? -1 : 1));
