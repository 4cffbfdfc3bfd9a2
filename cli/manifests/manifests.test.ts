import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  withoutOptions,
  secretMarker,
  unknownMarker,
  type PlannedObject,
  type PlannedResource,
} from "../../plan/planned-resource.ts";
import { renderManifests } from "./manifests.ts";

function object(inputs: PlannedObject): PlannedResource {
  return {
    urn: "urn",
    type: "kubernetes:x/v1:Y",
    name: "n",
    custom: true,
    remote: false,
    inputs,
    ...withoutOptions,
  };
}

const named = (apiVersion: string, kind: string, name: string, namespace?: string, rest: PlannedObject = {}) =>
  object({ ...rest, apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } });

const pathsOf = (...resources: PlannedResource[]) => renderManifests(resources).files.map(({ path }) => path);

describe("manifests", () => {
  it("come in the order in which a cluster can take them", () => {
    expect(
      pathsOf(
        named("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "hook"),
        named("apps/v1", "Deployment", "web", "shop"),
        named("v1", "Namespace", "shop"),
        named("apiextensions.k8s.io/v1", "CustomResourceDefinition", "things.example.org"),
      ),
    ).toEqual([
      "1-definitions/customresourcedefinition-things.example.org.yaml",
      "2-cluster/namespace-shop.yaml",
      "3-namespaces/shop/deployment-web.yaml",
      "4-admission/validatingwebhookconfiguration-hook.yaml",
    ]);
  });

  it("keep apart kinds of two groups with one name", () => {
    expect(
      pathsOf(
        named("gateway.networking.k8s.io/v1", "Gateway", "main", "edge"),
        named("networking.istio.io/v1", "Gateway", "main", "edge"),
      ),
    ).toEqual([
      "3-namespaces/edge/gateway-main.gateway.networking.k8s.io.yaml",
      "3-namespaces/edge/gateway-main.networking.istio.io.yaml",
    ]);
  });

  it("never leave their folder, whatever a chart calls an object", () => {
    expect(pathsOf(named("v1", "ConfigMap", "../../x", "../y"), named("v1", "ClusterRole", "system:a"))).toEqual([
      "2-cluster/clusterrole-system_a.yaml",
      "3-namespaces/__y/configmap-.._.._x.yaml",
    ]);
  });

  it("leave out Secrets, what holds a secret, and what has no name, and say why", () => {
    const { files, leftOut } = renderManifests([
      named("v1", "Secret", "a", "shop", { stringData: { key: "k" } }),
      named("v1", "ConfigMap", "b", "shop", { data: { list: [secretMarker] } }),
      object({ apiVersion: "v1", kind: "ConfigMap", metadata: {} }),
      named("example.org/v1", "Secret", "c", "shop"),
    ]);
    expect(files.map(({ path }) => path)).toEqual(["3-namespaces/shop/secret-c.yaml"]);
    expect(leftOut).toEqual([
      { object: "ConfigMap (without a name)", why: "has no name of its own" },
      { object: "ConfigMap shop/b", why: "holds a secret" },
      { object: "Secret shop/a", why: "is a Secret" },
    ]);
  });

  it("are none for components, providers and other clouds' resources", () => {
    const chart = { ...named("v1", "ConfigMap", "x"), custom: false, remote: true };
    const other = { ...named("v1", "ConfigMap", "x"), type: "random:index/randomPassword:RandomPassword" };
    expect(renderManifests([chart, other])).toEqual({ files: [], leftOut: [], undecided: [] });
  });

  it("quote what kubectl's YAML 1.1 would take for something else", () => {
    const data = { on: "on", time: "12:30", no: "no", octal: "0o7", text: "a: b\n" };
    const [file] = renderManifests([named("v1", "ConfigMap", "x", "y", { data })]).files;
    expect(parse(file?.content ?? "", { version: "1.1" })).toMatchObject({ data });
    expect(file?.content).toMatch(/^apiVersion: v1\nkind: ConfigMap\nmetadata:/);
  });

  it("say the same to readers of YAML 1.1 and 1.2, whatever texts and keys hold", () => {
    const hostile = fc.constantFrom(
      ...Array.from("\u0085\u2028\u2029\u009b\u001b\u0000\ufeff\u202e\u2066\u200b\u00ad\r\n\t"),
      ...Array.from("=<~|>!&*%@`'\"\\#:,-?[]{} 01e_.aé"),
      "😀",
      "\u{e0041}",
    );
    const word = fc.constantFrom(
      "=",
      "<<",
      "~",
      "y",
      "N",
      "yes",
      "No",
      "on",
      "OFF",
      "True",
      "null",
      "0777",
      "0o7",
      "0x1f",
      "0b1",
      "1:30",
      "1_000",
      "1e3",
      ".inf",
      "2026-11-21",
      "---",
      "...",
      "",
      "__proto__",
    );
    const text = fc.oneof(word, fc.string({ unit: hostile }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(fc.dictionary(text, text), fc.array(text), text, (data, list, name) => {
        const manifest = named("v1", "ConfigMap", name, "x", { data, list });
        const [file] = renderManifests([manifest]).files;
        for (const version of ["1.1", "1.2"] as const)
          expect(parse(file?.content ?? "", { version })).toEqual({ ...manifest.inputs });
        expect(file?.content).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
      }),
      { seed: 20261121, numRuns: 2000 },
    );
  });

  it.each(["\u2028", "\u2029", "\u0085", "\u009b", "\u202e", "\ufeff", "\r"])("let no %j begin a line", (character) => {
    const value = `a${character}kind: Secret`;
    const [file] = renderManifests([named("v1", "ConfigMap", "a", "x", { data: { [value]: value } })]).files;
    expect(file?.content).not.toContain(character);
    expect(file?.content.split("\n")).toHaveLength(8);
  });

  it("are refused where one would overwrite the other", () => {
    expect(() => pathsOf(named("rbac/v1", "ClusterRole", "a:b"), named("rbac/v1", "ClusterRole", "a_b"))).toThrow(
      "ClusterRole a:b and ClusterRole a_b would both be 2-cluster/clusterrole-a_b.rbac.yaml; rename one",
    );
  });

  it("leave out what holds a certificate that Pulumi makes along with its key", () => {
    const value =
      "${urn:pulumi:s::p::landbridge:data:StoreAuthority$tls:index/selfSignedCert:SelfSignedCert::n#certPem}";
    expect(renderManifests([named("v1", "ConfigMap", "a", "x", { data: { value } })])).toEqual({
      files: [],
      leftOut: [{ object: "ConfigMap x/a", why: "holds a certificate that Pulumi makes" }],
      undecided: [],
    });
  });

  it("name objects with values that only the cloud knows", () => {
    const value = "${urn:pulumi:s::p::t::n#host}";
    const { undecided, files } = renderManifests([
      named("v1", "ConfigMap", "a", "x", { data: { value } }),
      named("v1", "ConfigMap", "b", "x", { data: unknownMarker }),
      named("v1", "ConfigMap", "c", "x", { data: { value: "plain" } }),
    ]);
    expect(undecided).toEqual(["ConfigMap x/a", "ConfigMap x/b"]);
    expect(files[1]?.content).toContain('data: "${unknown}"');
  });
});
