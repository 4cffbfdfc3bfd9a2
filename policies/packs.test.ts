import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerProto from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  isObject,
  isUnknown,
  placeholder,
  placeholdersIn,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../plan/planned-resource.ts";
import { decidePackConfig, type RuleConfig } from "./adapters/pack-config.ts";
import { ruleName } from "./adapters/rule-name.ts";
import { judgeRule } from "./judge.ts";
import { packs, type PackName } from "./packs.ts";
import { isList } from "./read.ts";
import { isResourceRule, isStackRule } from "./rule.ts";
import { changed, fromCloud, type RuleFixtures } from "./rules/fixture.ts";
import { allFixtures } from "./rules/fixtures.ts";
import { typeOf } from "./stack.ts";
import { workload } from "./rules/pod-fixture.ts";

type Diagnostic = analyzerProto.AnalyzeDiagnostic;

const require = createRequire(import.meta.url);

interface Started {
  readonly process: ChildProcess;
  readonly client: analyzerRpc.AnalyzerClient;
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
  return { process: child, client: new analyzerRpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()) };
}

function call<Answer>(send: (done: (error: Error | null, answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

const info = ({ client }: Started): Promise<analyzerProto.AnalyzerInfo> =>
  call((done) => client.getAnalyzerInfo(new emptyProto.Empty(), done));

/** The engine tells a pack its configuration before anything else. */
async function configure({ client }: Started, config: Readonly<Record<string, RuleConfig>>): Promise<void> {
  const levels = {
    mandatory: analyzerProto.EnforcementLevel.MANDATORY,
    advisory: analyzerProto.EnforcementLevel.ADVISORY,
    disabled: analyzerProto.EnforcementLevel.DISABLED,
  };
  const request = new analyzerProto.ConfigureAnalyzerRequest();
  for (const [name, { enforcementLevel, tier, exempt }] of Object.entries(config)) {
    const rule = new analyzerProto.PolicyConfig();
    rule.setEnforcementlevel(levels[enforcementLevel]);
    rule.setProperties(structProto.Struct.fromJavaScript({ tier, exempt: [...exempt] }));
    request.getPolicyconfigMap().set(name, rule);
  }
  await call<unknown>((done) => client.configure(request, done));
}

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value as the engine sends it: what the cloud has given by then, or the sentinel of what it hasn't. */
function onTheWire(value: PlannedValue): structProto.JavaScriptValue {
  if (isUnknown(value) || value === fromCloud) return unknownText;
  if (typeof value === "string") return madeText(value);
  if (isList(value)) return value.map(onTheWire);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, onTheWire(inner)]));
}

/** What a cloud gives for a text of its own, by what it is an output of. */
const madeTexts: Readonly<Record<string, string>> = {
  "gcp:kms/cryptoKey:CryptoKey": "projects/a/locations/b/keyRings/c/cryptoKeys/d",
  "gcp:serviceaccount/account:Account": "nodes@example.iam.gserviceaccount.com",
  "aws:iam/policy:Policy": "arn:aws:iam::123456789012:policy/example",
  "aws:iam/role:Role": "arn:aws:iam::123456789012:role/example",
  "aws:kms/key:Key": "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "azure-native:compute:DiskEncryptionSet":
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/disks",
  "azure-native:keyvault:Key#keyUri": "https://example.vault.azure.net/keys/example",
};

function madeText(text: string): string {
  return placeholdersIn(text).reduce((made, { urn, property }) => {
    const type = typeOf(urn);
    const given =
      madeTexts[`${type}#${property}`] ?? madeTexts[type] ?? `made-${urn.split("::").at(-1) ?? ""}-${property}`;
    return made.replace(placeholder(urn, property), given);
  }, text);
}

/** What each property is made from, as the engine tracks it. */
function propertyDependenciesOf(inputs: PlannedObject): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      [...new Set(placeholdersIn(JSON.stringify(value)).map(({ urn }) => urn))],
    ]),
  );
}

function structOf(inputs: PlannedObject): structProto.Struct {
  return structProto.Struct.fromJavaScript(
    Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, onTheWire(value)])),
  );
}

function fill<Request extends analyzerProto.AnalyzeRequest | analyzerProto.AnalyzerResource>(
  request: Request,
  resource: PlannedResource,
): Request {
  const options = new analyzerProto.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setDeletebeforereplace(resource.deleteBeforeReplace);
  options.setDeletebeforereplacedefined(true);
  const provider = new analyzerProto.AnalyzerProviderResource();
  provider.setType("pulumi:providers:any");
  provider.setUrn(resource.provider ?? "urn:pulumi:a::b::pulumi:providers:any::default_1_0_0");
  provider.setName(resource.provider === undefined ? "default_1_0_0" : "explicit");
  provider.setProperties(structProto.Struct.fromJavaScript({}));
  request.setType(resource.type);
  request.setUrn(resource.urn);
  request.setName(resource.name);
  request.setProperties(structOf(resource.inputs));
  request.setOptions(options);
  request.setProvider(provider);
  return request;
}

