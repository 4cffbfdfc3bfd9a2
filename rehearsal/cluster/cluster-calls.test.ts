import { expect, test } from "vitest";
import { CloudError, ProviderFailure } from "../errors.ts";
import { readCheckpoint, up } from "../rehearse.ts";
import { withheld } from "../state/secrets.ts";
import { inFolder } from "../testing/in-folder.ts";
import { samplePlan, sampleResource } from "../testing/sample-plan.ts";
import { objectOf } from "./cluster-calls.ts";

const state = { urn: "urn:a", custom: true, id: "shop/web" };
const metadata = { name: "web", namespace: "shop" };

test("an object goes to the server as its provider would send it", () => {
  const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "b" } };
  expect(objectOf({ ...state, type: "kubernetes:core/v1:ConfigMap", inputs })).toEqual(inputs);
});

test("a secret is not sent, and a Secret only by its name", () => {
  const inputs = { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls", metadata, stringData: withheld };
  const sent = objectOf({ ...state, type: "kubernetes:core/v1:Secret", inputs });
  expect(sent).toEqual({ apiVersion: "v1", kind: "Secret", metadata });
  const map = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: withheld } };
  expect(objectOf({ ...state, type: "kubernetes:core/v1:ConfigMap", inputs: map })).toMatchObject({
    data: { a: "withheld" },
  });
});

test("what has no name of its own has the one that the rehearsal gave it", () => {
  const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "shop" } };
  expect(objectOf({ ...state, type: "kubernetes:core/v1:ConfigMap", inputs })?.metadata.name).toBe("web");
});

test("charts and clouds' resources stay simulated", () => {
  expect(objectOf({ ...state, type: "kubernetes:helm.sh/v4:Chart", inputs: { chart: "a" } })).toBeUndefined();
  expect(objectOf({ ...state, type: "random:index/randomPassword:RandomPassword", inputs: {} })).toBeUndefined();
});

test("a step fails with the server's words, and what it accepted before is in the state", async () => {
  await inFolder(async (root) => {
    const object = (name: string) =>
      sampleResource("kubernetes:core/v1:ConfigMap", name, {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace: "shop" },
      });
    const asked: string[] = [];
    const cluster = {
      apply: ({ inputs }: { inputs?: object | undefined }): Promise<void> => {
        asked.push(JSON.stringify(inputs));
        return asked.length === 1 ? Promise.resolve() : Promise.reject(new CloudError("exceeded quota"));
      },
      delete: () => Promise.resolve(),
    };
    const failed = up(samplePlan([object("a"), object("b")]), { root, cluster });
    await expect(failed).rejects.toThrow(/::b: exceeded quota/);
    await expect(failed).rejects.toBeInstanceOf(ProviderFailure);
    const names = readCheckpoint("sample-local", { root }).resources.map(({ urn }) => urn.split("::").at(-1));
    expect(names).toContain("a");
    expect(names).not.toContain("b");
  });
});
