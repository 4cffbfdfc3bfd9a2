import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EnvironmentError, renderIssue, type Issue } from "../components/kit/errors.ts";
import { loadEnvironment } from "./load.ts";
import { exampleCertificate, processorTime, soundFile, testSchema, writeProject } from "./project.fixture.ts";

function load(root: string, reference = "shop-dev") {
  return loadEnvironment(reference, { root, schema: testSchema });
}

function issuesOf(run: () => unknown): readonly Issue[] {
  try {
    run();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.issues;
    throw error;
  }
  return [];
}

function problems(files: Readonly<Record<string, string>>, reference?: string): string[] {
  const root = writeProject(files);
  return issuesOf(() => load(root, reference)).map(renderIssue);
}

const dev = "environments/shop/dev.yaml";

describe("loadEnvironment", () => {
  it("gives an environment complete with defaults, named by its path", () => {
    const { environment } = load(writeProject({ "shop/dev.yaml": soundFile }));
    expect(environment).toMatchObject({ name: "shop-dev", system: "shop", target: "dev", costMode: "balanced" });
    expect(environment.stores["orders"]).toEqual({
      kind: "postgres",
      placement: "in-cluster",
      size: "small",
      dataClass: "internal",
      version: "17",
      replicas: 2,
      storageGiB: 20,
      pitrDays: 7,
    });
  });

  it("takes who signed another's certificate as it is written in PEM, and no key beside it", () => {
    const filed = (pem: string) =>
      soundFile.replace(
        "  events: { kind: kafka }\n",
        `  events:
    kind: kafka
    brokers: 3
    mirrors:
      eu:
        bootstrap: ["kafka.eu.example:9094"]
        user: reader
        password: { secret: eu-kafka }
        topics: [orders.created]
        authority: |
${pem.replaceAll(/^(?=.)/gm, "          ")}`,
      );
    const { environment } = load(writeProject({ "shop/dev.yaml": filed(exampleCertificate.repeat(3)) }));
    expect(environment.stores["events"]).toMatchObject({
      mirrors: { eu: { authority: exampleCertificate.repeat(3) } },
    });
    const withKey = filed(
      `${exampleCertificate}-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n${exampleCertificate}`,
    );
    expect(problems({ "shop/dev.yaml": withKey })).toEqual([
      expect.stringContaining("stores.events.mirrors.eu.authority = (hidden): looks like a PEM block"),
    ]);
  });

  it("takes a path as well as a name", () => {
    const root = writeProject({ "shop/dev.yaml": soundFile });
    for (const reference of [dev, `./${dev}`, join(root, dev)])
      expect(load(root, reference).environment.name).toBe("shop-dev");
  });

  it("freezes what it gives through and through", () => {
    const loaded = load(writeProject({ "shop/dev.yaml": soundFile }));
    const frozen = (value: unknown): boolean =>
      typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(loaded)).toBe(true);
  });

  it("asks further checks after its own and gives them places", () => {
    const root = writeProject({ "shop/dev.yaml": soundFile });
    const run = (file?: string) => () =>
      loadEnvironment("shop-dev", {
        root: file === undefined ? root : writeProject({ "shop/dev.yaml": file }),
        schema: testSchema,
        checks: [
          ({ cloud }, at) => [
            { ...at(["cloud", "name"]), rule: `is ${cloud.name}`, wayOut: "a" },
            { ...at(["stores", "orders", "replicas"]), rule: "is a default", wayOut: "b" },
            { ...at(["stores", "orders"], "key"), rule: "is a name", wayOut: "c" },
          ],
        ],
      });
    expect(issuesOf(run()).map(renderIssue)).toEqual([
      `${dev}:1:16 cloud.name = "local": is local; a`,
      `${dev}:7:3 stores.orders: is a name; c`,
      `${dev}:7:3 stores.orders.replicas = 2: is a default; b`,
    ]);
    // A rule about one field that is broken comes first: checks may rely on fields.
    expect(issuesOf(run(`${soundFile}costMode: dear\n`))).toHaveLength(1);
  });

  it("names no stack and no path of the machine", () => {
    const root = writeProject({ "shop/dev.yaml": "owner: [" });
    const text = issuesOf(() => load(root))
      .map(renderIssue)
      .join("\n");
    expect(text).not.toContain(root);
    expect(text).not.toMatch(/\bat .*\.ts/);
  });
});

