import { Issuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Issuer";
import { CustomResource } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../plan/planned-resource.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { Holder } from "./clients.fixture.ts";
import { StoreAuthority } from "./store-authority.ts";
import { createStoreCertificate } from "./store-certificate.ts";

/** What certificates are made by. */
class Maker extends CustomResource {
  constructor() {
    super("landbridge:test:Maker", "maker", {});
  }
}

/** Somebody who is told whom to trust. */
class Client extends CustomResource {
  constructor(trusted: unknown) {
    super("landbridge:test:Client", "client", { trusted });
  }
}

const plan = (changes: { former?: string | undefined; protect?: boolean } = {}) =>
  planComponents((opts) => {
    const surroundings = exampleSurroundings({ protect: changes.protect ?? true });
    const around = { surroundings, namespace: "landbridge-data" };
    const { authority } = new StoreAuthority(
      "shop-authority",
      { environment: "shop-test", ...around, certificates: new Maker(), former: changes.former },
      opts,
    );
    const parent = new Holder("shop-orders", opts);
    const certificate = { store: "orders", hosts: ["orders"], authority, labels: {}, ...around };
    createStoreCertificate("shop-orders", certificate, { parent });
    new Client(authority.certificate);
  });

it("is a key, a certificate that it signs itself, and who signs with it", async () => {
  expect(typesAndNames(await plan()).filter((line) => line.includes("shop-authority"))).toEqual([
    "kubernetes:cert-manager.io/v1:Issuer shop-authority-issuer",
    "kubernetes:core/v1:Secret shop-authority-secret",
    "landbridge:data:StoreAuthority shop-authority",
    "tls:index/privateKey:PrivateKey shop-authority-key",
    "tls:index/selfSignedCert:SelfSignedCert shop-authority-certificate",
  ]);
});

it("may sign and nothing else, for ten years, and is renewed in the last of them", async () => {
  expect(custom(await plan(), "shop-authority-certificate").inputs).toMatchObject({
    isCaCertificate: true,
    allowedUses: ["cert_signing", "crl_signing", "digital_signature"],
    validityPeriodHours: 87600,
    earlyRenewalHours: 8760,
    setSubjectKeyId: true,
    subject: { commonName: "Landbridge shop-test" },
  });
});

it("keeps its key secret, and from being replaced by the way", async () => {
  const resources = await plan();
  expect(custom(resources, "shop-authority-key").inputs).toEqual({ algorithm: "ECDSA", ecdsaCurve: "P256" });
  expect(custom(resources, "shop-authority-key").protect).toBe(true);
  // A renewal replaces it, which protection would refuse.
  expect(custom(resources, "shop-authority-certificate").protect).toBe(false);
  expect(isSecret(custom(resources, "shop-authority-certificate").inputs["privateKeyPem"])).toBe(true);
  expect(isSecret(custom(resources, "shop-authority-secret").inputs["stringData"])).toBe(true);
  expect(custom(await plan({ protect: false }), "shop-authority-key").protect).toBe(false);
});

it("signs once certificates can be made, from a Secret in the stores' namespace", async () => {
  const resources = await plan();
  const issuer = custom(resources, "shop-authority-issuer");
  expect(waitsFor(issuer)).toEqual(expect.arrayContaining(["maker", "shop-authority-secret"]));
  expect(issuer.inputs).toMatchObject({
    metadata: { namespace: "landbridge-data", annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    spec: { ca: { secretName: "landbridge-authority" } },
  });
  expect(objectAt(custom(resources, "shop-authority-secret"), "metadata")["name"]).toBe("landbridge-authority");
  expect(() => {
    new Issuer({ metadata: { name: "a" }, spec: { ca: { secretName: "landbridge-authority" } } }).validate();
  }).not.toThrow();
});

it("is waited for by every certificate, and told to clients", async () => {
  const resources = await plan();
  expect(waitsFor(custom(resources, "shop-orders-certificate-tls"))).toContain("shop-authority-issuer");
  expect(waitsFor(custom(resources, "client"))).toEqual(["shop-authority-certificate"]);
});

it("has clients go on trusting a former one, if told so", async () => {
  const trusted = async (former?: string) => JSON.stringify(custom(await plan({ former }), "client").inputs["trusted"]);
  expect(await trusted("FORMER")).not.toBe(await trusted());
});
