import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { BlobContainer, type BlobContainerArgs } from "@pulumi/azure-native/storage/blobContainer.js";
import { BlobServiceProperties } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import { ManagementPolicy } from "@pulumi/azure-native/storage/managementPolicy.js";
import { StorageAccount, type StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import { Workspace, type WorkspaceArgs } from "@pulumi/azure-native/synapse/workspace.js";
import { interpolate, output, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { layerNames, type LayerName } from "../../../../../environments/schema/stores/warehouse.ts";
import type { Warehouse, WarehouseSpec } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import type { ResourceGroup } from "../../account/resource-group.ts";
import { logService, type LogPlace } from "../../account/service-logs.ts";
import { nameLimits, worldName } from "../../names.ts";
import type { PrivateDoors } from "../../network/private-link.ts";
import { grant, type Identities } from "../../rights/identity.ts";
import type { AzureSettings } from "../../settings.ts";
import {
  decideLayerRules,
  lakeArgs,
  lakeServiceArgs,
  layerUrl,
  setupStatements,
  workspaceArgs,
} from "./warehouse-args.ts";
import { azureWarehouses } from "./warehouse-reach.ts";

/** What a caller may change on the children below. */
export interface AzureWarehouseTransforms {
  readonly account?: Transform<StorageAccountArgs>;
  readonly container?: Transform<BlobContainerArgs>;
  readonly workspace?: Transform<WorkspaceArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a warehouse is made from. */
export interface AzureWarehouseArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: WarehouseSpec;
  readonly settings: AzureSettings;
  readonly logs: LogPlace;
  readonly transforms?: AzureWarehouseTransforms | undefined;
}

/**
 * A lake with a container for each layer, and a Synapse workspace whose serverless SQL pool reads it. Not Fabric, to which
 * Microsoft sends newcomers: of it Resource Manager knows a capacity, and neither workspaces nor warehouses. Services read and
 * write layers as files by roles on containers; who queries by SQL is given a login there by an administrator.
 * https://learn.microsoft.com/azure/synapse-analytics/sql/on-demand-workspace-overview
 */
export class AzureWarehouse extends Component implements Warehouse {
  static readonly type = "landbridge:azure:Warehouse";
  readonly engine = azureWarehouses.engine;
  readonly port = azureWarehouses.port;
  readonly host: Output<string>;
  readonly database: Output<string>;
  readonly layers: Readonly<Record<LayerName, Output<string>>>;
  /** The lake's. */
  readonly id: Output<string>;
  /** Ids of the layers' containers, for those who grant rights to them. */
  readonly containers: Readonly<Record<LayerName, Output<string>>>;
  readonly setup: readonly Output<string>[];

  constructor(name: string, args: AzureWarehouseArgs, opts: ComponentResourceOptions) {
    const { group, spec, settings, transforms } = args;
    super(AzureWarehouse.type, name, { wish: spec.wish }, opts);
    const resourceGroupName = group.name(opts);
    const lake = createLake(name, args, resourceGroupName, opts, this);
    const { accountName, account, containers } = lake;
    const workspaceName = worldName(name, settings, nameLimits.synapseWorkspace);
    const place = { workspaceName, resourceGroupName, accountName, accountId: account.id };
    const workspace = new Workspace(
      `${name}-workspace`,
      transformed(
        transforms?.workspace,
        workspaceArgs({ ...place, filesystem: containers.bronze.name }, spec, settings),
      ),
      // Its name is fixed and unique in the world.
      { parent: this, ...holdsData(spec.protect), customTimeouts: { create: "1h", update: "1h", delete: "1h" } },
    );
    const granted = grantLake(name, workspace, containers, settings, this);
    const ready = [...openDoors(name, args, { account, workspace }, opts, this), ...granted].map(({ urn }) => urn);
    writeLogs(name, args, { account, workspace }, opts, this);
    const made = (value: Output<string>): Output<string> => afterAll(value, ready);
    const url = (layer: LayerName) => made(layerUrl(accountName, containers[layer].name));
    this.layers = { bronze: url("bronze"), silver: url("silver"), gold: url("gold") };
    this.containers = { bronze: containers.bronze.id, silver: containers.silver.id, gold: containers.gold.id };
    this.host = made(workspace.name.apply(() => `${workspaceName}-ondemand.sql.azuresynapse.net`));
    this.database = made(output(spec.database));
    this.id = made(account.id);
    this.setup = setupStatements(spec, this.layers);
    this.registerOutputs({ host: this.host });
  }
}

/** The warehouse as this cloud made it. Throws for another cloud's, which is a mistake of ours. */
export function azureWarehouse(warehouse: Warehouse): AzureWarehouse {
  if (warehouse instanceof AzureWarehouse) return warehouse;
  throw new Error("a warehouse of Azure's is needed");
}

type Containers = Readonly<Record<LayerName, BlobContainer>>;

function createLake(
  name: string,
  { identities, spec, settings, transforms }: AzureWarehouseArgs,
  resourceGroupName: Output<string>,
  beside: ComponentResourceOptions,
  parent: Resource,
) {
  const accountName = worldName(name, settings, nameLimits.storageAccount);
  const identity = identities.of("warehouses", beside).id;
  const account = new StorageAccount(
    `${name}-lake`,
    transformed(transforms?.account, lakeArgs({ accountName, resourceGroupName, identity }, spec, settings)),
    { parent, ...holdsData(spec.protect) },
  );
  const place = { resourceGroupName, accountName: account.name };
  const inside = { parent, deletedWith: account };
  const service = new BlobServiceProperties(
    `${name}-files`,
    { ...place, blobServicesName: "default", ...lakeServiceArgs(spec) },
    inside,
  );
  const container = (layer: LayerName): BlobContainer =>
    new BlobContainer(
      `${name}-${layer}`,
      transformed(transforms?.container, { ...place, containerName: layer, publicAccess: "None" }),
      { ...inside, dependsOn: [service] },
    );
  const rules = decideLayerRules(spec);
  // An account without rules has no policy; an empty one is refused.
  if (rules.length > 0)
    new ManagementPolicy(
      `${name}-lifecycle`,
      { ...place, managementPolicyName: "default", policy: { rules } },
      { ...inside, dependsOn: [service] },
    );
  const containers: Containers = {
    bronze: container("bronze"),
    silver: container("silver"),
    gold: container("gold"),
  };
  return { accountName, account, containers };
}

/** What the pool reads and writes for those who query it, as the workspace itself. */
function grantLake(
  name: string,
  workspace: Workspace,
  containers: Containers,
  settings: AzureSettings,
  parent: Resource,
): Resource[] {
  const principal = workspace.identity.apply((identity) => identity?.principalId ?? "");
  return layerNames.map((layer) => {
    const one = { role: "storage-blob-data-contributor", principal, scope: containers[layer].id } as const;
    return grant(`${name}-${layer}-queries`, one, settings, { parent });
  });
}

/** Doors to the lake by both of its names, and to the pool. */
function openDoors(
  name: string,
  { doors, spec, transforms }: AzureWarehouseArgs,
  { account, workspace }: { readonly account: StorageAccount; readonly workspace: Workspace },
  beside: ComponentResourceOptions,
  parent: Resource,
): Resource[] {
  const { network, tags } = spec;
  const common = { network, tags, transform: transforms?.endpoint };
  const files = doors.open(`${name}-dfs`, { service: "dfs", target: account.id, ...common }, beside, { parent });
  // One after the other: an account takes one change at a time. https://github.com/Azure/bicep-registry-modules/issues/6001
  const next = { parent, dependsOn: [files] };
  return [
    files,
    doors.open(`${name}-blob`, { service: "blob", target: account.id, ...common }, beside, next),
    doors.open(`${name}-sql`, { service: "warehouse", target: workspace.id, ...common }, beside, { parent }),
  ];
}

/** Who queried what, and who read or changed which file. */
function writeLogs(
  name: string,
  { logs }: AzureWarehouseArgs,
  { account, workspace }: { readonly account: StorageAccount; readonly workspace: Workspace },
  beside: ComponentResourceOptions,
  parent: Resource,
): void {
  const place = logs.workspace(beside);
  const files = interpolate`${account.id}/blobServices/default`;
  logService(`${name}-logs-files`, "lake", { resource: files, workspace: place }, parent);
  logService(`${name}-logs-queries`, "warehouse", { resource: workspace.id, workspace: place }, parent);
}
