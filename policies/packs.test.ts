import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import {
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzerInfo,
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlannedObject, PlannedResource } from "../plan/planned-resource.ts";
import { decidePackConfig, type RuleConfig } from "./adapters/pack-config.ts";
import { ruleName } from "./adapters/rule-name.ts";
import { judgeRule } from "./judge.ts";
import { packs, type PackName } from "./packs.ts";
import { isResourceRule, type Tier } from "./rule.ts";
import { changed } from "./rules/fixture.ts";
import { allFixtures } from "./rules/fixtures.ts";
import { workload } from "./rules/pod-fixture.ts";

const require = createRequire(import.meta.url);
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Started {
  readonly process: ChildProcess;
  readonly client: AnalyzerClient;
}

/** Starts a pack as the language host does: the SDK's runner with the engine's address and the pack's folder, there. */
async function start(pack: PackName): Promise<Started> {
  const child = spawn(process.execPath, [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:1", "."], {
    cwd: fileURLToPath(new URL(pack, import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => (said += String(data)));
    child.stdout.once("data", (data) => {
      resolve(String(data).trim());
    });
    child.once("exit", (code) => {
      reject(new Error(`exit ${String(code)}: ${said}`));
    });
  });
  return { process: child, client: new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()) };
}

function call<Answer>(send: (done: (error: Error | null, answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

const info = ({ client }: Started): Promise<AnalyzerInfo> => call((done) => client.getAnalyzerInfo(new Empty(), done));

/** The engine tells a pack its configuration before anything else. */
async function configure({ client }: Started, config: Readonly<Record<string, RuleConfig>>): Promise<void> {
  const request = new ConfigureAnalyzerRequest();
  for (const [name, { enforcementLevel, ...properties }] of Object.entries(config)) {
    const rule = new PolicyConfig();
    rule.setEnforcementlevel(EnforcementLevel[enforcementLevel.toUpperCase() as keyof typeof EnforcementLevel]);
    rule.setProperties(Struct.fromJavaScript({ ...properties, exempt: [...properties.exempt] }));
    request.getPolicyconfigMap().set(name, rule);
  }
  await call<unknown>((done) => client.configure(request, done));
}

function struct(inputs: PlannedObject): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs)) as Record<string, never>);
}

function optionsOf({ protect, deleteBeforeReplace }: PlannedResource): AnalyzerResourceOptions {
  const options = new AnalyzerResourceOptions();
  options.setProtect(protect);
  options.setDeletebeforereplace(deleteBeforeReplace);
  options.setDeletebeforereplacedefined(true);
  return options;
}
