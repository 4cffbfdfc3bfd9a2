import { expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });
const path = "domains.commerce.services.refine.layers";

/** What is wrong where a service names layers of stores. */
function wrongWith(uses: object, layers: object): string[] {
  const environment = exampleEnvironment({
    stores: { facts: { kind: "clickhouse" }, carts: { kind: "redis" } },
    domains: { commerce: { owner: "team", services: { refine: { image: "a/b:1", uses, layers } } } },
  });
  return crossRules(environment, at).map((problem) => `${problem.path} ${problem.rule}`);
}

it("lets a service do with layers less than it may do with the store", () => {
  expect(wrongWith({ facts: "read-write" }, {})).toEqual([]);
  expect(wrongWith({ facts: "read-write" }, { facts: { bronze: "read-write", gold: "read" } })).toEqual([]);
});

it("fails where a layer is written and the store only read", () => {
  expect(wrongWith({ facts: "read" }, { facts: { silver: "read-write", gold: "read" } })).toEqual([
    `${path}.facts.silver is written, and uses says that the store is only read`,
  ]);
});

it("fails where no layer is named, or the store isn't used", () => {
  expect(wrongWith({ facts: "read" }, { facts: {} })).toEqual([`${path}.facts names no layer`]);
  expect(wrongWith({}, { facts: { gold: "read" } })).toEqual([`${path}.facts isn't in uses`]);
});

it("fails where the store is another kind, or none", () => {
  const rule = "names no ClickHouse of stores";
  expect(wrongWith({ carts: "read" }, { carts: { gold: "read" } })).toEqual([`${path}.carts ${rule}`]);
  expect(wrongWith({}, { fact: { gold: "read" } })).toEqual([`${path}.fact ${rule}`]);
});
