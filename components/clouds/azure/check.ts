import type { Environment } from "../../../environments/schema/environment.ts";
import { decideAccessLogs } from "../../kit/objects/access-logs.ts";
import { decideAuditBucket } from "../../kit/account/audit.ts";
import { cidrProblem, decideAddresses, overlap } from "../../kit/network/addresses.ts";
import { checkLength } from "../../kit/cloud-issues.ts";
import type { Issue } from "../../kit/errors.ts";
import { nodesOnTop } from "../../kit/cluster/node-groups.ts";
import { decideNodePools } from "../../kit/cluster/node-pools.ts";
import { podRoomIssues } from "../../kit/cluster/pod-room.ts";
import { checkRecoverers } from "../../kit/rights/recoverers.ts";
import { decideWorkloadIdentities } from "../../kit/rights/workload-identities.ts";
import { checkReplicas } from "../../kit/cluster/replicas.ts";
import { checkSecondaryRegion } from "../../kit/network/secondary-region.ts";
import { autoNameSuffix } from "../../kit/names.ts";
import { checkAzureData } from "./databases/data-check.ts";
import { checkCassandra } from "./databases/cassandra/cassandra-check.ts";
import { checkMongodb } from "./databases/mongodb/mongodb-check.ts";
import { checkManagedStores } from "./databases/managed-stores-check.ts";
import { azureCapabilities } from "./capabilities.ts";
import { checkEvents } from "./events/events-check.ts";
import { checkBootstrap } from "./account/bootstrap-rules.ts";
import { checkAddingRole } from "./rights/adding-role.ts";
import { checkPeers, networkPattern } from "./network/peers-check.ts";
import { checkWarehouses } from "./databases/warehouse/warehouse-check.ts";
import { nameLimits } from "./names.ts";
import { nodePoolName, systemPoolNodes } from "./cluster/node-pool-names.ts";
import { reservedGroups } from "./cluster/provisioner.ts";
import { zonalRegions } from "./regions.ts";
import type { AzureSettings } from "./settings.ts";
import { hasReplicatedDisks } from "./cluster/volumes.ts";

type AzureEnvironment = Environment<AzureSettings>;

/** What only Azure can know to be wrong with an environment. */
export function checkAzure(environment: AzureEnvironment): readonly Issue[] {
  return [
    ...checkAddresses(environment),
    ...checkAdoption(environment),
    ...checkPeers(environment),
    ...checkPools(environment),
    ...checkNames(environment),
    ...checkAzureData(environment),
    ...checkManagedStores(environment),
    ...checkMongodb(environment),
    ...checkCassandra(environment),
    ...checkVolumes(environment),
    ...checkEvents(environment),
    ...checkSecondaryRegion(environment),
    ...checkVault(environment),
    ...checkWarehouses(environment),
    ...checkReplicas(environment, {
      primary: environment.cloud.regions.primary,
      isRegion: (name) => zonalRegions.some((region) => region === name),
      wayOut: "write a region with zones, such as swedencentral",
    }),
    ...checkBootstrap(environment),
    ...checkAddingRole(environment, decideWorkloadIdentities(environment)),
    ...checkRecoverers(environment, recoverer, "write the object id of a group in Microsoft Entra"),
  ];
}

/** A group's object id: people come and go, and a role assignment has to say which kind of principal it is for. */
const recoverer = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Azure and AKS use them inside. https://learn.microsoft.com/azure/aks/concepts-network-cni-overview#aks-cni-networking-prerequisites */
const reservedBlocks = ["172.30.0.0/16", "172.31.0.0/16"];

function checkAddresses({ network: { cidr } }: AzureEnvironment): Issue[] {
  if (cidrProblem(cidr) !== undefined) return [];
  return reservedBlocks
    .filter((block) => overlap(cidr, block))
    .map((block) => ({
      path: "network.cidr",
      value: cidr,
      rule: `shares addresses with ${block}, which AKS keeps to itself`,
      wayOut: "use a block of 10.0.0.0/8",
    }));
}

function checkAdoption({ network: { adopt } }: AzureEnvironment): Issue[] {
  if (adopt === undefined) return [];
  const issues: Issue[] = [];
  if (!networkPattern.test(adopt.network)) {
    issues.push({
      path: "network.adopt.network",
      value: adopt.network,
      rule: "isn't the identifier of a virtual network",
      wayOut:
        "write /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME, from az network vnet show --query id",
    });
  }
  if (adopt.subnets.length !== 1) {
    issues.push({
      path: "network.adopt.subnets",
      value: String(adopt.subnets.length),
      rule: "must be exactly one subnet, since a subnet spans all zones of its region",
      wayOut: "name the one that nodes are to live in",
    });
  }
  adopt.subnets.forEach((subnet, index) => {
    const prefix = `${adopt.network}/subnets/`;
    if (subnet.toLowerCase().startsWith(prefix.toLowerCase()) && /^[^/]+$/.test(subnet.slice(prefix.length))) return;
    issues.push({
      path: `network.adopt.subnets[${index}]`,
      value: subnet,
      rule: "isn't the identifier of a subnet of the adopted network",
      wayOut: `write ${prefix}NAME`,
    });
  });
  return issues;
}

