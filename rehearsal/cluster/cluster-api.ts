import type { Agent, OutgoingHttpHeaders } from "node:http";
import { request } from "node:https";
import { z } from "zod";
import { clusterObject, nameOf, type ClusterObject } from "./cluster-object.ts";

/** How a cluster is reached: its address, an agent that knows whom to trust, and headers that say who asks. */
export interface ClusterAccess {
  readonly server: string;
  readonly agent: Agent;
  readonly headers: OutgoingHttpHeaders;
}

/** The API server said no, in its own words. */
export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What is asked about a node. */
export interface NodeState {
  readonly name: string;
  readonly zone: string;
  readonly ready: boolean;
  /** Whether it still has a taint of its beginning. */
  readonly waiting: boolean;
}

const answer = z.looseObject({ message: z.string().optional() });
const resourceList = z.looseObject({
  resources: z.array(z.looseObject({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});
const nodeItem = z.looseObject({
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({ taints: z.array(z.looseObject({ key: z.string() })).default([]) }).default({ taints: [] }),
  status: z.looseObject({
    conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
  }),
});

/** A Kubernetes API, with what is needed of it here: objects as they were rendered, nothing added, nothing left out. */
export class ClusterApi {
  readonly #access: ClusterAccess;
  readonly #kinds = new Map<string, Promise<z.infer<typeof resourceList>["resources"]>>();

  constructor(access: ClusterAccess) {
    this.#access = access;
  }

  close(): void {
    this.#access.agent.destroy();
  }

  /** Whether a path answers well. */
  async answers(path: string): Promise<boolean> {
    try {
      return (await this.#send("GET", path)).status === 200;
    } catch {
      return false;
    }
  }

  /** Whether the server serves a kind. */
  async serves({ apiVersion, kind }: Pick<ClusterObject, "apiVersion" | "kind">): Promise<boolean> {
    return (await this.#kindsOf(apiVersion)).some((one) => one.kind === kind);
  }

  /** Forgets which kinds there are: some were just defined. */
  forgetKinds(): void {
    this.#kinds.clear();
  }

  /**
   * Server-side apply, as `kubectl apply --server-side --force-conflicts`. What no schema knows is refused. Throws an ApiRefusal.
   * https://kubernetes.io/docs/reference/using-api/server-side-apply/
   */
  async apply(object: ClusterObject): Promise<ClusterObject> {
    const path = await this.#pathOf(object);
    const query = "fieldManager=landbridge&force=true&fieldValidation=Strict";
    return this.#object("PATCH", `${path}?${query}`, object, "application/apply-patch+yaml");
  }

  async create(object: ClusterObject, { dryRun = false } = {}): Promise<ClusterObject> {
    const path = await this.#collectionOf(object, object.metadata.namespace ?? "default");
    return this.#object("POST", `${path}?fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`, object);
  }

  async read(object: ClusterObject): Promise<ClusterObject> {
    return this.#object("GET", await this.#pathOf(object));
  }

  /** Deletes at once, without a time of grace. That it isn't there is no failure. */
  async delete(object: ClusterObject): Promise<void> {
    const { status, body } = await this.#send("DELETE", `${await this.#pathOf(object)}?gracePeriodSeconds=0`);
    if (status >= 300 && status !== 404) throw refusal(status, body);
  }

  /** Objects of a kind, in every namespace, as far as a schema reads them. */
  async list<T>(apiVersion: string, kind: string, item: z.ZodType<T>): Promise<T[]> {
    const { status, body } = await this.#send("GET", await this.#collectionOf({ apiVersion, kind }, undefined));
    if (status !== 200) throw refusal(status, body);
    return z.looseObject({ items: z.array(item) }).parse(body).items;
  }

  /**
   * Asks to evict a pod. Undefined where the server agrees, else why it doesn't: a disruption budget. Throws an ApiRefusal for
   * any other answer. https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
   */
  async evict(namespace: string, name: string): Promise<string | undefined> {
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { namespace, name } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    const { status, body } = await this.#send("POST", path, eviction);
    if (status === 429) return refusal(status, body).message;
    if (status >= 300) throw refusal(status, body);
    return undefined;
  }

  async nodes(): Promise<NodeState[]> {
    const items = await this.list("v1", "Node", nodeItem);
    return items.map(({ metadata: { name, labels }, spec: { taints }, status }) => ({
      name,
      zone: labels["topology.kubernetes.io/zone"] ?? "",
      ready: status.conditions.some((condition) => condition.type === "Ready" && condition.status === "True"),
      waiting: taints.some(({ key }) => key === "node.kubernetes.io/not-ready"),
    }));
  }

  async #pathOf(object: ClusterObject): Promise<string> {
    return `${await this.#collectionOf(object, object.metadata.namespace ?? "default")}/${object.metadata.name}`;
  }

  async #collectionOf(
    { apiVersion, kind }: Pick<ClusterObject, "apiVersion" | "kind">,
    namespace: string | undefined,
  ): Promise<string> {
    const found = (await this.#kindsOf(apiVersion)).find((one) => one.kind === kind && !one.name.includes("/"));
    if (found === undefined) throw new ApiRefusal(404, `the server has no kind ${kind} in ${apiVersion}`);
    const scope = found.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
    return `${root(apiVersion)}${scope}/${found.name}`;
  }

  #kindsOf(apiVersion: string): Promise<z.infer<typeof resourceList>["resources"]> {
    const known = this.#kinds.get(apiVersion);
    if (known !== undefined) return known;
    const asked = this.#send("GET", root(apiVersion)).then(({ status, body }) =>
      status === 200 ? resourceList.parse(body).resources : [],
    );
    this.#kinds.set(apiVersion, asked);
    return asked;
  }

  async #object(method: string, path: string, sent?: object, type?: string): Promise<ClusterObject> {
    const { status, body } = await this.#send(method, path, sent, type);
    if (status >= 300) throw refusal(status, body);
    return clusterObject.parse(body);
  }

  #send(
    method: string,
    path: string,
    sent?: object,
    type = "application/json",
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const body = sent === undefined ? undefined : JSON.stringify(sent);
    return new Promise((resolve, reject) => {
      const headers = {
        ...this.#access.headers,
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": type }),
      };
      const url = new URL(`${this.#access.server.replace(/\/$/, "")}${path}`);
      const asking = request(url, { agent: this.#access.agent, method, headers, timeout: 60_000 }, (reply) => {
        const parts: Buffer[] = [];
        reply.on("data", (part: Buffer) => parts.push(part));
        reply.on("error", reject);
        reply.on("end", () => {
          resolve({ status: reply.statusCode ?? 0, body: parse(Buffer.concat(parts).toString("utf8")) });
        });
      });
      asking.on("error", reject);
      asking.on("timeout", () => asking.destroy(new Error(`${method} ${path}: no answer in a minute`)));
      asking.end(body);
    });
  }
}

function root(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

// Health is answered in plain text.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refusal(status: number, body: unknown): ApiRefusal {
  const { success, data } = answer.safeParse(body);
  return new ApiRefusal(status, (success ? data.message : undefined) ?? `answer ${status}`);
}

/** An object with why the server refused it. */
export function describeRefusal(object: ClusterObject, error: unknown): string {
  return `${nameOf(object)}: ${error instanceof Error ? error.message : String(error)}`;
}
