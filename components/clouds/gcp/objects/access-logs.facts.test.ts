import { beforeAll, describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { planLayer } from "../../layer.fixture.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

let resources: readonly PlannedResource[] = [];

beforeAll(async () => {
  const environment = gcpEnvironment({ audit: { retentionDays: 400 } });
  const plan = await planLayer(environment);
  resources = plan.resources;
});

const ofType = (type: string) => resources.filter((resource) => resource.type === type);
const sinks = () => ofType("gcp:logging/projectSink:ProjectSink").filter(({ name }) => name.endsWith("-access"));

// https://cloud.google.com/storage/docs/audit-logging
describe("logs of access to buckets", () => {
  it("are of reads and writes of objects, and on only after nothing else keeps them", () => {
    const [on] = ofType("gcp:projects/iAMAuditConfig:IAMAuditConfig").filter(({ name }) =>
      name.includes("access-logs"),
    );
    expect(on?.inputs).toMatchObject({
      service: "storage.googleapis.com",
      auditLogConfigs: [{ logType: "DATA_READ" }, { logType: "DATA_WRITE" }],
    });
    const exclusion = ofType("gcp:logging/projectExclusion:ProjectExclusion")[0]?.urn;
    expect(exclusion).toBeDefined();
    expect(on?.dependencies).toContain(exclusion);
  });

  // https://cloud.google.com/logging/docs/buckets
  it("lie in the region, for as long as logs of operation are kept", () => {
    const [bucket] = ofType("gcp:logging/projectBucketConfig:ProjectBucketConfig");
    expect(bucket?.inputs).toMatchObject({ location: "europe-west1", retentionDays: 30, project: "shop-prod-1234" });
    expect(bucket?.protect).toBe(true);
  });

  // Google keeps the name of a deleted log bucket for a week.
  it("have a place whose name is new with each up", () => {
    const [bucket] = ofType("gcp:logging/projectBucketConfig:ProjectBucketConfig");
    expect(bucket?.inputs["bucketId"]).toMatch(/^shop-prod-access-logs-.*#hex/);
  });

  // https://cloud.google.com/logging/docs/view/logging-query-language
  it("come from the buckets of personal and confidential data, each by a filter of its own", () => {
    expect(sinks().map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "shop-prod-audit-records-access",
        "shop-prod-bucket-audit-access",
        "shop-prod-bucket-uploads-access",
      ]),
    );
    for (const { inputs } of sinks()) {
      expect(inputs["filter"]).toMatch(
        /resource\.type="gcs_bucket" AND resource\.labels\.bucket_name="\$\{urn:.*#name\}"$/,
      );
      expect(inputs["destination"]).toMatch(
        /^logging\.googleapis\.com\/projects\/shop-prod-1234\/locations\/europe-west1\/buckets\//,
      );
    }
  });

  it("aren't copied to the audit trail as well", () => {
    const [trail] = ofType("gcp:logging/projectSink:ProjectSink").filter(({ inputs }) => "exclusions" in inputs);
    expect(JSON.stringify(trail?.inputs["exclusions"])).toContain("storage.objects.get");
  });
});
