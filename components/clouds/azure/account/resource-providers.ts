/** Azure's services have to be registered before use. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types */
export const resourceProviders = [
  "Microsoft.Authorization",
  "Microsoft.Cdn",
  "Microsoft.Compute",
  "Microsoft.Consumption",
  "Microsoft.ContainerRegistry",
  "Microsoft.ContainerService",
  "Microsoft.Cache",
  "Microsoft.DBforPostgreSQL",
  "Microsoft.EventHub",
  "Microsoft.Insights",
  "Microsoft.KeyVault",
  "Microsoft.ManagedIdentity",
  "Microsoft.Network",
  "Microsoft.OperationalInsights",
  "Microsoft.Storage",
] as const;
