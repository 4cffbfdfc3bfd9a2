import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { cloudNames, importProblem, landbridge } from "./import-law.js";

describe("the import law", () => {
  it.each([
    ["components/kit/a.ts", "./b.ts"],
    ["components/clouds/gcp/a.ts", "../../cloud.ts"],
    ["components/clouds/gcp/a.ts", "@pulumi/gcp/storage/bucket.js"],
    ["components/data/a.ts", "@pulumi/kubernetes/core/v1/pod.js"],
    ["components/data/a.test.ts", "../../stacks/load.ts"],
    ["stacks/a.ts", "../components/clouds/table.ts"],
    ["components/secrets/a.ts", "@pulumi/tls/privateKey.js"],
    ["stacks/a.ts", "@pulumi/tls/provider.js"],
    ["components/kit/a.ts", "zod"],
  ])("lets %s import %s", (file, specifier) => {
    expect(importProblem(file, specifier)).toBeUndefined();
  });

  it.each([
    ["components/kit/a.ts", "../cloud.ts", "kit may not import contract (components/cloud.ts)."],
    ["components/cloud.ts", "./clouds/table.ts", "contract may not import clouds (components/clouds/table.ts)."],
    ["components/data/a.ts", "../clouds/table.ts", "portable may not import clouds (components/clouds/table.ts)."],
    ["components/clouds/gcp/a.ts", "../../data/b.ts", "clouds may not import portable (components/data/b.ts)."],
    ["components/clouds/gcp/a.ts", "../local/b.ts", "Cloud gcp may not import cloud local."],
    ["stacks/a.ts", "../plan/host.ts", "stacks may not import plan (plan/host.ts)."],
    ["stacks/a.ts", "@pulumi/aws/s3/bucket.js", "@pulumi/aws/s3/bucket.js is imported in its cloud's folder only."],
    [
      "components/data/a.ts",
      "@pulumi/tls/privateKey.js",
      "@pulumi/tls/privateKey.js is imported in components/secrets only: keys are made in one place.",
    ],
    [
      "stacks/a.ts",
      "@pulumi/tls/privateKey.js",
      "@pulumi/tls/privateKey.js is imported in components/secrets only: keys are made in one place.",
    ],
    ["components/clouds/gcp/a.ts", "@pulumi/gcp", "Import a sub-module of @pulumi/gcp, never its index."],
    ["components/data/a.test.ts", "@pulumi/kubernetes", "Import a sub-module of @pulumi/kubernetes, never its index."],
  ])("doesn't let %s import %s", (file, specifier, problem) => {
    expect(importProblem(file, specifier)).toBe(problem);
  });
});

describe("a cloud's name", () => {
  const complaints = (filename: string, name: string): number =>
    new Linter({ cwd: process.cwd() }).verify(
      `export const cloud = "${name}";`,
      [{ files: ["**/*.ts"], plugins: { landbridge }, rules: { "landbridge/no-cloud-name": "error" } }],
      { filename },
    ).length;

  it("is that of a folder below components/clouds", () => {
    expect(cloudNames).toEqual(expect.arrayContaining(["gcp", "local"]));
    expect(cloudNames).not.toContain("table.ts");
  });

  it.each(cloudNames)("%s is written in its own folder and in tests only", (name) => {
    expect(complaints("stacks/a.ts", name)).toBe(1);
    expect(complaints("components/data/a.ts", name)).toBe(1);
    expect(complaints(`components/clouds/${name}/a.ts`, name)).toBe(0);
    expect(complaints("components/data/a.test.ts", name)).toBe(0);
  });
});
