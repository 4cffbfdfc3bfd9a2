import { Certificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import { describe, expect, it } from "vitest";
import { decideCertificate, type CertificateWish } from "./certificate.ts";

const decide = (changes: Partial<CertificateWish> = {}) =>
  decideCertificate(
    { hosts: ["orders-rw.landbridge-data.svc", "orders-rw"], commonName: "orders", ...changes },
    { secretName: "orders-tls", labels: { owner: "shop" } },
  );

describe("a store's certificate", () => {
  it.each<[string, Partial<CertificateWish>]>([
    ["as it is", {}],
    ["with everything", { combined: true, days: 30, subject: { organizations: ["b"], organizationalUnits: ["c"] } }],
  ])("is one that cert-manager takes, %s", (_how, changes) => {
    const spec = { ...decide(changes), issuerRef: { name: "a" } };
    expect(() => {
      new Certificate({ metadata: { name: "orders-tls" }, spec }).validate();
    }).not.toThrow();
  });

  it("is for servers, and for servers that are each other's clients, with a new key each time", () => {
    expect(decide()).toMatchObject({
      dnsNames: ["orders-rw.landbridge-data.svc", "orders-rw"],
      privateKey: { algorithm: "ECDSA", encoding: "PKCS8", rotationPolicy: "Always" },
    });
    expect(decide().usages).toEqual(expect.arrayContaining(["server auth", "client auth"]));
  });

  it("is replaced when a third of its time is left", () => {
    expect(decide()).toMatchObject({ duration: "2160h", renewBefore: "720h" });
    expect(decide({ days: 180 })).toMatchObject({ duration: "4320h", renewBefore: "1440h" });
  });

  it("names every host once", () => {
    expect(decide({ hosts: ["a", "b", "a"] }).dnsNames).toEqual(["a", "b"]);
  });
});
