import { expect, test } from "vitest";
import { isUnknown, unknownMarker } from "../../plan/planned-resource.ts";
import { plannedFromPulumi, type PulumiPolicyResource } from "./planned-from-pulumi.ts";

function resource(props: Record<string, unknown>, more: Partial<PulumiPolicyResource> = {}): PulumiPolicyResource {
  const opts = {
    protect: true,
    ignoreChanges: [],
    aliases: [],
    additionalSecretOutputs: [],
    deleteBeforeReplace: true,
  };
  return { type: "a:b:C", urn: "urn:a", name: "a", props, opts, ...more };
}

/** An object that throws when one key is read, as the SDK's do for unknowns. */
function throwing(map: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.defineProperty({ ...map }, key, {
    enumerable: true,
    get: () => {
      throw new Error("can't be known during preview");
    },
  });
}

test("one unknown hides itself and nothing else", () => {
  const { inputs } = plannedFromPulumi(
    resource({ spec: throwing({ known: false }, "unknown"), other: [1, "x", null] }),
  );
  expect(inputs).toEqual({ spec: { known: false, unknown: unknownMarker }, other: [1, "x", null] });
  expect(isUnknown(inputs["spec"])).toBe(false);
});

test("an unknown element of a list keeps its place", () => {
  const list: unknown[] = [1, 2, 3];
  Object.defineProperty(list, 1, {
    enumerable: true,
    get: () => {
      throw new Error("unknown");
    },
  });
  expect(plannedFromPulumi(resource({ list })).inputs).toEqual({ list: [1, unknownMarker, 3] });
});

test("options come along", () => {
  expect(plannedFromPulumi(resource({}))).toMatchObject({ protect: true, deleteBeforeReplace: true });
});

test("a default provider counts as none", () => {
  const provider = (name: string) => plannedFromPulumi(resource({}, { provider: { urn: "urn:p", name } })).provider;
  expect(provider("explicit")).toBe("urn:p");
  expect(provider("default")).toBeUndefined();
  expect(provider("default_4_34_2")).toBeUndefined();
  expect(provider("defaults-of-ours")).toBe("urn:p");
});

test("a value that holds itself ends somewhere", () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  expect(() => plannedFromPulumi(resource(circle))).not.toThrow();
});
