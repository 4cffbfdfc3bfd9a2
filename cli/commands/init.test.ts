import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { expectGolden } from "../fixture/golden.ts";
import { project } from "../fixture/project.ts";
import { pulumiVersion } from "../pulumi-cli.ts";

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
});
