import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { expectGolden } from "../fixture/golden.ts";
import { project } from "../fixture/project.ts";

const local = "bitvelocity-local";
const gcp = "bitvelocity-gcp-prod";

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function textIn(folder: string): string {
  return filesIn(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("---\n");
}

describe("landbridge render", () => {
  it("writes one file for each object, namespaces before what is in them", async () => {
    const { root, run } = project();
    const { code, stdout } = await run(`render ${local} --out out`);
    const files = filesIn(join(root, "out"));
    expect(files).toContain("2-cluster/namespace-commerce.yaml");
    expect(files).toContain("3-namespaces/commerce/deployment-order.yaml");
    expect(parse(readFileSync(join(root, "out/3-namespaces/commerce/deployment-order.yaml"), "utf8"))).toMatchObject({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "order", namespace: "commerce" },
    });
    expect(stdout).toContain("kubectl apply --server-side -R -f out");
    // Three charts are missing, and that isn't hidden.
    expect(code).toBe(1);
    expectGolden("render", `${stdout}\n${files.join("\n")}\n`);
  });

  it("writes no Secret, lists those that it leaves out, and has no secret value anywhere", async () => {
    const { root, run } = project();
    const { stdout } = await run(`render ${local} --out out`);
    expect(stdout).toMatch(/^ {2}Secret commerce\/order-bindings +is a Secret$/m);
    const text = textIn(join(root, "out"));
    expect(text).not.toMatch(/^kind: Secret$/m);
    expect(text).not.toContain("landbridge:secret");
  });

  it("writes the same bytes again, and takes away what the environment no longer asks for", async () => {
    const { root, run, write } = project();
    await run(`render ${local} --out out`);
    const before = textIn(join(root, "out"));
    await run(`render ${local} --out out`);
    expect(textIn(join(root, "out"))).toBe(before);

    write(
      "environments/bitvelocity/local.yaml",
      `extends: [../base/bitvelocity.yaml, ../base/laptop.yaml]
cloud: { name: local, context: kind-landbridge }
registry: { placement: external, host: ghcr.io/bitvelocity }
stores: { sessions: null }
domains: { commerce: { services: { order: { uses: { sessions: null } } } } }
`,
    );
    writeFileSync(join(root, "out/3-namespaces/commerce/mine.txt"), "kept");
    const { stdout } = await run(`render ${local} --out out --json`);
    const { removed } = z.object({ removed: z.array(z.string()) }).parse(JSON.parse(stdout));
    expect(removed).toContain("3-namespaces/landbridge-data/statefulset-sessions-0-0.yaml");
    expect(existsSync(join(root, "out/3-namespaces/landbridge-data/statefulset-sessions-0-0.yaml"))).toBe(false);
    expect(readFileSync(join(root, "out/3-namespaces/commerce/mine.txt"), "utf8")).toBe("kept");
  });

  it("refuses a folder that holds files of somebody else, and leaves them alone", async () => {
    const { root, run, write } = project();
    write("out/notes.md", "mine");
    const { code, stderr } = await run(`render ${local} --out out`);
    expect(code).toBe(2);
    expect(stderr).toContain("out holds files that landbridge render didn't write");
    expect(readdirSync(join(root, "out"))).toEqual(["notes.md"]);
  });

  it("refuses a folder that holds another environment", async () => {
    const { root, run } = project();
    mkdirSync(join(root, "out"));
    await run(`render ${gcp} --out out --allow-placeholders`);
    const { code, stderr } = await run(`render ${local} --out out`);
    expect(code).toBe(2);
    expect(stderr).toContain(`holds the manifests of ${gcp}`);
  });

  it("refuses a file in the folder's place", async () => {
    const { run, write } = project();
    write("out", "a file");
    const { code, stderr } = await run(`render ${local} --out out`);
    expect(code).toBe(2);
    expect(stderr).toContain("a part of its path is a file");
  });
});

describe("landbridge render of values that only a cloud knows", () => {
  it("refuses, names the objects, and writes nothing", async () => {
    const { root, run } = project();
    const { code, stderr } = await run(`render ${gcp} --out out`);
    expect(code).toBe(2);
    expect(stderr).toContain("Deployment commerce/order");
    expect(stderr).toContain("--outputs");
    expect(existsSync(join(root, "out"))).toBe(false);
  });

  it("writes placeholders when it is told to", async () => {
    const { root, run } = project();
    await run(`render ${gcp} --out out --allow-placeholders`);
    expect(textIn(join(root, "out"))).toContain("${urn:pulumi:");
  });

  it("puts in what the cloud's stack gave, and no secret, also from a file with --show-secrets", async () => {
    const { root, run, write } = project();
    write("outputs.json", JSON.stringify(outputs));
    const { stdout, stderr } = await run(`render ${gcp} --out out --outputs outputs.json`);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/: \d+ objects in/);
    const text = textIn(join(root, "out"));
    expect(text).toContain('image: "registry.example/shop/commerce/order:2.4.1"');
    expect(text).not.toContain("${urn:");
    expect(text).not.toContain("hunter2");
  });

  it.each([
    ["a file without outputs", "{}", "holds no output named platform"],
    ["a file of another version", '{"platform":{"version":7}}', "reads version 2"],
    [
      "outputs that lack things, and names all of them",
      '{"platform":{"version":2,"registryHost":"r","volumeKey":"k"}}',
      "exports no platform.stores.orders.authorities, platform.stores.orders.readWrite, platform.stores.orders.readOnly, platform.stores.orders.users.admin, platform.buckets.assets.url",
    ],
  ])("refuses %s", async (_what, text, says) => {
    const { run, write } = project();
    write("outputs.json", text);
    const { code, stderr } = await run(`render ${gcp} --out out --outputs outputs.json`);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});

const outputs = {
  platform: {
    version: 2,
    apiServer: "https://10.0.0.1",
    volumeKey: "projects/shop/locations/europe-west1/keyRings/ring/cryptoKeys/key",
    registryHost: "registry.example/shop",
    ingressAddresses: ["192.0.2.1"],
    identities: { "landbridge-cert-manager": "a", "landbridge-external-secrets": "b" },
    buckets: { assets: { url: "gs://assets", bucket: "assets" }, audit: { url: "gs://audit", bucket: "audit" } },
    stores: {
      orders: { readWrite: "10.0.0.2", readOnly: "10.0.0.3", authorities: "PEM", users: { admin: "landbridge" } },
    },
  },
  platformSecrets: { version: 2, kubeconfig: "hunter2", passwords: { orders: { admin: "hunter2" } } },
};
