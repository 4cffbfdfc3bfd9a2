import { expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";

test("without arguments a cluster is made", () => {
  expect(parseArguments([])).toEqual({ environments: [], context: undefined });
  expect(parseArguments(["bitvelocity-local"]).environments).toEqual(["bitvelocity-local"]);
});

test("a cluster of the user's is used only when the user says so and names it", () => {
  const named = ["bitvelocity-local", "--use-kubeconfig", "--context", "kind-test"];
  expect(parseArguments(named).context).toBe("kind-test");
  expect(() => parseArguments(["bitvelocity-local", "--use-kubeconfig"])).toThrow("go together");
  expect(() => parseArguments(["bitvelocity-local", "--context", "kind-test"])).toThrow("go together");
  expect(() => parseArguments(["a", "--use-kubeconfig", "--context", ""])).toThrow();
});

test("fails for more than one environment in a cluster of the user's, and for what it doesn't know", () => {
  expect(() => parseArguments(["--use-kubeconfig", "--context", "a"])).toThrow("one environment");
  expect(() => parseArguments(["a", "b", "--use-kubeconfig", "--context", "a"])).toThrow("one environment");
  expect(() => parseArguments(["--force"])).toThrow("unknown option '--force'");
});
