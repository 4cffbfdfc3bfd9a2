import { roles } from "../rights/identity.ts";

/**
 * What `up` may do with what a part of the SDK makes; a test asks for a row for each part that a component imports. Whole
 * kinds of things, in all of the subscription, since the group that they are in is made by `up` itself and none has a name
 * before. https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations
 */
export const partActions = {
  app: ["Microsoft.App/containerApps/*", "Microsoft.App/managedEnvironments/*"],
  // Roles are assigned by a role of its own: see `assignCondition`.
  authorization: ["Microsoft.Authorization/locks/*"],
  cdn: ["Microsoft.Cdn/*"],
  compute: ["Microsoft.Compute/diskEncryptionSets/*"],
  consumption: ["Microsoft.Consumption/budgets/*"],
  containerregistry: ["Microsoft.ContainerRegistry/registries/*"],
  containerservice: ["Microsoft.ContainerService/managedClusters/*"],
  cosmosdb: ["Microsoft.DocumentDB/databaseAccounts/*"],
  dbformysql: ["Microsoft.DBforMySQL/flexibleServers/*"],
  dbforpostgresql: ["Microsoft.DBforPostgreSQL/flexibleServers/*"],
  dns: ["Microsoft.Network/dnszones/*"],
  // Who subscribes to an account's events has to have the right at that account as well.
  // https://learn.microsoft.com/azure/event-grid/security-authorization#permissions-for-event-subscriptions
  eventgrid: ["Microsoft.EventGrid/eventSubscriptions/*", "Microsoft.EventGrid/systemTopics/*"],
  eventhub: ["Microsoft.EventHub/namespaces/*"],
  frontdoor: ["Microsoft.Network/frontdoorWebApplicationFirewallPolicies/*"],
  keyvault: ["Microsoft.KeyVault/vaults/*"],
  managedidentity: ["Microsoft.ManagedIdentity/userAssignedIdentities/*"],
  mongocluster: ["Microsoft.DocumentDB/mongoClusters/*"],
  monitor: ["Microsoft.Insights/diagnosticSettings/*"],
  network: ["Microsoft.Network/*"],
  operationalinsights: ["Microsoft.OperationalInsights/workspaces/*"],
  privatedns: ["Microsoft.Network/privateDnsZones/*"],
  redisenterprise: ["Microsoft.Cache/redisEnterprise/*"],
  resources: ["Microsoft.Resources/subscriptions/resourceGroups/*"],
  servicebus: ["Microsoft.ServiceBus/namespaces/*"],
  storage: ["Microsoft.Storage/storageAccounts/*"],
  synapse: ["Microsoft.Synapse/workspaces/*"],
  trafficmanager: ["Microsoft.Network/trafficManagerProfiles/*"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * What a preview asks for that isn't a read: a kubeconfig without credentials, and the keys of stores, which are in the
 * state that it reads as well.
 */
export const previewActions = [
  "Microsoft.Cache/redisEnterprise/databases/listKeys/action",
  "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
  "Microsoft.DocumentDB/databaseAccounts/listKeys/action",
  "Microsoft.EventHub/namespaces/authorizationRules/listKeys/action",
] as const;

/** What `up` may do, each once. */
export function upActions(): string[] {
  return [...new Set(Object.values(partActions).flat())].sort();
}

/** https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged#role-based-access-control-administrator */
export const accessAdministrator = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";

/**
 * Keeps whoever assigns roles to those that components assign, of which `own` isn't Azure's: no owner, and nobody who could make one.
 * https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples#example-constrain-roles
 */
export function assignCondition(own: string): string {
  const ids = [...Object.values(roles), own].sort().join(", ");
  const within = (action: "write" | "delete", source: "Request" | "Resource"): string =>
    `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR (@${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids}}))`;
  return `${within("write", "Request")} AND ${within("delete", "Resource")}`;
}

/** What opens the secrets of a state, and makes none. */
export const decryptActions = [
  "Microsoft.KeyVault/vaults/keys/decrypt/action",
  "Microsoft.KeyVault/vaults/keys/read",
] as const;