function checkPools({ cluster: { pools, autoProvision }, network: { cidr } }: AzureEnvironment): Issue[] {
  const issues: Issue[] = autoProvision === undefined ? [] : reservedIssues(pools);
  for (const [name, { spot, purpose }] of Object.entries(pools)) {
    if (!spot || purpose === "batch") continue;
    issues.push({
      path: `cluster.pools.${name}.spot`,
      value: "true",
      rule: `would leave the pool empty: AKS taints spot nodes itself, and pods of purpose ${purpose} don't tolerate that`,
      wayOut: "leave spot out, or write purpose: batch",
    });
  }
  const taken = new Map<string, string>();
  for (const pool of decideNodePools(pools)) {
    const agentPool = nodePoolName(pool);
    const other = taken.get(agentPool);
    taken.set(agentPool, pool.name);
    if (other === undefined) continue;
    issues.push({
      path: `cluster.pools.${pool.name}`,
      value: pool.name,
      rule: `makes a pool named ${agentPool}, as ${other} does`,
      wayOut: "begin its name with other letters",
    });
  }
  if (cidrProblem(cidr) !== undefined) return issues;
  const decided = decideNodePools(pools);
  const onTop = nodesOnTop(decided, autoProvision);
  // Azure's own pool takes addresses besides.
  const room = [...decided, { max: systemPoolNodes }, ...(onTop === 0 ? [] : [{ max: onTop }])];
  return [...issues, ...podRoomIssues(cidr, decideAddresses(cidr).pods, room)];
}

/** What a pool may grow by is a group of its name in the cluster. */
function reservedIssues(pools: AzureEnvironment["cluster"]["pools"]): Issue[] {
  return Object.keys(pools)
    .filter((name) => reservedGroups.some((reserved) => reserved === name))
    .map((name) => ({
      path: `cluster.pools.${name}`,
      value: name,
      rule: "is what AKS calls a group of nodes of its own, where it adds nodes of its own choice",
      wayOut: "give the pool another name, or leave autoProvision out",
    }));
}

/** What children with the least room add to an environment's name; see the name table in the README. */
const roles = [
  { role: "-network-vnet", limit: nameLimits.network },
  { role: "-cluster-logs", limit: nameLimits.workspace },
];

function checkNames(environment: AzureEnvironment): Issue[] {
  const { name } = environment;
  const all = recordsAccess(environment)
    ? [...roles, { role: "-access-logs-logs", limit: nameLimits.workspace }]
    : roles;
  return all.flatMap(({ role, limit }) => {
    const length = name.length + role.length + autoNameSuffix;
    return checkLength({ path: "", value: name, length, limit, who: "Azure", shorten: "the environment's name" });
  });
}

/** Whether any bucket has it written down who uses it, for which there is a workspace. */
function recordsAccess(environment: AzureEnvironment): boolean {
  const { buckets, audit } = environment;
  const wishes = [...Object.values(buckets), ...(audit === undefined ? [] : [decideAuditBucket(audit)])];
  return wishes.some((wish) => decideAccessLogs(wish, environment, azureCapabilities["buckets.accessLogs"].supported));
}

function checkVolumes({ stores, cloud }: AzureEnvironment): Issue[] {
  if (hasReplicatedDisks(cloud)) return [];
  return Object.entries(stores).flatMap(([name, store]) =>
    store.placement === "in-cluster" && store.volumes === "replicated"
      ? [
          {
            path: `stores.${name}.volumes`,
            value: store.volumes,
            rule: `can't be had in ${cloud.regions.primary}, whose disks have no copies in other zones`,
            wayOut: "leave volumes out, and let the store have replicas, which are spread over zones",
          },
        ]
      : [],
  );
}

/** What the door to Vault's key adds to an environment's name. */
const vaultDoor = "-identity-landbridge-vault-door";

function checkVault({ name, vault }: AzureEnvironment): Issue[] {
  const [length, limit] = [name.length + vaultDoor.length + autoNameSuffix, nameLimits.networkPart];
  if (vault === undefined || length <= limit) return [];
  return [
    {
      path: "vault",
      value: name,
      rule: `makes a name of ${length} characters, Azure takes ${limit}`,
      wayOut: `shorten the environment's name by ${length - limit}, or leave vault out`,
    },
  ];
}
