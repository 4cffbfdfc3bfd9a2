import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const path = "domains.streams.services.enrich";
const job = { jar: "a.jar" };

/** What is wrong with a Flink cluster, of which some is changed. */
function wrongWith(flink: object = {}, service: object = {}, around: object = {}): string[] {
  const cluster = { checkpoints: "state", jobs: { sums: job }, ...flink };
  const enrich = { image: "a/b:1", size: "medium", buckets: { state: "read-write" }, flink: cluster, ...service };
  const environment = exampleEnvironment({
    stores: {},
    buckets: { state: {} },
    domains: {
      streams: { owner: "team", quota: { cpu: 50, memoryGiB: 99 }, services: { enrich, ...around } },
    },
  });
  return crossRules(environment, at).map((issue) => `${issue.path} ${issue.rule}`);
}

describe("a Flink cluster", () => {
  it("breaks no rule with a bucket, a size and slots for its jobs", () => {
    expect(wrongWith()).toEqual([]);
  });

  it("fails without a bucket that it may write to", () => {
    const rule = `${path}.flink.checkpoints isn't among the service's buckets as read-write`;
    expect(wrongWith({}, { buckets: { state: "read" } })).toEqual([rule]);
    expect(wrongWith({}, { buckets: {} })).toEqual([rule]);
  });

  it("fails with too small a TaskManager, and with more jobs than slots unless they are stopped", () => {
    expect(wrongWith({}, { size: "small" })).toEqual([
      `${path}.size gives a TaskManager less than 2 GiB, of which jobs would get next to nothing`,
    ]);
    const large = { sums: { ...job, parallelism: 5 } };
    expect(wrongWith({ taskManagers: 2, slots: 2, jobs: large })).toEqual([
      `${path}.flink.taskManagers with 2 slots each has 4 slots, and the jobs take 5`,
    ]);
    expect(wrongWith({ taskManagers: 2, slots: 2, jobs: { sums: { ...large.sums, stopped: true } } })).toEqual([]);
  });

  it("fails once as a feature store, whatever else a feature store needs or has", () => {
    const rule = `${path} is a Flink cluster, and can't be a feature store as well`;
    const features = { registry: "none", online: "none" };
    const around = { order: { image: "a/b:1", calls: ["enrich"] } };
    expect(wrongWith({}, { features })).toEqual([rule]);
    expect(wrongWith({}, { features, serves: { rest: {} }, health: { live: "/up" } }, around)).toEqual([rule]);
  });

  it("is called by nobody, whatever it serves", () => {
    const around = { order: { image: "a/b:1", calls: ["enrich"] } };
    const rule = "domains.streams.services.order.calls.0 is a Flink cluster, which nobody calls";
    expect(wrongWith({}, {}, around)).toEqual([rule]);
    expect(wrongWith({}, { serves: { rest: {} } }, around)).toContain(rule);
  });

  it.each([{ live: "/up" }, { ready: "/up" }])("fails where its health is asked by paths of its own: %o", (health) => {
    expect(wrongWith({}, { health })).toEqual([`${path}.health is of no use to a Flink cluster`]);
  });

  it("fails where it serves, scales, or another service has a part's name", () => {
    expect(wrongWith({}, { serves: { rest: {} }, scale: { min: 3 } })).toEqual([
      `${path}.serves is of no use to a Flink cluster, which nobody calls`,
      `${path}.scale is of no use to a Flink cluster`,
    ]);
    expect(wrongWith({}, {}, { "enrich-flink-jobmanager": { image: "a/b:1" } })).toEqual([
      "domains.streams.services.enrich-flink-jobmanager is the name of a part of the Flink cluster enrich",
    ]);
  });
});
