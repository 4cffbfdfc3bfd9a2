import { expect, it } from "vitest";
import { gcpEnvironment } from "../clouds/gcp/environment.fixture.ts";
import { custom } from "../plan.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";

const plan = planEnvironment(
  gcpEnvironment({
    stores: {
      orders: { kind: "postgres", volumes: "replicated" },
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
    return [...new Set(text.match(/landbridge-(?:zonal|replicated)/g))];
  };
  expect(classesOf("shop-prod-data-orders-cluster")).toEqual(["landbridge-replicated"]);
  expect(classesOf("shop-prod-data-events-pool-broker")).toEqual(["landbridge-zonal"]);
  expect(classesOf("shop-prod-data-sessions-volume-0-0")).toEqual(["landbridge-replicated"]);
});

it("hangs no store on a class: when a class is replaced, what hangs on it would seem to be replaced too", async () => {
  const { resources } = await plan;
  const classes = new Set(resources.filter(({ type }) => type.endsWith(":StorageClass")).map(({ urn }) => urn));
  expect(classes.size).toBe(2);
  expect(resources.filter(({ dependencies }) => dependencies.some((urn) => classes.has(urn)))).toEqual([]);
});
