import { createHash } from "node:crypto";
import type { Upstream } from "../../../environments/schema/registry.ts";
import type { AzureSettings } from "./settings.ts";

/**
 * Longest names that Azure takes, and the page that says so for all of them:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 *
 * What lives inside of another resource (a subnet, a node pool, a diagnostic setting) gets its logical name as it is.
 * https://www.pulumi.com/registry/packages/azure-native/#auto-naming
 */
export const nameLimits = {
  /** Letters, digits, `_`, `-`, `.` and parentheses; unique in the subscription. */
  resourceGroup: 90,
  /** AKS makes it and takes less. https://learn.microsoft.com/azure/aks/faq */
  nodeResourceGroup: 80,
  /** Virtual networks. Letters, digits, `_`, `-` and `.`; unique in the resource group, as all that have no other line. */
  network: 64,
  /** Subnets, security groups, NAT gateways, addresses, prefixes, private endpoints, links, flow logs. */
  networkPart: 80,
  /** Letters, digits and `-`. */
  identity: 128,
  /** AKS: letters, digits, `_` and `-`. */
  cluster: 63,
  /** Letters, digits and `-`; begins the API server's DNS name. https://learn.microsoft.com/azure/aks/private-clusters */
  dnsPrefix: 54,
  /** A Linux pool: a letter first, then lower-case letters and digits. https://learn.microsoft.com/azure/aks/create-node-pools */
  nodePool: 12,
  /** Letters, digits and `-`, no two dashes in a row, beginning with a letter; unique in the world, also while soft-deleted. */
  vault: 24,
  /** Keys in a vault: letters, digits and `-`. */
  key: 127,
  /** Letters, digits, `_`, `-`. */
  diskEncryptionSet: 80,
  /** Lower-case letters and digits, 3 at least; unique in the world. */
  storageAccount: 24,
  /** Lower-case letters, digits and `-`, no two dashes in a row. */
  blobContainer: 63,
  /** Letters and digits, 5 at least; unique in the world. */
  registry: 50,
  /** Of a registry: letters, digits and `-`, 5 at least. https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries/cacherules */
  cacheRule: 50,
  /** First part of a private cluster's zone. https://learn.microsoft.com/azure/aks/private-clusters#configuration-options-for-private-dns */
  apiServerSubzone: 32,
  /** PostgreSQL and MySQL: lower-case letters, digits and `-`, 3 at least; unique in the world, as it is part of a DNS name. */
  flexibleServer: 63,
  /** Lower-case letters, digits and single `-`, 3 at least; unique in the world, as it is part of a DNS name. https://learn.microsoft.com/azure/templates/microsoft.documentdb/mongoclusters */
  mongoCluster: 40,
  /** Letters, digits and `-`, 4 at least. */
  workspace: 63,
  /** Letters, digits and single `-`; unique in the world, as it is part of a DNS name. */
  redis: 60,
  /** Letters, digits and `-`, 6 at least, beginning with a letter; unique in the world, as it is part of a DNS name. */
  eventNamespace: 50,
  /** Lower-case letters, digits and single `-`, 3 at least; unique in the world, as it is part of a DNS name. */
  cosmosAccount: 44,
  /** Subscriptions of a Service Bus topic: letters, digits, `-`, `_` and `.`. */
  eventSubscription: 50,
  /** Of Event Grid: letters, digits and `-`, 3 at least. */
  systemTopic: 50,
  /** Of Event Grid: letters, digits and `-`, 3 at least. */
  eventGridSubscription: 64,
  /** Lower-case letters, digits and single `-`, a letter first. https://learn.microsoft.com/azure/templates/microsoft.app/containerapps */
  containerApp: 32,
  /** Of Container Apps: letters, digits and `-`. */
  functionEnvironment: 60,
  /** Lower-case letters and digits; unique in the world, as it is part of a DNS name. https://learn.microsoft.com/azure/templates/microsoft.synapse/workspaces */
  synapseWorkspace: 50,
  /** Letters, digits, `_` and `-`; unique in the subscription. */
  budget: 63,
  /** Of a subscription: letters, digits, `_`, `-` and more. */
  diagnosticSetting: 260,
  /** Profiles of Front Door and of Traffic Manager, letters, digits and `-`. */
  edgeProfile: 63,
  /** Part of a DNS name that Azure makes unique by itself. */
  frontDoorEndpoint: 46,
  /** Origin groups, origins, custom domains, routes and security policies: letters, digits and `-`. */
  frontDoorPart: 90,
  /** Firewall policies: letters and digits, a letter first. https://learn.microsoft.com/azure/templates/microsoft.network/frontdoorwebapplicationfirewallpolicies */
  firewallPolicy: 128,
} as const;

/**
 * A fixed name of lower-case letters and digits for what takes nothing else and is unique in the world, such as a storage
 * account: the name without its dashes, cut, and ten digits of a hash of the subscription and the whole name. The same
 * environment gets the same name again.
 */
export function worldName(name: string, { subscription }: Pick<AzureSettings, "subscription">, limit: number): string {
  const digits = createHash("sha256").update(`${subscription}/${name}`).digest("hex").slice(0, 10);
  return `${name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, limit - digits.length)}${digits}`;
}

/** A GUID that depends on the text alone, for what takes nothing else. https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/**
 * Beginning of a name that random digits follow, for what is unique in the world and can't use a name again: letters,
 * digits and single dashes, cut to the limit.
 */
export function dashedPrefix(name: string, limit: number): string {
  return singleDashed(name).slice(0, limit).replace(/-$/, "");
}

/** The name without a dash beside a dash, which vaults and containers refuse. */
export function singleDashed(name: string): string {
  return name.replace(/-+/g, "-");
}

/** Stable id of an environment's cluster, for the Kubernetes provider. */
export function clusterIdentifier({ subscription, regions }: AzureSettings, environment: string): string {
  return `azure/${subscription}/${regions.primary}/${environment}`;
}

/** Host and path before an image's repository in a mirror, known before that is there; `registry` is the component's name. */
export function mirrorPrefix(
  registry: string,
  settings: Pick<AzureSettings, "subscription">,
  upstream: Upstream,
): string {
  return `${worldName(registry, settings, nameLimits.registry)}.azurecr.io/${upstream}`;
}
