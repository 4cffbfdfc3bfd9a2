import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { clickhouseServers } from "../components/kit/databases/clickhouse/clickhouse.ts";
import { mongodbFollowers } from "../components/kit/databases/mongodb/mongodb.ts";
import { sizes, type Capacity } from "../components/kit/sizes.ts";
import { loadPlatform } from "../stacks/load.ts";
import type { Environment } from "./schema/environment.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .sort();

/** What all pods request together at their fewest. */
function requested({ stores, domains }: Environment): Capacity {
  const pods = [
    ...Object.values(stores).map((store) => ({ size: store.size, count: servers(store) })),
    ...Object.values(domains).flatMap(({ services }) =>
      Object.values(services).map(({ size, scale }) => ({ size, count: scale.min })),
    ),
  ];
  const sum = (of: (capacity: Capacity) => number): number =>
    pods.reduce((total, { size, count }) => total + count * of(sizes[size]), 0);
  return { cpu: sum(({ cpu }) => cpu), memoryGiB: sum(({ memoryGiB }) => memoryGiB) };
}

function servers(store: Environment["stores"][string]): number {
  switch (store.kind) {
    case "postgres":
    case "mysql":
      return 1 + store.replicas;
    case "mongodb":
      return 1 + mongodbFollowers(store);
    case "cassandra":
      return 0;
    case "influxdb":
      return 1;
    case "clickhouse":
      return clickhouseServers(store);
    case "kafka":
    case "rabbitmq":
      return store.brokers;
    case "qdrant":
      return store.nodes;
    case "redis":
      return store.shards * (1 + store.replicasPerShard);
    default:
      return store satisfies never;
  }
}

describe("the shipped files", () => {
  it.each(files)("%s begins with the line that gives editors the schema", (file) => {
    const [line = ""] = readFileSync(join(here, file), "utf8").split("\n");
    const schema = relative(dirname(join(here, file)), join(here, "schema/environment.schema.json"));
    expect(line).toBe(`# yaml-language-server: $schema=${schema}`);
  });

  it.each(files)("%s has no mistake for an editor", (file) => {
    const schema = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(join(here, "schema/environment.schema.json"), "utf8")));
    const content: unknown = parse(readFileSync(join(here, file), "utf8"));
    expect(z.fromJSONSchema(schema).safeParse(content).error).toBeUndefined();
  });

  it("make a laptop's environment that leaves a third of 4 CPUs and 8 GiB to Kubernetes and the operators", () => {
    const { environment } = loadPlatform("bitvelocity-local");
    expect(environment.cloud).toMatchObject({ name: "local", context: "kind-landbridge" });
    const { cpu, memoryGiB } = requested(environment);
    // The figures that the file names.
    expect(cpu).toBeCloseTo(2.3);
    expect(memoryGiB).toBeCloseTo(4.375);
  });

  it("make a protected production with the same services as the laptop's", () => {
    const { environment: production } = loadPlatform("bitvelocity-gcp-prod");
    const { environment: laptop } = loadPlatform("bitvelocity-local");
    expect(production).toMatchObject({ tier: "production", protect: true, costMode: "resilient" });
    const shape = ({ domains }: Environment) =>
      Object.values(domains["commerce"]?.services ?? {}).map(({ image, calls, uses, publishes, consumes, serves }) => ({
        image,
        calls,
        uses,
        publishes,
        consumes,
        serves,
      }));
    expect(shape(production)).toHaveLength(3);
    expect(shape(production)).toEqual(shape(laptop));
  });

  it("write a system's services in one file", () => {
    const images = files.filter((file) => readFileSync(join(here, file), "utf8").includes("image:"));
    expect(images).toEqual([
      "base/bitvelocity-iot.yaml",
      "base/bitvelocity.yaml",
      "base/critical.yaml",
      "base/example-service.yaml",
      "base/webshop-analytics.yaml",
      "base/webshop.yaml",
    ]);
  });
});
