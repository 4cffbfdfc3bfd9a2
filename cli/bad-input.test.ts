import { lstatSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, type Project } from "./fixture/project.ts";

const good = `cloud: { name: local, context: kind-shop }
tier: development
owner: platform
costCentre: shop
registry: { placement: external, host: registry.example }
`;

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly says: RegExp;
  /** Makes what files alone can't. */
  readonly prepare?: (project: Project) => void;
}

const target = "environments/shop/local.yaml";

const cases: readonly Case[] = [
  {
    what: "an unknown environment",
    files: { "environments/shop/lokal.yaml": good },
    says: /"shop-local": is not the name of an environment; did you mean shop-lokal\?/,
  },
  { what: "no environment at all", files: {}, says: /there is none yet; write environments\// },
  {
    what: "a folder instead of a file to extend",
    files: { [target]: `extends: ../base\n${good}`, "environments/base/x.yaml": "" },
    says: /environments\/shop\/local\.yaml:1:10 extends/,
  },
  {
    what: "a file to extend that isn't there",
    files: { [target]: `extends: ../base/gone.yaml\n${good}` },
    says: /gone\.yaml/,
  },
  {
    what: "a cycle of files that extend each other",
    files: {
      [target]: `extends: ../base/a.yaml\n${good}`,
      "environments/base/a.yaml": "extends: ../shop/local.yaml\n",
    },
    says: /extends/,
  },
  { what: "no YAML", files: { [target]: "tier: [\n" }, says: /environments\/shop\/local\.yaml:\d+:\d+/ },
  {
    what: "bytes that are no text",
    files: { [target]: "\u0000\u0001\ufffe" },
    says: /environments\/shop\/local\.yaml/,
  },
  {
    what: "a file that can't be read, since it is a link that leads nowhere",
    files: { "environments/shop/note.txt": "" },
    prepare: ({ root }) => {
      symlinkSync("nowhere.yaml", join(root, target));
    },
    says: /environments\/shop\/local\.yaml.*doesn't exist; check the path/,
  },
  {
    what: "address ranges that overlap with the cloud's own",
    files: {
      [target]: good.replace(
        "{ name: local, context: kind-shop }",
        "{ name: gcp, project: shop-prod, regions: { primary: europe-west1 } }\nnetwork: { cidr: 172.16.0.0/14 }",
      ),
    },
    says: /network\.cidr = "172\.16\.0\.0\/14": shares addresses with 172\.17\.0\.0\/16/,
  },
  { what: "an empty file", files: { [target]: "" }, says: /environments\/shop\/local\.yaml/ },
  {
    what: "a wrong type",
    files: { [target]: `${good}protect: perhaps\n` },
    says: /local\.yaml:6:10 protect = "perhaps"/,
  },
  {
    what: "a key that nobody knows",
    files: { [target]: `${good}protct: true\n` },
    says: /protct.*did you mean protect/,
  },
  {
    what: "address ranges that don't fit",
    files: { [target]: `${good}network: { cidr: 10.0.0.0/28 }\n` },
    says: /local\.yaml:6:18 network\.cidr = "10\.0\.0\.0\/28"/,
  },
  {
    what: "a wish that the cloud can't meet",
    files: { [target]: `${good}warehouses: { sales: {} }\n` },
    says: /warehouses\.sales.*local can't do this: there is no warehouse; leave warehouses out/,
  },
  {
    what: "a secret in clear",
    files: {
      [target]: `${good.replace("shop\nregistry", "shop\n# x\nregistry")}domains: { a: { owner: b, services: { c: { image: "x/y:1", config: { KEY: ghp_abcdefghijklmnopqrstuvwxyz0123456789 } } } } }\n`,
    },
    says: /GitHub token/,
  },
];

const commands = [
  "validate shop-local",
  "explain shop-local",
  "plan shop-local",
  "check shop-local",
  "render shop-local --out out",
  "rehearse up shop-local",
  "rehearse destroy shop-local --yes",
  "init shop-local",
  "doctor shop-local",
  "start shop-local",
];

describe.each(cases)("$what", ({ files, says, prepare }) => {
  it.each(commands)("is answered by %s with exit 2, in words, and nothing is written", async (line) => {
    const made = project(files);
    prepare?.(made);
    const before = listing(made.root);
    const { code, stdout, stderr } = await made.run(line);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toMatch(says);
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at |ghp_/);
    expect(listing(made.root)).toEqual(before);
  });
});

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${lstatSync(file).size}`);
}