describe("extends", () => {
  it("lays files over each other: earlier ones lowest, the file itself on top", () => {
    const root = writeProject({
      "shop/dev.yaml": "extends: [../base/a.yaml, ../base/b.yaml]\ncostMode: lean\n",
      "base/a.yaml": `${soundFile}costMode: balanced\nprotect: true\ntier2: 1\n`.replace("tier2: 1\n", ""),
      "base/b.yaml": "extends: c.yaml\nprotect: false\nowner: team-b\n",
      "base/c.yaml": "owner: team-c\ncostCentre: centre-c\n",
    });
    expect(load(root).environment).toMatchObject({
      costMode: "lean",
      protect: false,
      owner: "team-b",
      costCentre: "centre-c",
    });
  });

  it("takes a file that two others extend once, below both", () => {
    const root = writeProject({
      "shop/dev.yaml": "extends: [../base/a.yaml, ../base/b.yaml]\n",
      "base/a.yaml": "extends: c.yaml\ncostMode: lean\n",
      "base/b.yaml": "extends: c.yaml\nprotect: true\n",
      "base/c.yaml": `${soundFile}costMode: resilient\nprotect: false\n`,
    });
    expect(load(root).environment).toMatchObject({ costMode: "lean", protect: true });
  });

  it("removes with null what is inherited", () => {
    const root = writeProject({
      "shop/dev.yaml": "extends: ../base/a.yaml\nstores: { sessions: null }\n",
      "base/a.yaml": soundFile,
    });
    expect(Object.keys(load(root).environment.stores)).toEqual(["orders", "events"]);
  });

  it("says how to remove what is inherited and doesn't fit any more", () => {
    const files = {
      "shop/dev.yaml": "extends: ../base/a.yaml\nregistry: { placement: managed }\n",
      "base/a.yaml": soundFile,
    };
    expect(problems(files)).toEqual([
      "environments/base/a.yaml:5:34 registry.host: is not a field here; the fields are placement, scanning, replicateTo, mirror, logins; or remove what is inherited with `host: null`",
    ]);
    const fixed = {
      ...files,
      "shop/dev.yaml": "extends: ../base/a.yaml\nregistry: { placement: managed, host: null }\n",
    };
    expect(problems(fixed)).toEqual([]);
  });

  it("finds secrets in a file whose value is replaced by another", () => {
    const files = {
      "shop/dev.yaml": "extends: ../base/a.yaml\nowner: platform-team\n",
      "base/a.yaml": soundFile.replace("platform-team", "AKIAIOSFODNN7EXAMPLE"),
    };
    expect(problems(files)).toEqual([
      "environments/base/a.yaml:3:8 owner = (hidden): looks like an AWS access key, and secrets are never written in a file; write { secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file",
    ]);
  });

  it("prints a circle as a chain", () => {
    const files = {
      "shop/dev.yaml": "extends: ../base/a.yaml\n",
      "base/a.yaml": "extends:\n  - b.yaml\n",
      "base/b.yaml": "extends: [../base/../base/a.yaml]\n",
    };
    expect(problems(files)).toEqual([
      'environments/base/b.yaml:1:11 extends = "environments/base/a.yaml": extends itself: environments/base/a.yaml -> environments/base/b.yaml -> environments/base/a.yaml; take one of them out of the circle',
    ]);
  });

  it("says everything that is wrong with references", () => {
    const references = [
      "../base/nowhere.yaml",
      "../../outside.yaml",
      "../../nowhere.yaml",
      "/etc/passwd.yaml",
      "https://example.com/a.yaml",
      "..\\base\\a.yaml",
      "../base/a.json",
      "../base/folder.yaml",
    ];
    const files = {
      "shop/dev.yaml": `extends:\n${references.map((reference) => `  - ${reference}\n`).join("")}  - { a: 1 }\n  - 7\n`,
      "../outside.yaml": "owner: ab\n",
      "base/folder.yaml/x.yaml": "owner: ab\n",
    };
    const wayOut = "write a path relative to this file such as ../base/production.yaml";
    expect(problems(files)).toEqual([
      `${dev}:2:5 extends = "environments/base/nowhere.yaml": doesn't exist; check the path`,
      `${dev}:3:5 extends = "outside.yaml": lies outside environments/; keep every file of an environment there, links included`,
      `${dev}:4:5 extends = "nowhere.yaml": lies outside environments/; keep every file of an environment there, links included`,
      `${dev}:5:5 extends = "/etc/passwd.yaml": is an absolute path; ${wayOut}`,
      `${dev}:6:5 extends = "https://example.com/a.yaml": is a URL, must be a file of this project; ${wayOut}`,
      `${dev}:7:5 extends = "..\\\\base\\\\a.yaml": is not a path with /; ${wayOut}`,
      `${dev}:8:5 extends = "../base/a.json": doesn't end in .yaml; ${wayOut}`,
      `${dev}:9:5 extends = "environments/base/folder.yaml": is not a file; name a .yaml file`,
      `${dev}:10:5 extends: is not the path of a file; ${wayOut}, or a list of them`,
      `${dev}:11:5 extends: is not the path of a file; ${wayOut}, or a list of them`,
    ]);
  });

  it("follows no symbolic link out of environments/", () => {
    const root = writeProject({
      "shop/dev.yaml": "extends: ../base/a.yaml\n",
      "../outside.yaml": soundFile,
      "base/b.yaml": "",
    });
    symlinkSync("../../outside.yaml", join(root, "environments/base/a.yaml"));
    expect(issuesOf(() => load(root)).map(renderIssue)).toEqual([
      `${dev}:1:10 extends = "environments/base/a.yaml": lies outside environments/; keep every file of an environment there, links included`,
    ]);
    const linked = writeProject({ "shop/other.yaml": soundFile, "../outside.yaml": soundFile });
    symlinkSync("../../outside.yaml", join(linked, dev));
    expect(issuesOf(() => load(linked)).map(({ rule }) => rule)).toEqual(["lies outside environments/"]);
  });

  it("knows a circle through a symbolic link, and survives a link to itself", () => {
    const root = writeProject({ "shop/dev.yaml": "extends: link.yaml\n" });
    symlinkSync("dev.yaml", join(root, "environments/shop/link.yaml"));
    expect(issuesOf(() => load(root))[0]?.rule).toBe(`extends itself: ${dev} -> environments/shop/link.yaml`);
    const looped = writeProject({ "shop/dev.yaml": "extends: ../base/loop.yaml\n", "base/b.yaml": "" });
    symlinkSync("loop.yaml", join(looped, "environments/base/loop.yaml"));
    expect(issuesOf(() => load(looped)).map(({ rule }) => rule)).toEqual(["can't be read (ELOOP)"]);
  });

  it("goes eight files deep and no deeper", () => {
    const chain = (length: number): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length }, (_, index): [string, string] => [
          index === 0 ? "shop/dev.yaml" : `base/b${index}.yaml`,
          index === length - 1 ? soundFile : `extends: ../base/b${index + 1}.yaml\n`,
        ]),
      );
    expect(problems(chain(8))).toEqual([]);
    expect(problems(chain(9))).toEqual([
      'environments/base/b7.yaml:1:10 extends = "environments/base/b8.yaml": is more than 8 files deep; name the bases in the environment\'s own file',
    ]);
  });

  it("takes 32 files and no more", () => {
    const bases = Array.from({ length: 32 }, (_, index) => `base/b${index}.yaml`);
    const files = Object.fromEntries(bases.map((base) => [base, "protect: true\n"]));
    const extending = (count: number): string =>
      `extends: [${bases
        .slice(0, count)
        .map((base) => `../${base}`)
        .join(", ")}]\n${soundFile}`;
    expect(problems({ ...files, "shop/dev.yaml": extending(31) })).toEqual([]);
    expect(problems({ ...files, "shop/dev.yaml": extending(32) })).toHaveLength(1);
  });

  it("refuses a file that is too large before it reads it", () => {
    const files = { "shop/dev.yaml": "extends: ../base/a.yaml\n", "base/a.yaml": `# ${"x".repeat(256 * 1024)}\n` };
    expect(problems(files)).toEqual([
      `${dev}:1:10 extends = "environments/base/a.yaml": is larger than 256 KiB; split it and join the parts with extends`,
    ]);
  });

  it("reads all files before it stops at one that can't be read", () => {
    const files = {
      "shop/dev.yaml": "extends: [../base/a.yaml, ../base/b.yaml]\n",
      "base/a.yaml": "a: [",
      "base/b.yaml": "b: '",
    };
    expect(problems(files).map((line) => line.split(" ")[0])).toEqual([
      "environments/base/a.yaml:1:5",
      "environments/base/b.yaml:1:5",
    ]);
  });
});

