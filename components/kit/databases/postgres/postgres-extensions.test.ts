import { describe, expect, it } from "vitest";
import { postgresExtensions } from "../../../../environments/schema/stores/postgres-inside.ts";
import { decideExtensions, decideOperatorExtensions, hasExtension } from "./postgres-extensions.ts";

describe("extensions", () => {
  it("are those that are asked for and those that other wishes need, once and in order of name", () => {
    expect(decideExtensions({ extensions: ["vector", "citext", "vector"], columnEncryption: true })).toEqual([
      "citext",
      "pgcrypto",
      "vector",
    ]);
    expect(decideExtensions({})).toEqual([]);
  });

  it("are the operator's work where PostgreSQL lets only a superuser make them", () => {
    // https://github.com/pgvector/pgvector/blob/master/vector.control says nothing of trusted.
    expect(decideOperatorExtensions({ extensions: [...postgresExtensions] })).toEqual(["pgaudit", "postgis", "vector"]);
  });

  // https://github.com/cloudnative-pg/postgres-containers/blob/main/docker-bake.hcl: pgaudit, pgvector, pg-failover-slots
  it("are all to be had of clouds, and in the cluster all but PostGIS", () => {
    const lacking = (placement: "managed" | "in-cluster") =>
      postgresExtensions.filter((extension) => !hasExtension(extension, { placement }));
    expect(lacking("managed")).toEqual([]);
    expect(lacking("in-cluster")).toEqual(["postgis"]);
  });
});
