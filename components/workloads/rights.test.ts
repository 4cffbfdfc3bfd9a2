import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { bindEvents, bindWarehouses, type CloudRights } from "./rights.ts";

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
