import { describe, expect, it } from "vitest";
import { checkGcp } from "./check.ts";
import { gcpEnvironment } from "./environment.fixture.ts";
import { gcpSettings } from "./settings.ts";

const pathsOf = (...args: Parameters<typeof gcpEnvironment>): string[] =>
  checkGcp(gcpEnvironment(...args)).map(({ path }) => path);

const network = "projects/host/global/networks/shared";
const subnet = "projects/host/regions/europe-west1/subnetworks/nodes";

describe("the settings", () => {
  const accepts = (project: string, primary: string): boolean =>
    gcpSettings.safeParse({ name: "gcp", project, regions: { primary } }).success;

  it("take a project's id and a region", () => {
    expect(accepts("shop-prod-1234", "europe-west1")).toBe(true);
    expect(accepts("shop-prod-1234", "northamerica-northeast2")).toBe(true);
  });

  it("refuse a project's number or name, and a zone", () => {
    expect(accepts("123456789012", "europe-west1")).toBe(false);
    expect(accepts("Shop Production", "europe-west1")).toBe(false);
    expect(accepts("short", "europe-west1")).toBe(false);
    expect(accepts("shop-prod-1234", "europe-west1-b")).toBe(false);
  });
});

describe("the check for Google Cloud", () => {
  it("finds nothing wrong with a good environment", () => {
    expect(pathsOf()).toEqual([]);
  });

  it("fails a block that Google's services use inside", () => {
    expect(pathsOf({ network: { cidr: "172.16.0.0/12" } })).toEqual(["network.cidr"]);
    expect(pathsOf({ network: { cidr: "172.18.0.0/15" } })).toEqual([]);
  });

  it("fails adoption of none or of several subnets, and of one elsewhere", () => {
    expect(pathsOf({ network: { adopt: { network, subnets: [subnet] } } })).toEqual([]);
    expect(pathsOf({ network: { adopt: { network, subnets: [subnet, subnet] } } })).toEqual(["network.adopt.subnets"]);
    const elsewhere = subnet.replace("europe-west1", "europe-west4");
    expect(pathsOf({ network: { adopt: { network: "shared", subnets: [elsewhere] } } })).toEqual([
      "network.adopt.network",
      "network.adopt.subnets[0]",
    ]);
  });

  it("fails a cluster without a pool that Google's own pods may run on", () => {
    expect(pathsOf({ cluster: {} })).toEqual(["cluster.pools"]);
    expect(pathsOf({ cluster: { pools: { data: { size: "small", purpose: "data" } } } })).toEqual(["cluster.pools"]);
    expect(pathsOf({ cluster: { pools: { system: { size: "small", purpose: "system" } } } })).toEqual([]);
  });

  // https://github.com/hashicorp/terraform-provider-google/issues/8270
  it("fails a pool that needs a node and would begin with none", () => {
    const pools = (min: number, max: number) =>
      pathsOf({ cluster: { pools: { general: { size: "small", min: 3, max: 3 }, few: { size: "small", min, max } } } });
    expect(pools(1, 2)).toEqual(["cluster.pools.few.max"]);
    expect(pools(0, 2)).toEqual([]);
    expect(pools(1, 3)).toEqual([]);
  });

  it("fails pools that may outgrow the pods' addresses, with room for one more node in an upgrade", () => {
    const pools = (max: number) => ({ cluster: { pools: { general: { size: "small" as const, max } } } });
    const cidr = { network: { cidr: "10.0.0.0/17" } };
    expect(pathsOf({ ...cidr, ...pools(63) })).toEqual([]);
    expect(pathsOf({ ...cidr, ...pools(64) })).toEqual(["network.cidr"]);
  });

  it("fails names that Google would not take, with how much is too much", () => {
    const [issue] = checkGcp(gcpEnvironment({ buckets: { ["b".repeat(30)]: {} } }, "shop-production"));
    expect(issue).toMatchObject({
      path: `buckets.${"b".repeat(30)}`,
      rule: "makes a name of 65 characters, Google takes 63",
      wayOut: "shorten it or the environment's name by 2",
    });
    expect(pathsOf({}, "e".repeat(33))).toEqual([]);
    expect(pathsOf({}, "e".repeat(34))).toEqual([""]);
  });

  it("fails buckets that Google would refuse for its own name in theirs", () => {
    expect(pathsOf({ buckets: { "google-feed": {}, "g00gle-feed": {}, "goog-feed": {} } })).toEqual([
      "buckets.google-feed",
      "buckets.g00gle-feed",
    ]);
    expect(pathsOf({ buckets: { feed: {} } }, "goog-prod")).toEqual(["buckets.feed"]);
  });

  it("fails recoverers that Google knows no single address of", () => {
    const recoverers = ["group:security@example.org", "user:ada@example.org", "allUsers", "domain:example.org", "ada"];
    expect(pathsOf({ vault: { recoverers } })).toEqual([
      "vault.recoverers[2]",
      "vault.recoverers[3]",
      "vault.recoverers[4]",
    ]);
  });

  it("fails a managed store whose database would be one that every server has", () => {
    const store = (placement: "managed" | "in-cluster") => ({ kind: "postgres", placement }) as const;
    expect(pathsOf({ stores: { postgres: store("managed"), orders: store("managed") }, domains: {} })).toEqual([
      "stores.postgres",
    ]);
    expect(pathsOf({ stores: { postgres: store("in-cluster") }, domains: {} })).toEqual([]);
  });
});
