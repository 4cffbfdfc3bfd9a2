import { Cluster } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster";
import { describe, expect, it } from "vitest";
import { postgres } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decidePostgres } from "./postgres.ts";
import { decideDatabase } from "./postgres-backups.ts";
import { decideTwinCredentials } from "./twin.ts";

const here = exampleSurroundings().tags.environment;
const twin = (changes: object) => ({
  ...{ environment: "shop-there", bucket: "s3://shop-there-copies", begins: "new", primary: here },
  ...changes,
});
const wishOf = (changes: object) =>
  postgres.parse({ kind: "postgres", backups: { bucket: "copies" }, twin: twin(changes) });

function decide(changes: object) {
  const wish = wishOf(changes);
  const identity = {
    ...{ name: "orders", database: decideDatabase("orders", wish), image: "example.com/postgresql:17.1" },
    ...{ certificate: "orders-tls", labels: {} },
  };
  return decidePostgres(wish, identity, exampleSurroundings());
}

describe("a PostgreSQL that is in two environments", () => {
  it.each([
    ["is written to", decide({})],
    ["follows", decide({ begins: "copy", primary: "shop-there" })],
  ])("is a valid Cluster where it %s", (_what, spec) => {
    const cluster = new Cluster({ metadata: { name: "orders" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
  });

  it("is known by its environments, and each reads the other's backups", () => {
    const { replica, externalClusters, bootstrap } = decide({});
    expect(replica).toEqual({ self: here, primary: here, source: "shop-there" });
    expect(externalClusters?.map(({ name, plugin }) => [name, plugin?.parameters])).toEqual([
      [here, { barmanObjectName: "orders", serverName: "orders" }],
      ["shop-there", { barmanObjectName: "orders-twin", serverName: "orders" }],
    ]);
    expect(bootstrap).toHaveProperty("initdb");
  });

  it("begins with the other's where it is the copy, under the other's names", () => {
    const { replica, bootstrap, externalClusters } = decide({ begins: "copy", primary: "shop-there", store: "sales" });
    expect(replica?.primary).toBe("shop-there");
    expect(bootstrap?.recovery).toMatchObject({ source: "shop-there", database: "sales", owner: "landbridge" });
    expect(externalClusters?.[1]?.plugin?.parameters).toMatchObject({ serverName: "sales" });
  });

  it("changes nothing but who is written to when they change places", () => {
    const { replica: before, ...rest } = decide({ begins: "copy", primary: "shop-there" });
    const { replica: after, ...same } = decide({ begins: "copy" });
    expect(same).toEqual(rest);
    expect(after).toEqual({ ...before, primary: here });
  });
});

it("opens a bucket by what its address begins with", () => {
  const of = (bucket: string) => {
    const wish = wishOf({ bucket }).twin;
    return wish === undefined ? [] : Object.keys(decideTwinCredentials("orders", wish))[0];
  };
  expect(of("s3://one")).toBe("s3Credentials");
  expect(of("gs://one")).toBe("googleCredentials");
  expect(of("https://one.blob.example/copies")).toBe("azureCredentials");
});