describe("anything", () => {
  const words = [
    ...["cloud", "name", "tier", "stores", "orders", "kind", "domains", "services", "config", "secrets", "secret"],
    ...["registry", "placement", "cluster", "pools", "access", "mode", "cidrs", "policies", "exemptions", "extends"],
    ...["publishes", "consumes", "to", "from", "image", "network", "cidr", "__proto__", "constructor", "toString"],
  ];
  const values = fc.oneof(
    fc.constantFrom(
      "local",
      "postgres",
      "kafka",
      "managed",
      "allow-list",
      "10.0.0.0/14",
      "0.0.0.0/0",
      "AA",
      "../base/a.yaml",
    ),
    fc.constantFrom(0, -1, 1e308, Number.MAX_SAFE_INTEGER + 2, true, null, "", "\u0000", "𝒳"),
  );
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "medium" },
      values,
      fc.dictionary(fc.constantFrom(...words), tie("node"), { maxKeys: 5 }),
      fc.array(tie("node"), { maxLength: 3 }),
    ),
  }));

  it("in a file gives an environment or an EnvironmentError, within a second", () => {
    const extra = fc.dictionary(fc.constantFrom(...words), node, { maxKeys: 6 });
    fc.assert(
      fc.property(extra, (content) => {
        const lines = Object.entries(content).map(
          ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}\n`,
        );
        const kept = soundFile
          .split("\n")
          .filter((line) => !(line.split(":")[0]?.trim() === "stores" && "stores" in content));
        const root = writeProject({
          "shop/dev.yaml": kept.join("\n") + lines.join(""),
          "base/a.yaml": "protect: true\n",
        });
        expect(processorTime(() => issuesOf(() => load(root)))).toBeLessThan(1000);
      }),
      { numRuns: 300 },
    );
  });

  it("as a name gives an EnvironmentError", () => {
    const root = writeProject({ "shop/dev.yaml": soundFile });
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("", ".", "/", "../..")),
        (name) => {
          expect(issuesOf(() => load(root, name))).toHaveLength(1);
        },
      ),
    );
  });
});
