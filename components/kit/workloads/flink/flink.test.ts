import { expect, it } from "vitest";
import { spawnSync } from "node:child_process";
import { flink, flinkJob } from "../../../../environments/schema/services/flink.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { flinkFlows } from "../../network/flows/flink-flows.ts";
import { decideFlinkSettings, flinkPrepare, flinkRun, renderFlinkSettings } from "./flink-config.ts";
import { renderSubmit } from "./flink-jobs.ts";
import { decideFlinkRights } from "./flink-rights.ts";
import { decideJobManagers, decideServiceDemand, flinkJobIds } from "./flink.ts";

const wish = flink.parse({
  checkpoints: "state",
  taskManagers: 4,
  checkpointSeconds: 30,
  jobs: { sums: { jar: "a.jar" } },
});
const at = { domain: "streams", service: "enrich", job: "sums" };

it("keeps state in RocksDB, writes what changed of it, and encrypts all that pods say", () => {
  expect(decideFlinkSettings("enrich", wish, "medium")).toMatchObject({
    "state.backend.type": "rocksdb",
    "execution.checkpointing.incremental": "true",
    "execution.checkpointing.interval": "30 s",
    "taskmanager.memory.process.size": "4096 mb",
    "security.ssl.internal.enabled": "true",
    "security.ssl.rest.authentication-enabled": "true",
    "web.submit.enable": "false",
  });
  expect(renderFlinkSettings({ b: "2 s", a: 'x"y' })).toBe('a: "x\\"y"\nb: "2 s"\n');
});

it("lets a cluster change its own ConfigMaps alone, whose names it knows before jobs run", () => {
  const [any, own] = decideFlinkRights("streams", "enrich", ["sums"]);
  expect(any).toEqual({ apiGroups: [""], resources: ["configmaps"], verbs: ["create", "list", "watch"] });
  expect(own).toMatchObject({ verbs: ["get", "update", "patch", "delete"] });
  expect(own).toHaveProperty(
    "resourceNames",
    [
      "enrich-flink-cluster-config-map",
      "enrich-flink-job-sums",
      ...flinkJobIds("streams", "enrich", "sums").map((id) => `enrich-flink-${id}-config-map`),
    ].sort(),
  );
});

it("gives no two jobs an id, each of 32 hexadecimal digits", () => {
  const ids = ["a", "b"].flatMap((job) => flinkJobIds("streams", "enrich", job));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
});

it("counts TaskManagers, JobManagers and submissions against the quota", () => {
  const service = { size: "medium", scale: { min: 9, max: 9, cpuPercent: 70 }, flink: wish } as const;
  const pods = (costMode: "lean" | "balanced", tier: "development" | "production" = "development") =>
    decideServiceDemand(service, { tier, costMode }).map((one) => one.pods);
  expect([pods("lean"), pods("balanced"), pods("lean", "production")]).toEqual([
    [4, 1, 1],
    [4, 2, 1],
    [4, 3, 1],
  ]);
  expect(decideJobManagers({ tier: "production", costMode: "lean" })).toBe(3);
});

it("lets pods of a cluster reach each other and the API server, and nobody else reach them", () => {
  const enrich = { image: "a/b:1", size: "medium", buckets: { state: "read-write" }, flink: { checkpoints: "state" } };
  const domains = { streams: { owner: "team", services: { enrich, other: { image: "a/b:1" } } } };
  const flows = flinkFlows(exampleEnvironment({ stores: {}, buckets: { state: {} }, domains }));
  expect(flows.map(({ from, to }) => [from, to].map((end) => ("name" in end ? end.name : end.kind)))).toEqual([
    ["enrich", "enrich"],
    ["enrich", "anywhere"],
  ]);
  expect(flows[0]?.ports).toEqual([6121, 6122, 6123, 6124, 8081]);
});

it("writes scripts that a shell reads, whatever an argument says", () => {
  const args = ["--say", "it's $HOME `x`"];
  const submit = renderSubmit(at, flinkJob.parse({ jar: "a.jar", entryClass: "a.B$C", args, from: "s3://b/chk-1" }));
  expect(submit).toContain(`'a.B$C'`);
  expect(submit).toContain(`'it'\\''s $HOME \`x\`'`);
  for (const script of [flinkPrepare, flinkRun, submit]) {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  }
});

it("stops a job before it begins it, and begins nothing that is to be stopped", () => {
  const lines = renderSubmit(at, flinkJob.parse({ jar: "a.jar", stopped: true })).split("\n");
  const place = (text: string) => lines.findIndex((line) => line.includes(text));
  expect(lines).toContain("stopped=true");
  expect(place("flink stop --savepointPath")).toBeGreaterThan(-1);
  expect(place("flink stop --savepointPath")).toBeLessThan(place('[ "$stopped" = true ]'));
  expect(place('[ "$stopped" = true ]')).toBeLessThan(place("flink run --detached"));
});
