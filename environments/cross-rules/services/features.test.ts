import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { featureProject } from "../../../components/kit/workloads/feature-store.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const path = "domains.ml.services.features";

const sound = {
  image: "ml/features:1.0.0",
  size: "small",
  serves: { rest: {} },
  uses: { catalogue: "read-write", history: "read", online: "read-write", spare: "read-write" },
  features: { registry: "catalogue", online: "online", offline: "history", materialize: "hour" },
};

/** What is wrong with a feature store. Objects are changed within, other things replaced. */
function wrongWith(service: object = {}, features: object = {}, quota: object = {}): string[] {
  const changed = { ...sound, ...service, features: { ...sound.features, ...features } };
  const environment = exampleEnvironment({
    stores: {
      catalogue: { kind: "postgres" },
      history: { kind: "postgres" },
      online: { kind: "redis", purpose: "session" },
      spare: { kind: "redis" },
      pooled: { kind: "postgres", pooling: "transaction" },
      split: { kind: "postgres", shards: { count: 2, key: "customer" } },
    },
    domains: { ml: { owner: "team", quota, services: { features: changed } } },
  });
  return crossRules(environment, at).map(({ path: where, rule, wayOut }) => `${where} ${rule}; ${wayOut}`);
}

describe("a feature store", () => {
  it("breaks no rule where its stores fit, one store being registry and history", () => {
    expect(wrongWith()).toEqual([]);
    expect(wrongWith({ uses: { catalogue: "read-write", online: "read-write" } }, { offline: "catalogue" })).toEqual(
      [],
    );
  });

  it("fails where it isn't served by HTTP alone, and where it is too small to start", () => {
    expect(wrongWith({ serves: { grpc: {} } })).toEqual([
      `${path}.features is served by HTTP, and the service serves no rest; write serves: { rest: {} } beside it`,
      `${path}.serves.grpc is nothing that Feast's server does beside HTTP; delete grpc`,
    ]);
    expect(wrongWith({ size: "nano" })).toEqual([
      `${path}.size is too small for Feast's server to start; write micro or larger`,
    ]);
  });

  it("fails for stores of another kind, and for what isn't there", () => {
    expect(wrongWith({}, { registry: "online" })[0]).toContain("registry names no store of kind postgres");
    expect(wrongWith({}, { online: "catalogue" })[0]).toContain("online names no store of kind redis");
    expect(wrongWith({}, { offline: "histroy" })[0]).toContain("offline names no store of kind postgres; ");
  });

  it("fails for an online store that forgets when memory is short", () => {
    expect(wrongWith({}, { online: "spare" })).toEqual([
      `${path}.features.online is for cache: features would be gone when memory is short; name a store of purpose: session`,
    ]);
  });

  it("fails for a database that Feast can't find its way in", () => {
    const uses = { ...sound.uses, pooled: "read-write", split: "read-write" };
    expect(wrongWith({ uses }, { offline: "pooled" })).toEqual([
      `${path}.features.offline has a pooler, which refuses how Feast connects; name a store without pooling`,
    ]);
    expect(wrongWith({ uses }, { registry: "pooled" })).toEqual([]);
    const split = wrongWith({ uses }, { registry: "split", offline: "split" });
    expect(split.filter((line) => line.includes("is several databases"))).toHaveLength(2);
  });

  it("fails where the service has no login, or none that may write what Feast writes", () => {
    const uses = { catalogue: "read-write", history: "read" };
    const rule = "isn't among the stores that the service uses as read-write";
    expect(wrongWith({ uses })).toEqual([
      `${path}.features.online ${rule}; write uses: { online: read-write } beside features`,
    ]);
    expect(wrongWith({ uses: { ...sound.uses, catalogue: "read" } }, { offline: "catalogue" })).toEqual(
      ["registry", "offline"].map(
        (field) => `${path}.features.${field} ${rule}; write uses: { catalogue: read-write } beside features`,
      ),
    );
  });

  it("fails where features are to be brought from nowhere", () => {
    expect(wrongWith({}, { offline: undefined })).toEqual([
      `${path}.features.materialize has no offline store to bring features from; write offline: with a store of kind postgres, or delete materialize`,
    ]);
  });

  it("needs room for a task in its domain's quota", () => {
    expect(wrongWith({}, {}, { cpu: 1.5, memoryGiB: 3, pods: 3 })).toEqual([]);
    expect(wrongWith({}, {}, { cpu: 1.4, memoryGiB: 3, pods: 3 })).toEqual([
      "domains.ml.quota.cpu is less than its services need at their smallest (1.5); write 1.5 or more, or make services smaller",
    ]);
  });
});

describe("docs/features.md", () => {
  const page = readFileSync(new URL("../../../docs/features.md", import.meta.url), "utf8");
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];

  it("has an example that breaks no rule", () => {
    const environment = exampleEnvironment(z.record(z.string(), z.unknown()).parse(parse(example)));
    expect(environment.domains["insight"]?.services["features"]?.features).toBeDefined();
    expect(crossRules(environment, at)).toEqual([]);
  });

  it("names the project that Feast is told", () => {
    expect(page).toContain(`\`${featureProject("insight", "features")}\``);
  });
});
