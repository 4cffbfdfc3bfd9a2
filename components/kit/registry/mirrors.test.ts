import { describe, expect, it } from "vitest";
import { cassandra } from "../../../environments/schema/stores/cassandra.ts";
import { mysql } from "../../../environments/schema/stores/stores.ts";
import { decideMirrors, mirroredImage, mirrorsOf, platformUpstreams, upstreamsOf } from "./mirrors.ts";

describe("a mirrored image", () => {
  const mirrors = { "quay.io": "mirror.example/quay" };

  it("keeps its repository, tag and digest behind the mirror", () => {
    expect(mirroredImage("quay.io/strimzi/kafka:1.2@sha256:ab", mirrors)).toBe(
      "mirror.example/quay/strimzi/kafka:1.2@sha256:ab",
    );
  });

  it("is pulled as it was from where nothing is mirrored", () => {
    expect(mirroredImage("ghcr.io/a/b:1", mirrors)).toBe("ghcr.io/a/b:1");
    expect(mirroredImage("quay.io.example/a/b:1", mirrors)).toBe("quay.io.example/a/b:1");
    expect(mirroredImage("constructor/a:1", mirrors)).toBe("constructor/a:1");
  });
});

it("mirrors each repository once, by registry in order", () => {
  expect(
    decideMirrors(["quay.io/b/y", "ghcr.io/a/x", "quay.io/a/z", "quay.io/b/y", "other.example/c"], platformUpstreams),
  ).toEqual([
    { upstream: "ghcr.io", repositories: ["a/x"] },
    { upstream: "quay.io", repositories: ["a/z", "b/y"] },
  ]);
});

describe("the mirrors of an environment", () => {
  const prefixOf = (upstream: string): string => `mirror.example/${upstream}`;
  const managed = { placement: "managed" as const, replicateTo: [], logins: {} };

  it("are of all registries that the platform's images come from", () => {
    expect(Object.keys(mirrorsOf({ registry: { ...managed, mirror: true }, stores: {} }, prefixOf))).toEqual(
      platformUpstreams,
    );
  });

  it("are none where none are wished for", () => {
    expect(mirrorsOf({ registry: { ...managed, mirror: false }, stores: {} }, prefixOf)).toEqual({});
    expect(mirrorsOf({ registry: { placement: "external", host: "r.example.org" }, stores: {} }, prefixOf)).toEqual({});
  });
});

it("come from the provisioner's registry only where the platform runs one", () => {
  expect(upstreamsOf({ stores: {} }, { ownProvisioner: true })).toContain("public.ecr.aws");
  expect(upstreamsOf({ stores: {} })).not.toContain("public.ecr.aws");
});

describe("Docker Hub", () => {
  const stores = { orders: mysql.parse({ kind: "mysql" }) };

  it("is mirrored where a store is set up with an image of its", () => {
    expect(upstreamsOf({ stores })).toEqual(["docker.io", ...platformUpstreams]);
    expect(upstreamsOf({ stores: {} })).toEqual(platformUpstreams);
  });

  it("is mirrored for Cassandra's nodes, and not for a keyspace that the cloud has", () => {
    const history = { kind: "cassandra", tables: {} };
    expect(upstreamsOf({ stores: { history: cassandra.parse(history) } })).toContain("docker.io");
    const managed = cassandra.parse({ ...history, placement: "managed" });
    expect(upstreamsOf({ stores: { history: managed } })).not.toContain("docker.io");
  });

  it("gives no other image", () => {
    const images = ["docker.io/library/mysql", "ghcr.io/a/x"];
    expect(decideMirrors(images, upstreamsOf({ stores }))).toEqual([
      { upstream: "docker.io", repositories: ["library/mysql"] },
      { upstream: "ghcr.io", repositories: ["a/x"] },
    ]);
    expect(decideMirrors(images, platformUpstreams)).toEqual([{ upstream: "ghcr.io", repositories: ["a/x"] }]);
  });
});