async function analyze({ client }: Started, resource: PlannedResource): Promise<Diagnostic[]> {
  const request = fill(new analyzerProto.AnalyzeRequest(), resource);
  const answer = await call<analyzerProto.AnalyzeResponse>((done) => client.analyze(request, done));
  return answer.getDiagnosticsList();
}

async function analyzeStack({ client }: Started, resources: readonly PlannedResource[]): Promise<Diagnostic[]> {
  const request = new analyzerProto.AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((resource) => {
      const sent = fill(new analyzerProto.AnalyzerResource(), resource);
      sent.setParent(resource.parent ?? "");
      sent.setDependenciesList([...resource.dependencies]);
      for (const [property, urns] of Object.entries(propertyDependenciesOf(resource.inputs))) {
        const from = new analyzerProto.AnalyzerPropertyDependencies();
        from.setUrnsList([...urns]);
        sent.getPropertydependenciesMap().set(property, from);
      }
      return sent;
    }),
  );
  const answer = await call<analyzerProto.AnalyzeResponse>((done) => client.analyzeStack(request, done));
  return answer.getDiagnosticsList();
}

/** Text in which only a part is the cloud's: the engine hides all of it, so that it can't be compared. */
function hidesPart(value: PlannedValue): boolean {
  if (typeof value === "string")
    return value !== fromCloud && (value.includes(fromCloud) || /^\$\{urn:[^}]+\}./.test(value));
  return (
    typeof value === "object" && value !== null && Object.values(value).some((inner: PlannedValue) => hidesPart(inner))
  );
}

/** All rules but one switched off, since the SDK unpacks a resource for each. */
function only(pack: PackName, name: string): Record<string, RuleConfig> {
  const config = decidePackConfig(pack, {
    tier: "production",
    exemptions: [],
    today: "2026-11-21",
    plan: { environment: "example-test", resources: [] },
  });
  return Object.fromEntries(
    Object.entries(config).map(([each, level]) => [
      each,
      each === name || each.startsWith("undecided") ? level : { ...level, enforcementLevel: "disabled" },
    ]),
  );
}

function said(diagnostics: readonly Diagnostic[], fixtures: RuleFixtures): "violated" | "undecided" | "nothing" {
  const name = ruleName(fixtures.rule);
  if (diagnostics.some((diagnostic) => diagnostic.getPolicyname() === name)) return "violated";
  return diagnostics.some((diagnostic) => diagnostic.getMessage().includes(`${name} is undecided`))
    ? "undecided"
    : "nothing";
}

beforeAll(() => {
  const built = spawnSync(process.execPath, [fileURLToPath(new URL("../tools/build-packs.js", import.meta.url))]);
  expect(built.status).toBe(0);
});

