import { describe, expect, it } from "vitest";
import {
  accountsAreThere,
  apisAreOn,
  gcpBootstrapChecks,
  keyRingIsThere,
  poolIsThere,
  quotaDemands,
  quotasAreEnough,
  stateBucketIsThere,
  zoneIsThere,
} from "./bootstrap-doctor.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const bootstrap = { stateRegion: "europe-west4", ci };
const verdict = (judge: (text: string) => { verdict: string }, printed: unknown): string =>
  judge(JSON.stringify(printed)).verdict;

describe("checks of a project", () => {
  it("only read", () => {
    const commands = gcpBootstrapChecks(gcpEnvironment({ bootstrap })).map(({ command }) => command);
    const gcloud = commands.filter(([program]) => program === "gcloud");
    expect(gcloud.length).toBe(8);
    for (const command of gcloud) expect(command.some((word) => word === "list" || word === "describe")).toBe(true);
  });

  it("ask for the account's own things where the environment makes them, and for pipelines where they bring up", () => {
    const whats = (environment: ReturnType<typeof gcpEnvironment>) =>
      gcpBootstrapChecks(environment).map(({ what }) => what);
    expect(whats(gcpEnvironment())).not.toContain("bucket for state in europe-west4");
    expect(whats(gcpEnvironment({ bootstrap: { stateRegion: "europe-west4" } }))).toContain(
      "bucket for state in europe-west4",
    );
    expect(whats(gcpEnvironment({ bootstrap: { stateRegion: "europe-west4" } }))).not.toContain("trust in pipelines");
    expect(whats(gcpEnvironment({ bootstrap }))).toContain("trust in pipelines");
  });

  // The pages say what each command prints; the samples are cut to what is read.
  it.each([
    // https://cloud.google.com/service-usage/docs/reference/rest/v1/services#Service
    ["APIs", apisAreOn(["iam.googleapis.com"]), [{ config: { name: "iam.googleapis.com" }, state: "ENABLED" }], "ok"],
    ["APIs that are off", apisAreOn(["iam.googleapis.com"]), [], "missing"],
    // https://cloud.google.com/sdk/gcloud/reference/storage/buckets/describe
    ["a bucket", stateBucketIsThere("p-", "europe-west4"), [bucket({})], "ok"],
    [
      "a bucket without versions",
      stateBucketIsThere("p-", "europe-west4"),
      [bucket({ versioning_enabled: false })],
      "missing",
    ],
    [
      "a bucket without a key",
      stateBucketIsThere("p-", "europe-west4"),
      [bucket({ default_kms_key: undefined })],
      "missing",
    ],
    ["a bucket elsewhere", stateBucketIsThere("p-", "europe-west1"), [bucket({})], "missing"],
    ["other buckets", stateBucketIsThere("q-", "europe-west4"), [bucket({})], "missing"],
    // https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings#KeyRing
    [
      "a ring",
      keyRingIsThere("p-secrets-ring-"),
      [{ name: "projects/p/locations/l/keyRings/p-secrets-ring-1a2b3c4" }],
      "ok",
    ],
    [
      "another ring",
      keyRingIsThere("p-secrets-ring-"),
      [{ name: "projects/p/locations/l/keyRings/p-state-ring-1a2b3c4" }],
      "missing",
    ],
    // https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts#ServiceAccount
    ["accounts", accountsAreThere(["up-x"], "p"), [{ email: "up-x@p.iam.gserviceaccount.com" }], "ok"],
    [
      "a disabled account",
      accountsAreThere(["up-x"], "p"),
      [{ email: "up-x@p.iam.gserviceaccount.com", disabled: true }],
      "missing",
    ],
    // https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools#WorkloadIdentityPool
    [
      "a pool",
      poolIsThere("d"),
      [{ name: "projects/1/locations/global/workloadIdentityPools/ci", description: "d", state: "ACTIVE" }],
      "ok",
    ],
    ["a deleted pool", poolIsThere("d"), [{ name: "projects/1", description: "d", state: "DELETED" }], "missing"],
    // https://cloud.google.com/dns/docs/reference/rest/v1/managedZones#resource
    [
      "a zone",
      zoneIsThere("a.org"),
      [{ dnsName: "a.org.", visibility: "public", nameServers: ["ns-cloud-a1.googledomains.com."] }],
      "ok",
    ],
    [
      "a private zone",
      zoneIsThere("a.org"),
      [{ dnsName: "a.org.", visibility: "private", nameServers: [] }],
      "missing",
    ],
    // https://cloud.google.com/compute/docs/reference/rest/v1/regions#Region
    [
      "quotas",
      quotasAreEnough([{ quota: "CPUS", needed: 20 }]),
      { quotas: [{ metric: "CPUS", limit: 24, usage: 4 }] },
      "ok",
    ],
    [
      "quotas without room",
      quotasAreEnough([{ quota: "CPUS", needed: 21 }]),
      { quotas: [{ metric: "CPUS", limit: 24, usage: 4 }] },
      "missing",
    ],
    ["quotas of another kind", quotasAreEnough([{ quota: "CPUS", needed: 1 }]), { quotas: [] }, "unknown"],
  ])("judge %s", (_, judge, printed, expected) => {
    expect(verdict(judge, printed)).toBe(expected);
  });

  it("need room for all pools at their largest", () => {
    const pools = {
      general: { size: "medium", min: 3, max: 10, diskGiB: 50 },
      batch: { size: "large", max: 2, diskGiB: 50, spot: true, purpose: "batch" },
    } as const;
    const environment = gcpEnvironment({ cluster: { pools }, stores: {}, domains: {} });
    expect(quotaDemands(environment)).toEqual([
      { quota: "CPUS", needed: 10 * 4 + 2 * 8 },
      { quota: "SSD_TOTAL_GB", needed: 12 * 50 },
      { quota: "IN_USE_ADDRESSES", needed: 2 },
    ]);
  });
});

function bucket(change: object) {
  return {
    name: "p-bucket",
    location: "EUROPE-WEST4",
    versioning_enabled: true,
    default_kms_key: "projects/p",
    ...change,
  };
}
