import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { BlobContainer, type BlobContainerArgs } from "@pulumi/azure-native/storage/blobContainer.js";
import { BlobContainerImmutabilityPolicy } from "@pulumi/azure-native/storage/blobContainerImmutabilityPolicy.js";
import { BlobServiceProperties } from "@pulumi/azure-native/storage/blobServiceProperties.js";
import { ManagementPolicy } from "@pulumi/azure-native/storage/managementPolicy.js";
import { StorageAccount, type StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount.js";
import {
  interpolate,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { ObjectStore, ObjectStoreSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { logAccess } from "./access-logs.ts";
import type { Identities } from "../rights/identity.ts";
import { nameLimits, singleDashed, worldName } from "../names.ts";
import { accountArgs, decideBlobService, decideLifecycle, type AccountPlace } from "./object-store-args.ts";
import type { PrivateDoors } from "../network/private-link.ts";
import { replicate } from "./replication.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import { inSecondary } from "../secondary.ts";
import type { AzureSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AzureObjectStoreTransforms {
  readonly account?: Transform<StorageAccountArgs>;
  readonly container?: Transform<BlobContainerArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a bucket is made from. */
export interface AzureObjectStoreArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: ObjectStoreSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureObjectStoreTransforms | undefined;
}

/**
 * A private container in a storage account of its own, which copies it to three zones. One account for each, since keys,
 * versions, soft deletion and lifecycles are an account's and not a container's.
 */
export class AzureObjectStore extends Component implements ObjectStore {
  static readonly type = "landbridge:azure:ObjectStore";
  /** Of the container, below its account's address. */
  readonly url: Output<string>;
  readonly bucket: Output<string>;
  readonly id: Output<string>;
  readonly accountId: Output<string>;
  readonly accountName: Output<string>;

  constructor(name: string, args: AzureObjectStoreArgs, opts: ComponentResourceOptions) {
    const { group, identities, doors, spec, settings, transforms } = args;
    super(AzureObjectStore.type, name, { wish: spec.wish }, opts);
    const resourceGroupName = group.name(opts);
    const accountPlace: AccountPlace = {
      accountName: worldName(name, settings, nameLimits.storageAccount),
      resourceGroupName,
      identity: identities.of("buckets", opts).id,
    };
    const account = new StorageAccount(
      `${name}-account`,
      transformed(transforms?.account, accountArgs(accountPlace, spec, settings)),
      // Its name is fixed and unique in the world.
      { parent: this, ...holdsData(spec.protect) },
    );
    const place = { resourceGroupName, accountName: account.name };
    const inside = { parent: this, deletedWith: account };
    const service = new BlobServiceProperties(
      `${name}-blobs`,
      { ...place, blobServicesName: "default", ...decideBlobService(spec.wish, spec.secondary !== undefined) },
      inside,
    );
    const container = new BlobContainer(
      `${name}-container`,
      transformed(transforms?.container, { ...place, containerName: containerName(name, spec), publicAccess: "None" }),
      { ...inside, dependsOn: [service] },
    );
    createRules(name, spec, { ...place, containerName: container.name }, { ...inside, dependsOn: [service] });
    const door = doors.open(
      `${name}-door`,
      { service: "blob", target: account.id, network: spec.network, tags: spec.tags, transform: transforms?.endpoint },
      opts,
      { parent: this },
    );
    if (spec.accessLogs !== undefined) logAccess(`${name}-access`, account.id, spec.accessLogs, this);
    copyElsewhere(name, args, { resourceGroupName, account, container: container.name }, service, opts, this);
    this.bucket = afterAll(container.name, [door.urn]);
    this.url = interpolate`https://${account.name}.blob.core.windows.net/${this.bucket}`;
    this.id = container.id;
    this.accountId = account.id;
    this.accountName = account.name;
    this.registerOutputs({ url: this.url, bucket: this.bucket });
  }
}

/** A second account in the second region, made as this one is, and the rule that copies every blob there. */
function copyElsewhere(
  name: string,
  args: AzureObjectStoreArgs,
  made: {
    readonly resourceGroupName: Output<string>;
    readonly account: StorageAccount;
    readonly container: Output<string>;
  },
  after: Resource,
  beside: ComponentResourceOptions,
  parent: Resource,
): void {
  const { spec, settings } = args;
  if (spec.secondary === undefined) return;
  const copied = { ...spec, key: spec.secondary.key, secondary: undefined };
  const copy = new AzureObjectStore(`${name}-copy`, { ...args, spec: copied, settings: inSecondary(settings) }, beside);
  const { resourceGroupName, account, container } = made;
  const source = { account: account.name, accountId: account.id, container };
  const target = { account: copy.accountName, accountId: copy.accountId, container: copy.bucket };
  replicate(`${name}-replication`, { resourceGroupName, source, target }, { parent, dependsOn: [after] });
}

/** The bucket as this cloud made it. Throws for another cloud's, which is a mistake of ours. */
export function azureObjectStore(store: ObjectStore): AzureObjectStore {
  if (store instanceof AzureObjectStore) return store;
  throw new Error("a bucket of Azure's is needed");
}

// Fixed, since it is part of every address; it is alone in its account. Azure Monitor writes to one of a name of its own.
// https://learn.microsoft.com/azure/azure-monitor/platform/activity-log
function containerName(name: string, { purpose }: Pick<ObjectStoreSpec, "purpose">): string {
  if (purpose === "audit-trail") return "insights-activity-logs";
  return boundedName(singleDashed(name), nameLimits.blobContainer);
}

interface ContainerPlace {
  readonly resourceGroupName: Output<string>;
  readonly accountName: Output<string>;
  readonly containerName: Output<string>;
}

function createRules(
  name: string,
  { wish, purpose }: ObjectStoreSpec,
  { containerName: container, ...account }: ContainerPlace,
  opts: CustomResourceOptions,
): void {
  const rules = decideLifecycle(wish);
  // An account without rules has no policy; an empty one is refused.
  if (rules.length > 0)
    new ManagementPolicy(`${name}-lifecycle`, { ...account, managementPolicyName: "default", policy: { rules } }, opts);
  if (wish.retentionDays === 0) return;
  // Not locked, which nobody could ever undo, not even to shorten a mistaken period.
  // https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
  new BlobContainerImmutabilityPolicy(
    `${name}-retention`,
    {
      ...account,
      containerName: container,
      immutabilityPolicyName: "default",
      immutabilityPeriodSinceCreationInDays: wish.retentionDays,
      // Azure Monitor appends to one blob for an hour. https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
      allowProtectedAppendWrites: purpose === "audit-trail",
    },
    opts,
  );
}