describe.each(["security", "reliability", "cost"] as const)("the pack %s, started as the engine starts it", (pack) => {
  let started: Started;
  const evaluable = packs[pack].filter(({ seesSecrets }) => seesSecrets !== true);

  beforeAll(async () => {
    started = await start(pack);
  });
  afterAll(() => {
    started.client.close();
    started.process.kill();
  });

  test("says what it holds: every rule that can be judged there, at the level of production", async () => {
    const about = await info(started);
    expect(about.getName()).toBe(`landbridge-${pack}`);
    expect(about.getPoliciesList().map((rule) => rule.getName())).toEqual([
      ...evaluable.map(ruleName),
      "undecided",
      "undecided-together",
      "from-charts",
    ]);
    const mandatory = about
      .getPoliciesList()
      .filter((rule) => rule.getEnforcementlevel() === analyzerProto.EnforcementLevel.MANDATORY);
    expect(mandatory.map((rule) => rule.getName())).toEqual(
      evaluable.filter(({ levels }) => levels.production === "mandatory").map(ruleName),
    );
  });

  test("agrees with the plan on every fixture", async () => {
    const different: string[] = [];
    let compared = 0;
    for (const fixtures of allFixtures) {
      const { rule } = fixtures;
      if (!evaluable.includes(rule) || (fixtures.tier ?? "production") !== "production") continue;
      await configure(started, only(pack, ruleName(rule)));
      const cases = { ...fixtures.holds, ...fixtures.violated, ...fixtures.undecided, ...fixtures.notApplicable };
      for (const [claim, given] of Object.entries(cases)) {
        // A resource that is only read never gets to a pack.
        if (given.some(({ inputs, importId }) => hidesPart(inputs) || importId !== undefined)) continue;
        const context = {
          tier: "production" as const,
          today: new Date().toISOString().slice(0, 10),
          opaque: fixtures.opaque ?? [],
        };
        const verdicts = judgeRule(rule, given, context).map(({ verdict }) => verdict);
        const wanted =
          verdicts.find((verdict) => verdict === "violated") ??
          verdicts.find((verdict) => verdict === "undecided") ??
          "nothing";
        const diagnostics = [
          ...(isResourceRule(rule)
            ? (await Promise.all(given.map((resource) => analyze(started, resource)))).flat()
            : []),
          ...(isStackRule(rule) ? await analyzeStack(started, given) : []),
        ];
        compared += 1;
        const answer = said(diagnostics, fixtures);
        if (answer !== wanted) different.push(`${rule.id} ${claim}: ${answer}, not ${wanted}`);
      }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(evaluable.length * 4);
  });
});

describe("the pack security", () => {
  let started: Started;
  const privileged = changed(workload(), "spec.template.spec.containers[0].securityContext.privileged", true);
  const rule = "PK-WKL-001-privileged-is-off";

  beforeAll(async () => {
    started = await start("security");
  });
  afterAll(() => {
    started.client.close();
    started.process.kill();
  });

  test("stops a privileged container and lets a good one through", async () => {
    expect((await analyze(started, workload())).map((diagnostic) => diagnostic.getMessage())).toEqual([]);
    const [diagnostic, ...others] = await analyze(started, privileged);
    expect(others).toEqual([]);
    expect(diagnostic?.toObject()).toMatchObject({
      policyname: rule,
      message:
        "No container is privileged.\nspec.template.spec.containers[0].securityContext.privileged is true; it must be false or left out",
      enforcementlevel: analyzerProto.EnforcementLevel.MANDATORY,
    });
  });

  test("still finds a certain violation beside a value that nobody knows yet", async () => {
    const both = changed(privileged, "spec.template.spec.containers[0].image", fromCloud);
    const diagnostics = await analyze(started, both);
    expect(diagnostics.map((each) => [each.getPolicyname(), each.getEnforcementlevel()])).toEqual([
      [rule, analyzerProto.EnforcementLevel.MANDATORY],
      ["undecided", analyzerProto.EnforcementLevel.ADVISORY],
      ["undecided", analyzerProto.EnforcementLevel.ADVISORY],
    ]);
    expect(diagnostics.map((each) => each.getMessage()).slice(1)).toEqual([
      expect.stringContaining("PK-WKL-017-image-has-explicit-tag is undecided: spec.template.spec.containers[0].image"),
      expect.stringContaining("PK-WKL-018-image-is-pinned-by-digest is undecided"),
    ]);
  });

  test("survives resources that make no sense", async () => {
    const nonsense = { ...workload(), inputs: { spec: [null, { template: "x" }], metadata: 7 } };
    expect((await analyze(started, nonsense)).length).toBeGreaterThan(5);
  });

  test("obeys its configuration: tier, level and exemptions", async () => {
    const exemption = {
      rule: "PK-WKL-017",
      resource: "kubernetes:apps/v1:Deployment/subj*",
      reason: "the vendor publishes no versions yet",
      owner: "platform",
      ticket: "PLAT-1",
      approvedBy: "ann",
      expires: "2026-12-31",
    };
    const latest = changed(workload(), "spec.template.spec.containers[0].image", "order:latest");
    const names = async (): Promise<string[]> => (await analyze(started, latest)).map((each) => each.getPolicyname());
    expect(await names()).toContain("PK-WKL-017-image-has-explicit-tag");
    const config = decidePackConfig("security", {
      tier: "development",
      exemptions: [exemption],
      today: "2026-11-21",
      plan: { environment: "example-test", resources: [] },
    });
    await configure(started, config);
    expect(await names()).not.toContain("PK-WKL-017-image-has-explicit-tag");
    expect(await names()).toContain("PK-WKL-018-image-is-pinned-by-digest");
    const expired = decidePackConfig("security", {
      tier: "development",
      exemptions: [exemption],
      today: "2027-01-01",
      plan: { environment: "example-test", resources: [] },
    });
    await configure(started, expired);
    expect(await names()).toContain("PK-WKL-017-image-has-explicit-tag");
  });
});

test("a configuration is as strict as the least tier, and leaves out an exemption that is too wide", () => {
  const plan = { environment: "example-test", resources: [] };
  const given = {
    rule: "PK-WKL-017",
    resource: "kubernetes:apps/v1:Deployment/*example-test*",
    reason: "the vendor publishes no versions yet",
    owner: "platform",
    ticket: "PLAT-1",
    approvedBy: "ann",
    expires: "2026-12-31",
  };
  const config = (leastTier: "development" | "staging" | "production", tier: "development" | "production") =>
    decidePackConfig("security", { tier, leastTier, exemptions: [given], today: "2026-11-21", plan })[
      "PK-WKL-017-image-has-explicit-tag"
    ];
  expect(config("staging", "development")).toMatchObject({ tier: "staging", exempt: [] });
  expect(config("development", "production")).toMatchObject({ tier: "production" });
});

test("fails with what to do when it isn't built", () => {
  const script = `
    const fs = require("node:fs");
    fs.existsSync = () => false;
    require(${JSON.stringify(fileURLToPath(new URL("security/index.js", import.meta.url)))});
  `;
  const run = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(run.status).not.toBe(0);
  expect(run.stderr).toContain("run `npm install` in the project's root");
});
