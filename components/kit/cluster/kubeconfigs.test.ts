import { describe, expect, it } from "vitest";
import { placeholder } from "../../../plan/planned-resource.ts";
import { certificateAuthorityIn } from "./kubeconfigs.ts";

const encoded = (text: string): string => Buffer.from(text).toString("base64");

describe("the certificate authority in a kubeconfig", () => {
  it("is that of its cluster", () => {
    const text = `
apiVersion: v1
clusters:
- name: shop
  cluster:
    certificate-authority-data: Y2VydGlmaWNhdGU=
    server: https://shop.example:443
`;
    expect(certificateAuthorityIn(encoded(text))).toBe("Y2VydGlmaWNhdGU=");
  });

  it("is a plan's stand-in for the kubeconfig where that is all there is", () => {
    for (const salt of ["", "'"]) {
      const standIn = placeholder("urn:pulumi:test::landbridge::ask::invoke", "kubeconfigs.0.value", salt);
      expect(certificateAuthorityIn(standIn)).toBe(standIn);
    }
  });

  it("fails for a kubeconfig without one, for one with two clusters, and for none", () => {
    const cluster = "{ cluster: { certificate-authority-data: YQ== } }";
    expect(() => certificateAuthorityIn(encoded("clusters: [{ cluster: { server: here } }]"))).toThrow();
    expect(() => certificateAuthorityIn(encoded(`clusters: [${cluster}, ${cluster}]`))).toThrow();
    expect(() => certificateAuthorityIn("")).toThrow();
  });
});
