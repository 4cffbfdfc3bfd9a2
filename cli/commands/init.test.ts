import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { expectGolden } from "../fixture/golden.ts";
import { project } from "../fixture/project.ts";
import { pulumiVersion } from "../pulumi/pulumi-cli.ts";

const env = "bitvelocity-local";

describe("landbridge init", () => {
  it("writes a stack file without default providers, and says what to log in to and to type next", async () => {
    const { root, run } = project();
    const { code, stdout } = await run(`init ${env}`);
    expect(code).toBe(0);
    expect(parse(readFileSync(join(root, `Pulumi.${env}.yaml`), "utf8"))).toEqual({
      secretsprovider: "passphrase",
      config: { "pulumi:disable-default-providers": ["*"] },
    });
    expect(stdout).toContain("kubectl --kubeconfig ~/.kube/config --context kind-landbridge get nodes");
    expect(stdout).toContain(`npx pulumi up --stack ${env}`);
    expectGolden("init", stdout);
  });

  it("writes one file for each layer, and asks for the secrets of the layer that holds services", async () => {
    const { root, run } = project();
    const { stdout } = await run(
      "init bitvelocity-gcp-prod --layers --backend gs://state --secrets-provider gcpkms://a/b",
    );
    for (const layer of ["cloud", "cluster"]) {
      const file = join(root, `Pulumi.bitvelocity-gcp-prod.${layer}.yaml`);
      expect(parse(readFileSync(file, "utf8"))).toMatchObject({ secretsprovider: "gcpkms://a/b" });
    }
    expect(existsSync(join(root, "Pulumi.bitvelocity-gcp-prod.yaml"))).toBe(false);
    expect(stdout).toContain("npx pulumi login gs://state");
    expect(stdout).toContain(
      "npx pulumi config set --secret secrets:payment-provider-key --stack bitvelocity-gcp-prod.cluster",
    );
  });

  it("overwrites nothing without --force, not even one of two files", async () => {
    const { root, run, write } = project();
    write(`Pulumi.${env}.cluster.yaml`, "encryptionsalt: mine\n");
    const { code, stderr } = await run(`init ${env} --layers`);
    expect(code).toBe(2);
    expect(stderr).toContain(`Pulumi.${env}.cluster.yaml exists already and may hold secrets; --force overwrites`);
    expect(readFileSync(join(root, `Pulumi.${env}.cluster.yaml`), "utf8")).toBe("encryptionsalt: mine\n");
    expect(existsSync(join(root, `Pulumi.${env}.cloud.yaml`))).toBe(false);
    expect((await run(`init ${env} --layers --force`)).code).toBe(0);
    expect(readFileSync(join(root, `Pulumi.${env}.cluster.yaml`), "utf8")).not.toContain("mine");
  });

  it("names the rehearsal in one line, until the Pulumi CLI is there", async () => {
    const { root, run } = project();
    const line = /^The Pulumi CLI .* where that is impossible: npx landbridge rehearse up bitvelocity-local$/m;
    expect((await run(`init ${env}`)).stdout).toMatch(line);
    const bin = join(root, ".pulumi/versions", pulumiVersion(), "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "pulumi"), "#!/bin/sh\n");
    chmodSync(join(bin, "pulumi"), 0o755);
    expect((await run(`init ${env} --force`)).stdout).not.toMatch(line);
  });

  it("writes the account's own stack by itself, with its state on this machine until it can move", async () => {
    const { root, run } = project();
    const { code, stdout } = await run("init bitvelocity-aws-prod --bootstrap");
    expect(code).toBe(0);
    expect(existsSync(join(root, "Pulumi.bitvelocity-aws-prod.bootstrap.yaml"))).toBe(true);
    expect(existsSync(join(root, "Pulumi.bitvelocity-aws-prod.cloud.yaml"))).toBe(false);
    const order = ["login --local", "stack init", "up --stack", "stack export", "--bootstrap --force"];
    const places = order.map((words) => stdout.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expectGolden("init-bootstrap", stdout);
  });

  it("says how the account's own state moves into its own bucket, once that is there", async () => {
    const { root, run } = project();
    await run("init bitvelocity-aws-prod --bootstrap");
    const options = "--backend s3://state?region=eu-central-1 --secrets-provider awskms:///key?region=eu-central-1";
    const { stdout } = await run(`init bitvelocity-aws-prod --bootstrap --force ${options}`);
    const file = readFileSync(join(root, "Pulumi.bitvelocity-aws-prod.bootstrap.yaml"), "utf8");
    expect(parse(file)).toMatchObject({ secretsprovider: "awskms:///key?region=eu-central-1" });
    expect(stdout).toContain("npx pulumi login 's3://state?region=eu-central-1'");
    expectGolden("init-bootstrap-move", stdout);
  });

  it("points at the account's own stack first, until its file is there, and refuses it where nobody asks for it", async () => {
    const { run } = project();
    const line = /^The account's own stack comes first: npx landbridge init bitvelocity-aws-prod --bootstrap$/m;
    expect((await run("init bitvelocity-aws-prod --layers")).stdout).toMatch(line);
    await run("init bitvelocity-aws-prod --bootstrap");
    expect((await run("init bitvelocity-aws-prod --layers --force")).stdout).not.toMatch(line);
    const { code, stderr } = await run("init bitvelocity-local --bootstrap");
    expect(code).toBe(2);
    expect(stderr).toContain("write bootstrap: { stateRegion: … }");
    expect((await run("init bitvelocity-aws-prod --bootstrap --layers")).code).toBe(2);
  });

  it("prints the commands that README and the page about accounts show, in their order", async () => {
    const { run } = project();
    const name = "bitvelocity-gcp-prod";
    const first = (await run(`init ${name} --bootstrap`)).stdout;
    const moved = (await run(`init ${name} --bootstrap --force --backend gs://s --secrets-provider gcpkms://k`)).stdout;
    const printed = [...first.split("\n"), ...moved.split("\n")]
      .map((line) => line.trim().split(/ {2,}/)[0] ?? "")
      .filter((line) => /^(?:npx|STATE|SECRETS|rm) ?/.test(line))
      .map((line) => line.replace(/gs:\/\/s\b/, '"$STATE"').replace(/gcpkms:\/\/k\b/, '"$SECRETS"'));
    for (const [file, least] of [
      ["docs/bootstrap.md", 13],
      ["README.md", 3],
    ] as const) {
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
      const shown = [...text.matchAll(/^\$ (.*)$/gm)].map(([, command = ""]) => command.split("   ")[0] ?? "");
      const places = shown.map((command) => printed.indexOf(command)).filter((place) => place >= 0);
      expect(places.length).toBeGreaterThanOrEqual(least);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });
});
