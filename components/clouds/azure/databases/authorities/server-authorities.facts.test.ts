import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { serverFacts, serverRoots } from "./server-authorities.ts";

// Fingerprints as https://learn.microsoft.com/azure/security/fundamentals/azure-ca-details lists them.
const sha1: Readonly<Record<string, string>> = {
  "DigiCert Global Root G2": "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4",
  "Microsoft RSA Root Certificate Authority 2017": "73A5E64A3BFF8316FF0EDCCC618A906E4EAE4D74",
};

it.each(Object.keys(sha1))("clients are given %s, which is good for years", (name) => {
  const root = new X509Certificate(serverRoots[name] ?? "");
  expect(root.fingerprint.replaceAll(":", "")).toBe(sha1[name]);
  expect(root.subject).toContain(`CN=${name}`);
  expect(root.ca && root.checkIssued(root) && root.verify(root.publicKey)).toBe(true);
  expect(Date.parse(root.validTo)).toBeGreaterThan(Date.parse("2037-01-01"));
});

it("gives clients these roots and no others", () => {
  expect(Object.keys(serverRoots).sort()).toEqual(Object.keys(sha1));
  expect(serverFacts.authorities.match(/-----BEGIN CERTIFICATE-----\n/g)).toHaveLength(Object.keys(sha1).length);
  expect(serverFacts.authorities).not.toContain("-----\n-----END");
});
