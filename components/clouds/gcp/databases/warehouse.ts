import { Dataset, type DatasetArgs } from "@pulumi/gcp/bigquery/dataset.js";
import {
  ConsumerQuotaOverride,
  type ConsumerQuotaOverrideArgs,
} from "@pulumi/gcp/serviceusage/consumerQuotaOverride.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { layerNames, type LayerName } from "../../../../environments/schema/stores/warehouse.ts";
import type { Warehouse, WarehouseSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { labelsOf } from "../tags.ts";
import { gcpWarehouses } from "./warehouse-reach.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpWarehouseTransforms {
  readonly dataset?: Transform<DatasetArgs>;
  readonly quota?: Transform<ConsumerQuotaOverrideArgs>;
}

/** BigQuery has one address for all, so it needs no network. */
export type GcpWarehouseSpec = Omit<WarehouseSpec, "network">;

/** What a warehouse is made from. */
export interface GcpWarehouseArgs {
  readonly apis: Apis;
  readonly spec: GcpWarehouseSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpWarehouseTransforms | undefined;
}

/**
 * A dataset of BigQuery for each layer, and a limit on what queries of the project may read in a day, since they are paid by
 * what they read. Who read what is in the project's audit logs, which nobody can turn off for BigQuery.
 * https://cloud.google.com/bigquery/docs/reference/auditlogs
 */
export class GcpWarehouse extends Component implements Warehouse {
  static readonly type = "landbridge:gcp:Warehouse";
  readonly engine = gcpWarehouses.engine;
  readonly port = gcpWarehouses.port;
  readonly host: Output<string>;
  readonly database: Output<string>;
  readonly layers: Readonly<Record<LayerName, Output<string>>>;
  readonly id: Output<string>;

  constructor(name: string, { apis, spec, settings, transforms }: GcpWarehouseArgs, opts: ComponentResourceOptions) {
    super(GcpWarehouse.type, name, { wish: spec.wish }, opts);
    const dependsOn = apis.enable(["bigquery"], opts);
    const quota = new ConsumerQuotaOverride(
      `${name}-scans`,
      transformed(transforms?.quota, quotaArgs(spec, settings)),
      { parent: this, dependsOn },
    );
    const datasets = layerNames.map(
      (layer) =>
        new Dataset(
          `${name}-${layer}`,
          transformed(transforms?.dataset, datasetArgs(`${name}-${layer}`, layer, spec, settings)),
          // Its name is fixed, as queries call it by that.
          { parent: this, dependsOn, ...holdsData(spec.protect) },
        ),
    );
    const made = (value: Output<string>): Output<string> =>
      afterAll(
        value,
        [quota, ...datasets].map(({ urn }) => urn),
      );
    const [bronze, silver, gold] = datasets.map(({ datasetId }) => made(datasetId));
    if (bronze === undefined || silver === undefined || gold === undefined) throw new Error("a layer has no dataset");
    this.layers = { bronze, silver, gold };
    this.host = made(output("bigquery.googleapis.com"));
    this.database = made(output(settings.project));
    this.id = this.database;
    this.registerOutputs({ layers: { ...this.layers } });
  }
}

/** Letters, digits and _ only. https://cloud.google.com/bigquery/docs/datasets#dataset-naming */
function datasetId(childName: string): string {
  return childName.replaceAll("-", "_");
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets */
function datasetArgs(
  childName: string,
  layer: LayerName,
  { wish, undoDays, key, tags }: GcpWarehouseSpec,
  { project, regions }: GcpSettings,
): DatasetArgs {
  return {
    project,
    datasetId: datasetId(childName),
    location: regions.primary,
    labels: labelsOf(tags),
    ...(key === undefined ? {} : { defaultEncryptionConfiguration: { kmsKeyName: key.id } }),
    ...expiryOf(wish.layers[layer].keepDays),
    maxTimeTravelHours: String(undoDays * hoursOfDay),
    // Said, since an organization may have another default, which can be changed back only after 14 days: by logical bytes
    // what can be brought back costs nothing. https://cloud.google.com/bigquery/docs/datasets-intro#dataset_storage_billing_models
    storageBillingModel: "LOGICAL",
    // Google then refuses to delete a dataset that has tables.
    deleteContentsOnDestroy: false,
  };
}

const hoursOfDay = 24;

/** Partitions go by their own age, and tables without any by theirs; a table may say otherwise. */
function expiryOf(keepDays: number | undefined) {
  if (keepDays === undefined) return {};
  const milliseconds = keepDays * hoursOfDay * 60 * 60 * 1000;
  return { defaultPartitionExpirationMs: milliseconds, defaultTableExpirationMs: milliseconds };
}

const mebibytesOfTebibyte = 2 ** 20;

/**
 * What queries of the project may read in a day, in MiB. A query that would read more is refused before it begins. `force`:
 * Google asks for it where a limit is lowered by more than a tenth, and its own is 200 TiB.
 * https://cloud.google.com/bigquery/docs/custom-quotas
 */
function quotaArgs({ wish }: GcpWarehouseSpec, { project }: GcpSettings): ConsumerQuotaOverrideArgs {
  return {
    project,
    service: "bigquery.googleapis.com",
    metric: encodeURIComponent("bigquery.googleapis.com/quota/query/usage"),
    limit: encodeURIComponent("/d/project"),
    overrideValue: String(Math.round(wish.scanTiBPerDay * mebibytesOfTebibyte)),
    force: true,
  };
}
