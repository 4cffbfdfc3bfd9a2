import { describe, expect, it } from "vitest";
import { EnvironmentError } from "../components/kit/errors.ts";
import { findEnvironment, listEnvironments } from "./list-environments.ts";
import { writeProject } from "./project.fixture.ts";

function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return "";
}

describe("listEnvironments", () => {
  it("finds them by path, sorted, and leaves base, schema, hidden and other files alone", () => {
    const root = writeProject({
      "shop/prod.yaml": "",
      "shop/dev.yaml": "",
      "example-service/local.yaml": "",
      "base/production.yaml": "",
      "schema/x.yaml": "",
      ".git/x.yaml": "",
      "shop/.draft.yaml": "",
      "shop/notes.md": "",
      "load.yaml": "",
    });
    expect(listEnvironments(root)).toEqual([
      {
        name: "example-service-local",
        system: "example-service",
        target: "local",
        file: "environments/example-service/local.yaml",
      },
      { name: "shop-dev", system: "shop", target: "dev", file: "environments/shop/dev.yaml" },
      { name: "shop-prod", system: "shop", target: "prod", file: "environments/shop/prod.yaml" },
    ]);
  });

  it("is empty where there is no folder", () => {
    expect(listEnvironments("/nowhere/at/all")).toEqual([]);
  });

  it("fails for two paths of one name", () => {
    const root = writeProject({ "shop/eu-prod.yaml": "", "shop-eu/prod.yaml": "" });
    expect(message(() => listEnvironments(root))).toBe(
      "environments/shop/eu-prod.yaml shop-eu-prod: has the same name as environments/shop-eu/prod.yaml; rename one of the two files",
    );
  });

  it("fails for a path that gives no usable name", () => {
    const root = writeProject({ "Shop/dev.yaml": "", "shop/dev.eu.yaml": "" });
    const rule = "is part of an environment's name and must be 2 to 30 of a-z, 0-9 and -, beginning with a letter";
    expect(message(() => listEnvironments(root)).split("\n")).toEqual([
      `environments/Shop/dev.yaml "Shop": ${rule}; rename the file or its folder`,
      `environments/shop/dev.eu.yaml "dev.eu": ${rule}; rename the file or its folder`,
    ]);
  });
});

describe("findEnvironment", () => {
  const files = { "shop/prod.yaml": "", "shop/dev.yaml": "", "base/production.yaml": "" };
  const all = "there are shop-dev, shop-prod";
  const paths = "there are environments/shop/dev.yaml, environments/shop/prod.yaml";

  it.each([
    ["shop-pord", `"shop-pord": is not the name of an environment; did you mean shop-prod? ${all}`],
    ["shop", `"shop": is not the name of an environment; ${all}`],
    [
      "environments/shop/prd.yaml",
      `"environments/shop/prd.yaml": is not environments/<system>/<target>.yaml; did you mean environments/shop/prod.yaml? ${paths}`,
    ],
    [
      "environments/base/production.yaml",
      `"environments/base/production.yaml": is not environments/<system>/<target>.yaml; did you mean environments/shop/prod.yaml? ${paths}`,
    ],
    ["../../etc/passwd", `"../../etc/passwd": is not environments/<system>/<target>.yaml; ${paths}`],
  ])("fails for %s with what there is", (reference, expected) => {
    expect(message(() => findEnvironment(writeProject(files), reference))).toBe(expected);
  });

  it("finds one whatever the other files are called, and says what is wrong with its own name", () => {
    const root = writeProject({ ...files, "Shop/dev.yaml": "", "shop/eu-prod.yaml": "", "shop-eu/prod.yaml": "" });
    expect(findEnvironment(root, "shop-dev").file).toBe("environments/shop/dev.yaml");
    expect(message(() => findEnvironment(root, "environments/Shop/dev.yaml"))).toContain('"Shop": is part of');
    for (const reference of ["shop-eu-prod", "environments/shop/eu-prod.yaml", "environments/shop-eu/prod.yaml"])
      expect(message(() => findEnvironment(root, reference))).toContain("has the same name as");
    expect(message(() => findEnvironment(root, "shop-x"))).not.toContain("Shop-dev");
    expect(message(() => listEnvironments(root)).split("\n")).toHaveLength(2);
  });

  it("says how to begin where there is none", () => {
    expect(message(() => findEnvironment(writeProject({}), "shop-dev"))).toBe(
      '"shop-dev": is not the name of an environment; there is none yet; write environments/<system>/<target>.yaml',
    );
  });
});
