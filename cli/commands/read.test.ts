import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import * as charts from "../../charts/lock.ts";
import { expectGolden } from "../fixture/golden.ts";
import { project } from "../fixture/project.ts";

const env = "bitvelocity-local";

describe("landbridge explain", () => {
  it("says which file and line set a field, and what it replaced", async () => {
    const { run, write } = project();
    write("environments/bitvelocity/copy.yaml", "extends: local.yaml\nstores: { orders: { replicas: 1 } }\n");
    const { code, stdout } = await run("explain bitvelocity-copy stores.orders.replicas");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stores\.orders\.replicas = 1\n {2}set in environments\/bitvelocity\/copy\.yaml:2:31\n/);
    expect(stdout).toMatch(/\n {2}replaces 2 of environments\/bitvelocity\/local\.yaml:\d+:\d+\n/);
    expectGolden("explain", (await run(`explain ${env} stores`)).stdout);
  });

  it("shows a secret by its name alone", async () => {
    const { stdout } = await project().run("explain bitvelocity-gcp-prod domains.commerce.services.payment.secrets");
    expect(stdout).toContain("= { secret: payment-provider-key }");
  });

  it("names what is there for a path that isn't, and exits 2", async () => {
    const { code, stderr } = await project().run(`explain ${env} stores.order`);
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean orders?");
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await project().run(`explain ${env} tier --json`);
    expect(JSON.parse(stdout)).toMatchObject([{ path: "tier", value: '"development"' }]);
  });
});

describe("landbridge schema", () => {
  it("prints JSON Schema, and writes the same to a file", async () => {
    const { root, run } = project({});
    const printed = await run("schema");
    expect(JSON.parse(printed.stdout)).toMatchObject({ title: "Landbridge environment" });
    expect(await run("schema --out deep/s.json")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(root, "deep/s.json"), "utf8")).toBe(printed.stdout);
  });

  it("exits 2 when the file can't be written", async () => {
    const { run, write } = project({});
    write("file", "");
    const { code, stderr } = await run("schema --out file/s.json");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^landbridge: file\/s\.json can't be written: /);
  });
});

describe("landbridge doctor", () => {
  it("says what each missing thing prevents, and exits 0 when nothing needs it", async () => {
    const { code, stdout } = await project().run("doctor");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^absent +helm\n +charts stay opaque/m);
    expect(stdout).toMatch(/^absent +Pulumi CLI .*\n.*\n.*rehearse up <environment>$/m);
  });

  it("exits 1 when an environment needs something that is missing, and names the cloud's own tools", async () => {
    const { code, stdout } = await project().run("doctor bitvelocity-gcp-prod");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^missing +gcloud$/m);
    expect((await project().run(`doctor ${env}`)).stdout).not.toContain("gcloud");
  });

  it("finds what is on PATH, and nothing that may not be run", async () => {
    const { root, run } = project();
    mkdirSync(join(root, "bin"));
    for (const name of ["helm", "kubectl"]) writeFileSync(join(root, "bin", name), "#!/bin/sh\n");
    chmodSync(join(root, "bin/helm"), 0o755);
    const { stdout } = await run("doctor", { env: { HOME: root, PATH: join(root, "bin") } });
    expect(stdout).toMatch(/^ok +helm +.*bin\/helm$/m);
    expect(stdout).toMatch(/^absent +kubectl$/m);
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await project().run(`doctor ${env} --json`);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: env,
      findings: [{ what: "Node" }, {}, {}, {}, {}, {}, {}],
    });
  });
});

describe("landbridge charts", () => {
  it("lists every pinned chart with its digest and how to fetch it", async () => {
    const { root, run } = project();
    const { code, stdout } = await run("charts list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^strimzi-kafka-operator +\d+\.\d+\.\d+ +(unknown|sha256:\w{12}) +no +oci:/m);
    expect(stdout).toContain("  helm pull oci://quay.io/strimzi-helm/strimzi-kafka-operator --version");
    mkdirSync(join(root, ".landbridge/charts"), { recursive: true });
    const listed = z.object({ charts: z.array(z.object({ name: z.string(), version: z.string() })) });
    const { charts: rows } = listed.parse(JSON.parse((await run("charts list --json")).stdout));
    for (const { name, version } of rows) writeFileSync(join(root, `.landbridge/charts/${name}-${version}.tgz`), "x");
    expect((await run("charts list")).stdout).not.toContain("helm pull");
  });

  it("writes no digest that it hasn't seen, says why, and exits 1", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed", { cause: new Error("no route") })));
    const write = vi.spyOn(charts, "writeLock").mockResolvedValue();
    const { code, stdout } = await project().run("charts lock --timeout 1");
    vi.unstubAllGlobals();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^chart strimzi-kafka-operator .*can't be reached: no route$/m);
    expect(stdout).toMatch(/^0 of \d+ digests seen; charts\/charts\.lock\.json is as it was$/m);
    expect(write).not.toHaveBeenCalled();
  });
});
