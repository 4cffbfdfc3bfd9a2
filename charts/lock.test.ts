import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chartLock, imageReference } from "./catalogue.ts";
import { charts } from "./charts.ts";
import { lockCharts, readLock, writeLock, type LockOptions } from "./lock.ts";
import { registryDigest } from "./registry.ts";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const digestOf = (character: string) => `sha256:${character.repeat(64)}`;

/** One server that plays every registry: the host that was asked for is the first part of the path. */
let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [, host = "", ...path] = (request.url ?? "").split("/");
    const rest = path.join("/");
    if (host === "quay.io" && rest.startsWith("v2/")) {
      if (request.headers.authorization !== "Bearer letmein") {
        const challenge = 'Bearer realm="https://auth.example/token",service="quay.io",scope="repository:a/b:pull"';
        return response.writeHead(401, { "www-authenticate": challenge }).end();
      }
      if (request.method !== "HEAD" || !request.headers.accept?.includes("image.index"))
        return response.writeHead(400).end();
      return response.writeHead(200, { "docker-content-digest": digestOf("a") }).end();
    }
    if (host === "auth.example") {
      const asked = new URL(request.url ?? "", "http://x").searchParams;
      if (asked.get("service") !== "quay.io" || asked.get("scope") !== "repository:a/b:pull")
        return response.writeHead(403).end();
      return response.end(JSON.stringify({ token: "letmein" }));
    }
    if (host === "cloudnative-pg.github.io") {
      return response.end(`entries: { cloudnative-pg: [{ version: 0.29.0, digest: ${"b".repeat(64)} }] }`);
    }
    if (host === "slow.example") return undefined;
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const options: LockOptions = {
  timeoutMs: 2000,
  fetch: (url, init) => fetch(url.replace("https://", `${base}/`), init),
};

describe("lockCharts", () => {
  it("fills in digests, over a token where the registry asks for one", async () => {
    const { lock } = await lockCharts(chartLock, options);
    expect(lock.charts["strimzi-kafka-operator"]?.digest).toBe(digestOf("a"));
    expect(lock.charts["cloudnative-pg"]?.digest).toBe(digestOf("b"));
    expect(lock.images["redis-exporter"]?.digest).toBe(digestOf("a"));
  });

  it("leaves unknown what can't be asked for, and says why", async () => {
    const { lock, outcomes } = await lockCharts(chartLock, options);
    expect(lock.charts["cass-operator"]?.digest).toBe("unknown");
    const outcome = outcomes.find(({ subject }) => subject === "chart cass-operator");
    expect(outcome?.problem).toBe("https://helm.k8ssandra.io/stable/index.yaml answered 404");
  });

  it("keeps a digest that was seen before, but not one of another version", async () => {
    const old = { version: "0.1.0", digest: digestOf("c") };
    const seen = { ...chartLock, charts: { "cass-operator": { version: "0.64.4", digest: digestOf("c") } } };
    const { lock } = await lockCharts(seen, options);
    expect(lock.charts["cass-operator"]?.digest).toBe(digestOf("c"));
    const other = await lockCharts({ ...chartLock, charts: { "cass-operator": old } }, options);
    expect(other.lock.charts["cass-operator"]).toEqual({ version: "0.64.4", digest: "unknown" });
  });

  it("takes no answer that isn't a digest", async () => {
    const lying: LockOptions = {
      timeoutMs: 2000,
      fetch: () => Promise.resolve(new Response(null, { headers: { "docker-content-digest": "latest" } })),
    };
    const { lock } = await lockCharts(chartLock, lying);
    expect(lock.images["redis-exporter"]?.digest).toBe("unknown");
  });
});

describe("registryDigest", () => {
  it("gives up a registry that doesn't answer", async () => {
    const asked = registryDigest({ repository: "slow.example/a", tag: "1" }, { ...options, timeoutMs: 50 });
    await expect(asked).rejects.toThrow("https://slow.example can't be reached");
  });
});

describe("the committed lock", () => {
  it("is a lock, of exactly the versions in the catalogue", async () => {
    const lock = await readLock();
    expect(lock).toEqual(chartLock);
    expect(Object.entries(lock.charts).map(([name, { version }]) => [name, version])).toEqual(
      charts.map(({ name, version }) => [name, version]),
    );
    for (const name of charts.flatMap(({ images }) => images)) expect(imageReference(name, {})).toContain(":");
  });

  it("is written as it was read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lock-"));
    try {
      const file = pathToFileURL(join(folder, "lock.json"));
      await writeLock(chartLock, file);
      expect(await readFile(file, "utf8")).toBe(await readFile(new URL("./charts.lock.json", import.meta.url), "utf8"));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
