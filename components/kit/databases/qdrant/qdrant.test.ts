import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { qdrant } from "../../../../environments/schema/stores/qdrant.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { qdrantPorts } from "../../network/ports.ts";
import { decideServerClaim } from "../server-claim.ts";
import { decideQdrantConfig } from "./qdrant-config.ts";
import { decideQdrantServer } from "./qdrant-server.ts";
import { decideQdrantClaims, signQdrantToken } from "./qdrant-tokens.ts";
import { decideQdrantCopies, decideQdrantNodes, qdrantPod } from "./qdrant.ts";

const wish = qdrant.parse({ kind: "qdrant", collections: { pictures: { size: 512 } } });
const parts = { store: "vectors", image: "q:1", config: "c", key: "k", certificate: "t", keyMark: "m" };

function serverOf(changes: object = {}, around = {}, number = 0) {
  const changed = qdrant.parse({ ...wish, ...changes });
  return decideQdrantServer(changed, { name: `vectors-${number}`, number }, parts, exampleSurroundings(around));
}

it("has three nodes, and on each a copy of everything, two of which are written before anybody is told", () => {
  expect(wish.nodes).toBe(3);
  expect(decideQdrantCopies({ nodes: 3 })).toEqual({ copies: 3, written: 2 });
  expect(decideQdrantCopies({ nodes: 9 })).toEqual({ copies: 3, written: 2 });
  expect(decideQdrantCopies({ nodes: 1 })).toEqual({ copies: 1, written: 1 });
});

it("is of an odd number of nodes, more than half of which agree", () => {
  for (const nodes of [0, 2, 4, 8]) expect(() => qdrant.parse({ ...wish, nodes })).toThrow();
});

it("names nodes by their number, so that another one renames nobody", () => {
  expect(decideQdrantNodes("vectors", { nodes: 3 }).map(qdrantPod)).toEqual([
    "vectors-0-0",
    "vectors-1-0",
    "vectors-2-0",
  ]);
});

it("signs what a service may do as any library of JSON Web Tokens reads it, with no end", () => {
  const claims = decideQdrantClaims({ name: "shop-search", access: "read" }, ["texts", "pictures"]);
  const [head = "", body = "", signature = "", ...rest] = signQdrantToken(claims, "hidden").split(".");
  expect(rest).toEqual([]);
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(read(head)).toEqual({ alg: "HS256", typ: "JWT" });
  expect(read(body)).toEqual({
    subject: "shop-search",
    access: [
      { collection: "pictures", access: "r" },
      { collection: "texts", access: "r" },
    ],
  });
  expect(signature).toBe(createHmac("sha256", "hidden").update(`${head}.${body}`).digest("base64url"));
  expect(signQdrantToken(claims, "hidden")).toBe(signQdrantToken(claims, "hidden"));
  expect(signQdrantToken(claims, "other")).not.toBe(signQdrantToken(claims, "hidden"));
});

it("lets who writes write points, and make neither indexes nor snapshots", () => {
  const { access } = decideQdrantClaims({ name: "shop-catalogue", access: "read-write" }, ["pictures"]);
  expect(access).toEqual([{ collection: "pictures", access: "prw" }]);
  // A token without a list would open everything.
  expect(decideQdrantClaims({ name: "a", access: "read" }, []).access).toEqual([]);
});

it("speaks TLS alone, asks for keys, tells its makers nothing and fetches nothing from elsewhere", () => {
  const config: unknown = parse(decideQdrantConfig());
  expect(config).toMatchObject({
    telemetry_disabled: true,
    service: {
      enable_tls: true,
      jwt_rbac: true,
      enable_static_content: false,
      enable_cors: false,
      enable_snapshot_url_recovery: false,
    },
    cluster: { enabled: true, p2p: { enable_tls: true, port: qdrantPorts.nodes } },
    storage: { quotas: { enabled: true, max_disk_usage_percent: 85, max_resident_memory_percent: 85 } },
  });
});

it("has its size, a read-only root, and nobody's rights", () => {
  const [server] = serverOf({ size: "medium" }).template.spec.containers;
  expect(server?.resources).toEqual({ requests: { cpu: "1", memory: "4Gi" }, limits: { memory: "4Gi" } });
  expect(server?.securityContext).toMatchObject({ readOnlyRootFilesystem: true, runAsNonRoot: true });
  expect(serverOf().template.spec.automountServiceAccountToken).toBe(false);
  expect(server?.env.find(({ name }) => name === "QDRANT__SERVICE__API_KEY")).toEqual({
    name: "QDRANT__SERVICE__API_KEY",
    valueFrom: { secretKeyRef: { name: "k", key: "api-key" } },
  });
});

it("waits in production rather than that a zone has more nodes than another", () => {
  const zonesOf = (tier: "production" | "development") =>
    serverOf({}, { tier, zones: 3 }).template.spec.topologySpreadConstraints.map((one) => one.whenUnsatisfiable);
  expect(zonesOf("production")).toEqual(["DoNotSchedule", "ScheduleAnyway"]);
  expect(zonesOf("development")).toEqual(["ScheduleAnyway", "ScheduleAnyway"]);
});

it("restarts with another key, and for no third node", () => {
  expect(serverOf().template.metadata.annotations).toEqual({ "landbridge.dev/qdrant-key": "m" });
  expect(serverOf({ nodes: 5 })).toEqual(serverOf({ nodes: 3 }));
  expect(serverOf({}, {}, 1).selector).not.toEqual(serverOf().selector);
});

it("has a volume of its own that can grow", () => {
  expect(decideServerClaim(30, { storageClass: "fast" })).toEqual({
    accessModes: ["ReadWriteOnce"],
    storageClassName: "fast",
    resources: { requests: { storage: "30Gi" } },
  });
});
