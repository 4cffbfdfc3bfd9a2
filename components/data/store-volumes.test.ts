import { expect, it } from "vitest";
import { gcpEnvironment } from "../clouds/gcp/environment.fixture.ts";
import { custom } from "../plan.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";

const plan = planEnvironment(
  gcpEnvironment({
    buckets: { copies: {} },
    stores: {
      orders: { kind: "postgres", volumes: "replicated" },
      ledger: { kind: "postgres", backups: { bucket: "copies" } },
      events: { kind: "kafka" },
      sessions: { kind: "redis", purpose: "session", volumes: "replicated" },
    },
    domains: {},
  }),
  { layer: "cluster" },
);

it("puts each in-cluster store on the class that it wishes, and others on the cluster's choice", async () => {
  const { resources } = await plan;
  const classesOf = (name: string): string[] => {
    const text = JSON.stringify(custom(resources, name).inputs);
    return [...new Set(text.match(/landbridge-(?:zonal|replicated|scratch)/g))];
  };
  expect(classesOf("shop-prod-data-orders-cluster")).toEqual(["landbridge-replicated"]);
  // Its backups wait on scratch until they are whole.
  expect(classesOf("shop-prod-data-ledger-cluster")).toEqual(["landbridge-scratch", "landbridge-zonal"]);
  expect(classesOf("shop-prod-data-ledger-restore-test-files")).toEqual(["landbridge-scratch"]);
  expect(classesOf("shop-prod-data-events-pool-broker")).toEqual(["landbridge-zonal"]);
  expect(classesOf("shop-prod-data-sessions-volume-0-0")).toEqual(["landbridge-replicated"]);
});

it("hangs no store on a class: when a class is replaced, what hangs on it would seem to be replaced too", async () => {
  const { resources } = await plan;
  const classes = new Set(resources.filter(({ type }) => type.endsWith(":StorageClass")).map(({ urn }) => urn));
  expect(classes.size).toBe(3);
  expect(resources.filter(({ dependencies }) => dependencies.some((urn) => classes.has(urn)))).toEqual([]);
});
