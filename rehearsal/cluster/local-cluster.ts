import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ClusterApi } from "./cluster-api.ts";
import type { ClusterObject } from "./cluster-object.ts";
import { kubeconfigOf, programArguments } from "./control-plane.ts";
import { KeptPrograms } from "./kept-programs.ts";
import { renderKwokConfig } from "./kwok-config.ts";

const balanced = z.looseObject({
  status: z.looseObject({ loadBalancer: z.looseObject({ ingress: z.array(z.unknown()) }) }),
});

/** A cluster of this process alone. */
export interface LocalCluster {
  readonly api: ClusterApi;
  /** Process that holds its programs, for tests. */
  readonly keeperPid: number | undefined;
  /** Ends its programs and removes everything that they wrote. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a control plane and simulated nodes from built programs, and waits until pods could run. On loopback, with
 * certificates and tokens that exist as long as it does, all in one folder for temporary files. Ends with this process,
 * however that ends. Throws an Error with the end of a log where something doesn't start.
 */
export async function startLocalCluster(programs: string, nodes: readonly ClusterObject[]): Promise<LocalCluster> {
  const folder = mkdtempSync(join(tmpdir(), "landbridge-cluster-"));
  const kept = new KeptPrograms(folder);
  try {
    const api = await startControlPlane(kept, programs);
    await startNodes(kept, programs, api, nodes);
    return {
      api,
      keeperPid: kept.keeperPid,
      stop: async () => {
        api.close();
        await kept.stop();
      },
    };
  } catch (error) {
    await kept.stop();
    throw error;
  }
}

async function startControlPlane(kept: KeptPrograms, programs: string): Promise<ClusterApi> {
  const { folder } = kept;
  const port = await freePort();
  const tokens = writeCredentials(folder, port);
  const args = programArguments(folder, port);
  const start = (name: "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler"): void => {
    kept.start(name, join(programs, name), args[name]);
  };
  start("etcd");
  start("kube-apiserver");
  const certificate = join(folder, "certificates", "apiserver.crt");
  await kept.until(
    "certificate of the API server",
    60,
    () => Promise.resolve(isWritten(certificate)),
    "kube-apiserver",
  );
  const api = new ClusterApi({
    server: `https://127.0.0.1:${port}`,
    agent: new Agent({ ca: readFileSync(certificate), keepAlive: true }),
    headers: { Authorization: `Bearer ${tokens.admin}` },
  });
  await kept.until("API server", 60, () => api.answers("/readyz"), "kube-apiserver");
  start("kube-controller-manager");
  start("kube-scheduler");
  const account = "/api/v1/namespaces/default/serviceaccounts/default";
  await kept.until("controller manager", 60, () => api.answers(account), "kube-controller-manager");
  return api;
}

async function startNodes(
  kept: KeptPrograms,
  programs: string,
  api: ClusterApi,
  nodes: readonly ClusterObject[],
): Promise<void> {
  writeFileSync(join(kept.folder, "kwok.yaml"), renderKwokConfig());
  kept.start("kwok", join(programs, "kwok"), [
    `--kubeconfig=${join(kept.folder, "admin.kubeconfig")}`,
    `--config=${join(kept.folder, "kwok.yaml")}`,
  ]);
  await oneKindIsPlayed(kept, api);
  for (const node of nodes) await api.create(node);
  await kept.until("nodes", 60, () => nodesAreReady(api, nodes.length), "kwok");
}

/**
 * Has kwok play its first kind, Services, alone. It reads the stages of a kind when it meets the first object of it, and a
 * library of it keeps the types that it read in a map without a lock (easycel 0.6.0, `typeValueMap`): where two kinds come
 * at once, it sometimes ends with "concurrent map writes". There is a Service from the beginning, `kubernetes`; nodes come
 * after this, and pods after nodes.
 */
async function oneKindIsPlayed(kept: KeptPrograms, api: ClusterApi): Promise<void> {
  const spec = { type: "LoadBalancer", ports: [{ port: 80 }] };
  const balancer = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "first-of-all", namespace: "default" },
    spec,
  };
  await api.create(balancer);
  await kept.until("address of a balancer", 60, async () => hasAddress(await api.read(balancer)), "kwok");
  await api.delete(balancer);
}

/** Whether all nodes take pods: a new one has a taint until the controller manager has seen that it is ready. */
export async function nodesAreReady(api: ClusterApi, count: number): Promise<boolean> {
  const nodes = await api.nodes();
  return nodes.length === count && nodes.every(({ ready, waiting }) => ready && !waiting);
}

function hasAddress(service: ClusterObject): boolean {
  return balanced.safeParse(service).success;
}

function writeCredentials(folder: string, port: number): { admin: string } {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  };
  write("accounts.key", keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  write("accounts.pub", keys.publicKey.export({ type: "spki", format: "pem" }).toString());
  const [admin, manager, scheduler] = [secret(), secret(), secret()];
  write(
    "tokens.csv",
    `${admin},admin,admin,"system:masters"\n${manager},system:kube-controller-manager,manager\n${scheduler},system:kube-scheduler,scheduler\n`,
  );
  write("admin.kubeconfig", kubeconfigOf(folder, port, admin));
  write("manager.kubeconfig", kubeconfigOf(folder, port, manager));
  write("scheduler.kubeconfig", kubeconfigOf(folder, port, scheduler));
  return { admin };
}

function secret(): string {
  return randomBytes(32).toString("hex");
}

function isWritten(path: string): boolean {
  return existsSync(path) && readFileSync(path, "utf8").trimEnd().endsWith("-----END CERTIFICATE-----");
}

/** A port that nobody listens on now. Another process may take it first: the API server then says so and ends. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no free port"));
        else resolve(address.port);
      });
    });
  });
}
