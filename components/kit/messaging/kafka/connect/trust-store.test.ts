import { expect, it } from "vitest";
import { trustStore } from "./trust-store.ts";

const pem = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

// Tried with certificates of OpenSSL's: `keytool -list` of Java 17 shows each of them as trusted, and finds the checksum right.
it("has each certificate as Java's format of key stores has it, in their order", () => {
  const bytes = Buffer.from(trustStore(`${pem("AQID")}# second\n${pem("BA\nUG")}`), "base64");
  const entry = (alias: string, certificate: string): string =>
    `00000002000b${Buffer.from(alias).toString("hex")}00000000000000000005${Buffer.from("X.509").toString("hex")}00000003${certificate}`;
  const expected = `feedfeed0000000200000002${entry("authority-0", "010203")}${entry("authority-1", "040506")}`;
  expect(bytes.subarray(0, -20).toString("hex")).toBe(expected);
});

it("ends with the checksum that Java asks for, without a password: of a file that trusts nobody, the one that keytool takes", () => {
  const bytes = Buffer.from(trustStore("known only once the cloud says it"), "base64");
  expect(bytes.toString("hex")).toBe("feedfeed000000020000000057bebc2762a21d70fff218dd5968011ffe423a69");
});

it("is the same for the same certificates", () => {
  expect(trustStore(pem("AQID"))).toBe(trustStore(pem("AQID")));
  expect(trustStore(pem("AQID"))).not.toBe(trustStore(pem("AQIE")));
});
