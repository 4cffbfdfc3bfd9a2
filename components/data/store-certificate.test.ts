import { describe, expect, it } from "vitest";
import { custom, exampleAuthority, exampleSurroundings, planComponents } from "../plan.fixture.ts";
import { Holder } from "./clients.fixture.ts";
import { createStoreCertificate, type StoreCertificateArgs } from "./store-certificate.ts";

async function plan(changes: Partial<StoreCertificateArgs> = {}) {
  let secretName = "";
  const resources = await planComponents((opts) => {
    const args = {
      store: "orders",
      namespace: "landbridge-data",
      hosts: ["orders-rw"],
      authority: exampleAuthority(),
      surroundings: exampleSurroundings(),
      labels: { owner: "shop" },
    };
    const parent = new Holder("shop-orders", opts);
    ({ secretName } = createStoreCertificate("shop-orders", { ...args, ...changes }, { parent }));
  });
  return { inputs: custom(resources, `shop-orders-certificate-${changes.role ?? "tls"}`).inputs, secretName };
}

describe("a store's certificate", () => {
  it("is signed by our authority, in the stores' namespace, and waited for", async () => {
    const { inputs, secretName } = await plan();
    expect(inputs).toMatchObject({
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: {
        name: "orders-tls",
        namespace: "landbridge-data",
        annotations: { "pulumi.com/waitFor": "condition=Ready" },
      },
      spec: {
        secretName,
        commonName: "orders",
        dnsNames: ["orders-rw"],
        issuerRef: { group: "cert-manager.io", kind: "Issuer", name: "landbridge-authority" },
      },
    });
  });

  it("labels its Secret for who looks for it", async () => {
    const { inputs } = await plan({ secretLabels: { "cnpg.io/reload": "true" } });
    expect(inputs["spec"]).toMatchObject({ secretTemplate: { labels: { owner: "shop", "cnpg.io/reload": "true" } } });
  });

  it("annotates its Secret for an operator that waits for it, and else not at all", async () => {
    const annotations = { "example.com/for": "orders" };
    const { inputs } = await plan({ secretAnnotations: annotations });
    expect(inputs["spec"]).toMatchObject({ secretTemplate: { annotations } });
    expect(JSON.stringify((await plan()).inputs["spec"])).not.toContain("annotations");
  });

  it("is apart from a store's other ones by its role", async () => {
    expect((await plan({ role: "pooler" })).secretName).toBe("orders-pooler");
  });
});
