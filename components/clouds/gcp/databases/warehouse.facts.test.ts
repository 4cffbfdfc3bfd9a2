import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { ancestors, planLayer, type LayerPlan } from "../../layer.fixture.ts";
import { queriedWarehouse } from "../../wishes.fixture.ts";
import { checkGcp } from "../check.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const { warehouses, services } = queriedWarehouse;

const environment = (changes: Parameters<typeof gcpEnvironment>[0] = {}) =>
  gcpEnvironment({
    stores: {},
    domains: { commerce: { owner: "commerce", services } },
    warehouses: { analytics: { ...warehouses.analytics, layers: { bronze: { keepDays: 90 } } } },
    ...changes,
  });

let planned: Promise<LayerPlan> | undefined;
const plan = () => (planned ??= planLayer(environment()));

async function ofType(type: string, of: Promise<LayerPlan> = plan()): Promise<PlannedResource[]> {
  return (await of).resources.filter((resource) => resource.type === type);
}

const datasets = (of?: Promise<LayerPlan>) => ofType("gcp:bigquery/dataset:Dataset", of);

// https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets
describe("BigQuery's datasets", () => {
  it("are one for each layer, named by letters, digits and _, in the environment's region", async () => {
    expect((await datasets()).map(({ inputs }) => [inputs["datasetId"], inputs["location"]]).sort()).toEqual([
      ["shop_prod_warehouse_analytics_bronze", "europe-west1"],
      ["shop_prod_warehouse_analytics_gold", "europe-west1"],
      ["shop_prod_warehouse_analytics_silver", "europe-west1"],
    ]);
  });

  it("let partitions and tables of the layer that says so go after its days, in milliseconds", async () => {
    const days = (await datasets()).map(({ name, inputs }) => [
      name.split("-").at(-1),
      inputs["defaultPartitionExpirationMs"],
      inputs["defaultTableExpirationMs"],
    ]);
    expect(days.sort()).toEqual([
      ["bronze", 7_776_000_000, 7_776_000_000],
      ["gold", undefined, undefined],
      ["silver", undefined, undefined],
    ]);
  });

  // https://cloud.google.com/bigquery/docs/time-travel: 2 to 7 days, in whole days, as text.
  it.each([
    ["production", "168"],
    ["staging", "48"],
  ] as const)("can be brought back in %s to %s hours ago", async (tier, hours) => {
    const all = await datasets(planLayer(environment({ tier })));
    expect(new Set(all.map(({ inputs }) => inputs["maxTimeTravelHours"]))).toEqual(new Set([hours]));
  });

  it("are protected, and refused to be deleted while they have tables", async () => {
    for (const { protect, inputs } of await datasets())
      expect({ protect, deletes: inputs["deleteContentsOnDestroy"] }).toEqual({ protect: true, deletes: false });
  });
});

// https://cloud.google.com/bigquery/docs/customer-managed-encryption
describe("BigQuery's key", () => {
  it("is that of the data's class, which BigQuery's own account for encryption may use before a dataset is there", async () => {
    const of = await plan();
    const [dataset] = await datasets();
    if (dataset === undefined) throw new Error("there is no dataset");
    expect(JSON.stringify(dataset.inputs["defaultEncryptionConfiguration"])).toMatch(
      /^\{"kmsKeyName":".*::shop-prod-key-confidential-key#id}"}$/,
    );
    const waited = [...ancestors(of, dataset)];
    const grant = waited.find(({ name }) => name === "shop-prod-key-confidential-warehouses");
    expect(grant?.inputs["role"]).toBe("roles/cloudkms.cryptoKeyEncrypterDecrypter");
    expect(grant?.inputs["member"]).toMatch(/bigquery.*#member}$/i);
    expect(waited.map(({ inputs }) => inputs["service"])).toContain("bigquery.googleapis.com");
  });
});

// https://cloud.google.com/bigquery/docs/custom-quotas: in MiB, each day, of the project.
describe("what queries may read", () => {
  it("is limited for a day, by the name that Google has for it", async () => {
    const [quota, ...others] = await ofType("gcp:serviceusage/consumerQuotaOverride:ConsumerQuotaOverride");
    expect(others).toEqual([]);
    expect(quota?.inputs).toEqual({
      project: "shop-prod-1234",
      service: "bigquery.googleapis.com",
      metric: "bigquery.googleapis.com%2Fquota%2Fquery%2Fusage",
      limit: "%2Fd%2Fproject",
      overrideValue: String(2 * 1024 * 1024),
      force: true,
    });
  });

  it("is one limit for the project, so that there is one warehouse", () => {
    const one = warehouses.analytics;
    expect(checkGcp(environment()).map(({ path }) => path)).toEqual([]);
    expect(checkGcp(environment({ warehouses: { analytics: one, reports: one } })).map(({ path }) => path)).toEqual([
      "warehouses.reports",
    ]);
  });
});

// https://cloud.google.com/bigquery/docs/access-control
describe("a service's rights to a warehouse", () => {
  it("are to run queries in the project and to read or write each layer that it names", async () => {
    const own = (await plan()).resources.filter(
      ({ name, custom }) => custom && name.startsWith("shop-prod-identity-commerce-refine-"),
    );
    expect(own.map(({ name, inputs }) => [name.split("refine-")[1], inputs["role"]]).sort()).toEqual([
      ["warehouse-analytics-bronze", "roles/bigquery.dataViewer"],
      ["warehouse-analytics-gold", "roles/bigquery.dataEditor"],
      ["warehouse-analytics-queries", "roles/bigquery.jobUser"],
      ["warehouse-analytics-silver", "roles/bigquery.dataEditor"],
    ]);
  });

  // A member of a dataset's own list that is neither user nor group is written so, and as itself in the project's.
  it("name its service account as itself, in the words of each list", async () => {
    const members = async (type: string) => (await ofType(type)).map(({ inputs }) => inputs["member"]);
    for (const member of await members("gcp:bigquery/datasetIamMember:DatasetIamMember"))
      expect(member).toMatch(/^iamMember:principal:\/\/iam\.googleapis\.com\/.*\/sa\/refine$/);
    const queries = (await ofType("gcp:projects/iAMMember:IAMMember")).filter(
      ({ inputs }) => inputs["role"] === "roles/bigquery.jobUser",
    );
    expect(queries.map(({ inputs }) => inputs["member"])).toEqual([
      expect.stringMatching(/^principal:\/\/iam\.googleapis\.com\//) as unknown,
    ]);
  });
});
