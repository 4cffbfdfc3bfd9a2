import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { bindBuckets, bindEvents, bindObjectKeys, bindWarehouses, type CloudRights } from "./rights.ts";

const [host, database, gold] = [output("host"), output("database"), output("gold")];
const rights: CloudRights = {
  identities: {},
  bucketUrls: {},
  warehouses: {
    "shop-analytics": { host, database, layers: { bronze: output("bronze"), silver: output("silver"), gold } },
  },
  warehouseFacts: { engine: "paper", port: 1234, ports: [] },
};

describe("bindWarehouses", () => {
  it("says where a warehouse is, and names the layers that the service may use and no other", () => {
    const wish = { warehouses: { "shop-analytics": { gold: "read" as const } } };
    const bound = Object.entries(bindWarehouses("commerce-report", wish, rights));
    expect(bound.map(([variable]) => variable)).toEqual([
      "WAREHOUSE_SHOP_ANALYTICS_ENGINE",
      "WAREHOUSE_SHOP_ANALYTICS_HOST",
      "WAREHOUSE_SHOP_ANALYTICS_PORT",
      "WAREHOUSE_SHOP_ANALYTICS_DATABASE",
      "WAREHOUSE_SHOP_ANALYTICS_GOLD",
    ]);
    const values = ["paper", host, "1234", database, gold];
    expect(bound.map(([, value], index) => value === values[index])).toEqual(values.map(() => true));
  });

  it("fails for a warehouse that isn't there", () => {
    const wish = { warehouses: { other: { gold: "read" as const } } };
    expect(() => bindWarehouses("commerce-report", wish, rights)).toThrow("commerce-report uses warehouse other");
    expect(() => bindWarehouses("commerce-report", wish, undefined)).toThrow("which isn't there");
  });
});

describe("buckets in the cluster", () => {
  const secretKey = output("hidden");
  const objects = {
    endpoint: output("https://objects:8333"),
    region: "us-east-1",
    authority: "PEM",
    authoritySecret: "objects-tls",
    bucketUrls: { uploads: output("s3://landbridge-uploads") },
    keys: { "commerce-report": { accessKey: "commerce-report", secretKey } },
  };
  const wish = { buckets: { uploads: "read" as const } };

  it("are found by what SDKs look for, with keys of the service's own and the authority as a file", () => {
    const { clear, secret, authorities } = bindObjectKeys("commerce-report", wish, { ...rights, objects });
    expect(clear).toEqual({
      AWS_CA_BUNDLE: "/etc/landbridge/authorities/landbridge-objects.pem",
      AWS_ENDPOINT_URL_S3: objects.endpoint,
      AWS_REGION: "us-east-1",
    });
    expect(secret).toEqual({ AWS_ACCESS_KEY_ID: "commerce-report", AWS_SECRET_ACCESS_KEY: secretKey });
    expect(authorities).toEqual({ "landbridge-objects.pem": "PEM" });
  });

  it("have the same variable as a cloud's", () => {
    const bound = bindBuckets("commerce-report", wish, { ...rights, objects });
    expect(Object.entries(bound)).toEqual([["BUCKET_UPLOADS_URL", objects.bucketUrls.uploads]]);
  });

  it("give nothing to a service that uses none, or where the cloud holds them", () => {
    const nothing = { clear: {}, secret: {} };
    expect(bindObjectKeys("commerce-report", { buckets: {} }, { ...rights, objects })).toEqual(nothing);
    expect(bindObjectKeys("commerce-report", wish, rights)).toEqual(nothing);
  });

  it("fail for a service without keys", () => {
    expect(() => bindObjectKeys("commerce-other", wish, { ...rights, objects })).toThrow("it has no keys");
  });
});

describe("bindEvents", () => {
  const urls = { publish: { jobs: output("write"), done: output("topic") }, consume: { jobs: output("read") } };

  it("says where a queue is written to, or read from, as the service does", async () => {
    const wish = { events: { jobs: "consume" as const, done: "publish" as const } };
    const bound = bindEvents("commerce-report", wish, { ...rights, events: urls });
    expect(Object.keys(bound)).toEqual(["EVENTS_DONE_URL", "EVENTS_JOBS_URL"]);
    await expect(
      new Promise((resolve) => {
        output(bound).apply(resolve);
      }),
    ).resolves.toEqual({ EVENTS_DONE_URL: "topic", EVENTS_JOBS_URL: "read" });
  });

  it("fails for what isn't there, and for a topic that would be read", () => {
    const bind = (events: Record<string, "publish" | "consume">) =>
      bindEvents("commerce-report", { events }, { ...rights, events: urls });
    expect(() => bind({ gone: "publish" })).toThrow("uses gone of events, which isn't there");
    expect(() => bind({ done: "consume" })).toThrow("uses done of events, which isn't there");
  });
});
