import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cassandra } from "../../../../environments/schema/stores/cassandra.ts";
import { environmentFlows } from "../../../platform/environment-flows.ts";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { repairPods } from "../../network/flows/repair-flows.ts";
import { decideRepairedNodes, decideRepairSchedule, decideRepairScript, needsRepair } from "./cassandra-repair.ts";

const tables = { t: { columns: { id: "uuid" }, partitionKey: ["id"] } };
const wish = (changes: object = {}) => cassandra.parse({ kind: "cassandra", size: "medium", tables, ...changes });
const folder = mkdtempSync(join(tmpdir(), "repair-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the script with a curl that answers from a list, one line each. */
function run(answers: readonly string[], nodes = ["node-a"]): { readonly ended: boolean; readonly asked: string } {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(folder, "answers"), `${answers.join("\n")}\n`);
  writeFileSync(join(folder, "asked"), "");
  const curl = `#!/bin/sh\necho "$@" >> ${folder}/asked\nhead -n 1 ${folder}/answers\nsed -i 1d ${folder}/answers\n`;
  writeFileSync(join(bin, "curl"), curl);
  writeFileSync(join(bin, "sleep"), "#!/bin/sh\n");
  for (const program of ["curl", "sleep"]) chmodSync(join(bin, program), 0o755);
  const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
  const asked = () => readFileSync(join(folder, "asked"), "utf8");
  try {
    execFileSync("sh", ["-c", decideRepairScript(nodes, ["shop__sums"])], { env, stdio: "pipe" });
    return { ended: true, asked: asked() };
  } catch {
    return { ended: false, asked: asked() };
  }
}

const begun = '{"repair_id":"repair-7"}';
const job = (status: string) =>
  `{"id":"repair-7","type":"repair","status":"${status}","submit_time":"1","status_changes":[{"status":"ERROR"}]}`;

describe("repairing a Cassandra", () => {
  it("asks each node in turn, and waits for each", () => {
    const { ended, asked } = run([begun, job("WAITING"), job("COMPLETED"), begun, job("COMPLETED")], ["a", "b"]);
    expect(ended).toBe(true);
    expect(asked.trim().split("\n")).toHaveLength(5);
    expect(asked).toContain('--data {"keyspace":"shop__sums","full_repair":true');
    expect(asked).toContain("https://a:8080/api/v2/repairs");
    expect(asked).toContain("https://b:8080/api/v0/ops/executor/job?job_id=repair-7");
  });

  it("fails where a node fails, forgets, or doesn't begin", () => {
    expect(run([begun, job("ERROR")]).ended).toBe(false);
    expect(run([begun, "{}"]).ended).toBe(false);
    expect(run(["no"]).ended).toBe(false);
  });

  it("asks one rack, which holds every row, and all nodes where there is one rack", () => {
    expect(decideRepairedNodes("sums", wish({ nodes: 6 }), { zones: 3 })).toEqual(
      [0, 1].map((index) => `sums-sums-r1-sts-${index}.sums-sums-all-pods-service.landbridge-data.svc`),
    );
    expect(decideRepairedNodes("sums", wish(), { zones: 1 })).toHaveLength(3);
  });

  it("comes twice within the days after which what was deleted comes back", () => {
    expect(decideRepairSchedule("sums").schedule).toMatch(/^[0-5]?\d 4 \* \* 1,4$/);
  });

  it("is of no use to one node, or to a cloud's", () => {
    expect(needsRepair(wish())).toBe(true);
    expect(needsRepair(wish({ nodes: 1 }))).toBe(false);
    expect(needsRepair(wish({ placement: "managed" }))).toBe(false);
  });

  it("reaches nodes by their management API alone", () => {
    const flows = environmentFlows(exampleEnvironment({ stores: { sums: wish() }, domains: {} }));
    const from = flows.filter((flow) => JSON.stringify(flow.from) === JSON.stringify(repairPods("sums")));
    expect(from.map(({ to, ports }) => [to.kind === "pods" ? to.name : to.kind, ports])).toEqual([["sums", [8080]]]);
  });
});
