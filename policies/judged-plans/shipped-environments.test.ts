import { expect, test } from "vitest";
import { cloudSettings } from "../../components/clouds/table.ts";
import { listEnvironments, loadEnvironment } from "../../environments/load.ts";
import { environmentSchema } from "../../environments/schema/environment.ts";
import { fileURLToPath } from "node:url";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const names = listEnvironments(root).map(({ name }) => name);

const load = (name: string) => loadEnvironment(name, { root, schema: environmentSchema(cloudSettings) }).environment;

test.each(names)("%s breaks no mandatory rule, and needs no exemption for it", async (name) => {
  const environment = load(name);
  const { verdicts, summary } = judgePlan(await planEnvironment(environment), {
    tier: environment.tier,
    exemptions: environment.policies.exemptions,
    today: "2026-11-21",
  });
  expect(verdicts.filter(({ fails }) => fails)).toEqual([]);
  expect(summary.exempt).toBe(0);
  expect(summary.holds).toBeGreaterThan(200);
});

/** What the account's own layer may be excused from, by cloud: each line is somebody's decision, and no wider than one resource. */
const excused: Readonly<Record<string, readonly string[]>> = {
  aws: [],
  azure: ["PK-ENC-007 secrets-key", "PK-ENC-008 secrets-vault", "PK-IAM-001 up-access"],
  gcp: ["PK-IAM-001 up-container-admin", "PK-IAM-001 up-grants-role", "PK-IAM-001 up-iam-serviceAccountUser"],
};

test.each(names.filter((name) => load(name).bootstrap !== undefined))(
  "the account of %s breaks no rule, and needs only the exemptions that are known",
  async (name) => {
    const environment = load(name);
    const plan = await planEnvironment(environment, { layer: "bootstrap" });
    const { verdicts, summary } = judgePlan(plan, {
      tier: "production",
      exemptions: environment.policies.exemptions,
      today: "2026-11-21",
      layers: ["bootstrap"],
    });
    expect(verdicts.filter(({ fails }) => fails)).toEqual([]);
    expect(summary).toMatchObject({ violated: 0, mandatoryUndecided: 0 });
    const nameOf = (urn: string): string => urn.split(`::${name}-bootstrap-`).at(-1) ?? "";
    const needed = verdicts
      .filter(({ verdict }) => verdict === "exempt")
      .map(({ rule, urn }) => `${rule} ${nameOf(urn)}`);
    expect(needed.sort()).toEqual(excused[environment.cloud.name]);
    expect(summary.holds).toBeGreaterThan(90);
  },
);
