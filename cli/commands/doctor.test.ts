import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { project, type Project } from "../fixture/project.ts";

const env = "bitvelocity-gcp-prod";
const account = { project: "bitvelocity-prod", region: "europe-west4", prefix: `${env}-bootstrap-` };

/** What gcloud would print in an account that has everything, by a part of its arguments. */
const whole: Readonly<Record<string, unknown>> = {
  "auth list": [{ account: "ada@example.org", status: "ACTIVE" }],
  "projects describe": { projectId: account.project, lifecycleState: "ACTIVE" },
  "services list": ["cloudresourcemanager", "serviceusage"].map((name) => ({
    config: { name: `${name}.googleapis.com` },
  })),
  "buckets list": [
    {
      name: `${account.prefix}bucket-gcs-1a2b3c4`,
      location: "EUROPE-WEST4",
      versioning_enabled: true,
      default_kms_key: "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k",
    },
  ],
  "keyrings list": [{ name: `projects/p/locations/l/keyRings/${account.prefix}secrets-ring-1a2b3c4` }],
  "service-accounts list": ["preview", "up"].map((purpose) => ({
    email: `${purpose}-${env}@${account.project}.iam.gserviceaccount.com`,
  })),
  "managed-zones list": [
    { dnsName: "gcp.bitvelocity.example.org.", visibility: "public", nameServers: ["ns-cloud-a1.googledomains.com."] },
  ],
  "workload-identity-pools list": [{ name: "p", description: `Pipelines that bring up ${env}`, state: "ACTIVE" }],
  "regions describe": {
    quotas: ["CPUS", "SSD_TOTAL_GB", "IN_USE_ADDRESSES"].map((metric) => ({ metric, limit: 100_000, usage: 1 })),
  },
};

/** A machine with programs that print what is given, and a token among their complaints. */
function machine(answers: Readonly<Record<string, unknown>>, { root }: Project): { env: Record<string, string> } {
  const bin = join(root, "bin");
  mkdirSync(bin, { recursive: true });
  const program = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const cases = Object.entries(answers).map(
    ([words, printed]) => `*"${words}"*) cat <<'END'\n${JSON.stringify(printed)}\nEND\n;;`,
  );
  program("gcloud", `case "$*" in\n${cases.join("\n")}\n*) echo "token ya29.secret" >&2; exit 1 ;;\nesac`);
  program(
    "gh",
    'case "$*" in\n*/sub) echo \'{"use_default":true,"sub_claim_prefix":"repo:bitvelocity@100200300/platform@900800700"}\' ;;\n*) echo \'{"name":"production","deployment_branch_policy":{"protected_branches":true}}\' ;;\nesac',
  );
  program("dig", "echo ns-cloud-a1.googledomains.com.");
  for (const name of ["kubectl", "gke-gcloud-auth-plugin"]) program(name, "exit 1");
  return { env: { HOME: root, PATH: `${bin}:/usr/bin:/bin` } };
}

const answer = z.object({
  checks: z.array(z.object({ what: z.string(), verdict: z.string(), found: z.string(), command: z.string() })),
});

const ask = async (answers: Readonly<Record<string, unknown>>) => {
  const made = project();
  const { stdout, code } = await made.run(`doctor ${env} --cloud --json`, machine(answers, made));
  return { code, stdout, checks: answer.parse(JSON.parse(stdout)).checks };
};

describe("landbridge doctor --cloud", () => {
  it("finds everything in an account that has it", async () => {
    const { checks } = await ask(whole);
    expect(checks.map(({ what, verdict }) => [what, verdict])).toEqual(checks.map(({ what }) => [what, "ok"]));
    expect(checks.length).toBe(12);
  });

  it("says what is missing, what was asked and the way out, and exits 1", async () => {
    const made = project();
    const { code, stdout } = await made.run(`doctor ${env} --cloud`, machine({ ...whole, "buckets list": [] }, made));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^missing +bucket for state in europe-west4 +none named bitvelocity-gcp-prod-bootstrap-…$/m);
    expect(stdout).toMatch(/^ +asked by: gcloud storage buckets list --project bitvelocity-prod --format=json$/m);
    expect(stdout).toMatch(/^ +npx pulumi up --stack bitvelocity-gcp-prod\.bootstrap$/m);
  });

  it("is unknown, not missing, where nobody is logged in, and repeats nothing of what the program said", async () => {
    const { checks, stdout } = await ask({});
    const asked = checks.filter(({ command }) => command.startsWith("gcloud "));
    expect(new Set(asked.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    expect(stdout).not.toContain("ya29");
  });

  it("asks nobody without the word, and needs an environment with it", async () => {
    const made = project();
    const { stdout } = await made.run(`doctor ${env} --json`, machine(whole, made));
    expect(JSON.parse(stdout)).toMatchObject({ checks: null });
    const { code, stderr } = await project().run("doctor --cloud");
    expect(code).toBe(2);
    expect(stderr).toContain("doctor <environment> --cloud");
  });

  it("has nothing to ask of a laptop", async () => {
    const { stdout } = await project().run("doctor bitvelocity-local --cloud");
    expect(stdout).toMatch(/^There is no account to ask\.$/m);
  });
});

describe("landbridge doctor", () => {
  it("names the charts of operators that an environment needs, and of all where it is asked about none", async () => {
    const lines = async (command: string): Promise<string> => (await project().run(command)).stdout;
    const [own, all] = [await lines(`doctor ${env}`), await lines("doctor")];
    // Its database is managed.
    expect(own).not.toMatch(/cloudnative-pg|karpenter|cluster-autoscaler/);
    expect(all).toMatch(/cloudnative-pg.* stay opaque/);
    expect(own).toMatch(/strimzi-kafka-operator.* stay opaque/);
  });
});
