import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { secretLook, shannonEntropy } from "./high-entropy.ts";
import { exampleCertificate, processorTime } from "./project.fixture.ts";

const harmless = [
  "a plain sentence of a few ordinary words, with 2 numbers and 1 comma",
  "counterrevolutionaries",
  "orders-7f.production.svc.cluster.local:9092",
  "com.bitvelocity.commerce.order.OrderServiceApplication",
  "OrderServiceV2ConfigurationFactoryBean",
  "io.confluent.kafka.serializers.KafkaAvroSerializer",
  "kafkaConnectS3SinkPartitionerClass",
  "/var/lib/postgresql/17/main/pg_wal/archive_status",
  "/etc/ssl/certs/ca-certificates.crt",
  "C:\\Program Files\\Bitvelocity\\order\\config.json",
  "arn:aws:iam::123456789012:role/bitvelocity-order-reader",
  "projects/bitvelocity-prod/locations/europe-west1/keyRings/orders/cryptoKeys/main",
  "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github",
  "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/bitvelocity",
  "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
  "(@Request[roleAssignments:RoleDefinitionId] GuidEquals {12338af0-0e69-4776-bea7-57ae8d297424, f25e0fa2-a7c8-4377-a976-54943a77a395}))",
  "9ae2b4e1c0d7f3a5b8c6d4e2f1a0b9c8d7e6f5a4",
  "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  "commerce/order:2.4.1@sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
  "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "10.20.0.0/14,10.24.0.0/14,192.168.0.0/16",
  "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
  "2026-01-31T12:00:00.000Z",
  "2.4.1-alpha.12+build.20260131.linux-amd64",
  "https://bitvelocity.example/orders/8f14e45fceea167a5a36dedd4bea2543?page=2&size=20",
  "postgres://orders-rw.landbridge-data.svc:5432/orders?sslmode=require",
  "mailto:commerce-team@bitvelocity.example",
  "-XX:MaxRAMPercentage=75.0 -XX:+UseG1GC -Dspring.profiles.active=prod,k8s",
  "ORDERS_CREATED,PAYMENTS_SETTLED,INVENTORY_RESERVED",
  "0 */15 8-18 * * MON-FRI",
  "application/vnd.bitvelocity.order.v2+json;charset=utf-8",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "{{ .Values.image.repository }}:{{ .Chart.AppVersion }}",
  "https://bitvelocity.example/search?page_token=12345&next=orders-of-last-week&sort=created",
  "https://docs.bitvelocity.example/guides/2026/how-to-rotate-the-password-of-a-store#step-2",
  "https://storage.bitvelocity.example/assets/app.3f9a1c7e.min.js?v=20260131",
  "https://login.bitvelocity.example/oauth2/v2.0/token?grant_type=client_credentials",
  "https://images.bitvelocity.example/71256/29091486-fa38524c-7c37-11e7-895f-e7ec8e1039b6.png",
  "oci://ghcr.io/bitvelocity/charts/order-service:2.4.1",
  'username="order" password="${ORDERS_PASSWORD}";',
  "password=$(ORDERS_PASSWORD) token={{ .Values.token }} secret=<your secret>",
  "secret=/run/secrets/order token=short",
  "the password is asked for at the door",
  "tokenizer=standard maxTokens=100000 secretName=orders-login",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
  "x1y1x1y1x1y1x1y1x1y1x1y1x1y1",
];

const secrets: readonly (readonly [text: string, look: string])[] = [
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE", "a PEM block"],
  ["AKIAIOSFODNN7EXAMPLE", "an AWS access key"],
  ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", "a GitHub token"],
  ["github_pat_11ABCDEFG0123456789abcdef", "a GitHub token"],
  ["glpat-abcdefgh12345678IJKL", "a GitLab token"],
  [["xoxb", "123456789012", "abcdefghijkl"].join("-"), "a Slack token"],
  ["AIzaSyA1234567890abcdefghijklmnopqrstuv", "a Google API key"],
  [["sk", "live", "abcdefghijklmnop12345678"].join("_"), "a Stripe key"],
  ["hvs.CAESIJ1234567890abcdefghij", "a Vault token"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "a JSON Web Token"],
  ["postgres://orders:hunter2@db:5432/orders", "a URL with a password"],
  ["redis://:hunter2@cache:6379", "a URL with a password"],
  ["Server=db;Database=orders;User Id=shop;Password=hunter2;", "a secret behind its name"],
  ["host=db user=shop pwd = hunter2", "a secret behind its name"],
  ["https://api.bitvelocity.example/v1/orders?page=2&api_key=abcdef", "a secret behind its name"],
  ["https://api.bitvelocity.example/v1/orders?access_token=abcdef", "a secret behind its name"],
  ['PlainLoginModule required username="shop" password="hunter2";', "a secret behind its name"],
  ["client_secret=hunter2", "a secret behind its name"],
  ["Endpoint=sb://x/;SharedAccessKey=abcdefghijklmnopqrstuvwxyz0123456789", "an Azure account key"],
];

/** Bytes that are the same in every run and random to the eye. */
function bytes(seed: number, count: number): Buffer {
  return createHash("sha512").update(`seed ${seed}`).digest().subarray(0, count);
}

function detected(make: (seed: number) => string): number {
  const all = Array.from({ length: 1000 }, (_, seed) => make(seed));
  return all.filter((text) => secretLook(text) !== undefined).length / all.length;
}

describe("secretLook", () => {
  it.each(harmless)("lets %s pass", (text) => {
    expect(secretLook(text)).toBeUndefined();
  });

  it("lets the path of every package pass that this project stands on", () => {
    const lock = z
      .object({ packages: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")));
    const paths = Object.keys(lock.packages);
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.filter((path) => secretLook(path) !== undefined)).toEqual([]);
  });

  it.each(secrets)("finds %s and names its kind without a part of it", (text, look) => {
    expect(secretLook(text)).toBe(`looks like ${look}`);
  });

  it("finds a random key behind the name that it is given to", () => {
    expect(secretLook("user=shop key=q8Zr2LxW9vT4mB7nC1kD5hJ3")).toBe("looks like a random key");
  });

  it("finds a random key in the path and in the query of a URL", () => {
    const key = "q8Zr2LxW9vT4mB7nC1kD5hJ3";
    for (const url of [
      `https://hooks.chat.example/services/T01ABCDEF/B02GHIJKL/${key}`,
      `https://hooks.chat.example/in?channel=orders&k=${key}`,
      `https://hooks.chat.example/in#${key}`,
    ])
      expect(secretLook(url)).toBe("looks like a random key");
  });

  it("takes nothing for a digest that isn't as long as one", () => {
    const key = "q8Zr2LxW9vT4mB7nC1kD5hJ3";
    for (const text of [`sha256-${key}`, `order@sha256:${key}`, `sha512-${key}==`])
      expect(secretLook(text)).toBe("looks like a random key");
  });

  it("finds at least 9 of 10 random keys in base64, and 8 of 10 in base36", () => {
    expect(detected((seed) => bytes(seed, 24).toString("base64"))).toBeGreaterThan(0.9);
    expect(detected((seed) => bytes(seed, 32).toString("base64url"))).toBeGreaterThan(0.9);
    expect(detected((seed) => bytes(seed, 15).toString("base64"))).toBeGreaterThan(0.9);
    const base36 = (seed: number) => BigInt(`0x${bytes(seed, 20).toString("hex")}`).toString(36);
    expect(detected(base36)).toBeGreaterThan(0.8);
  });

  it("takes no random hash or UUID for a key", () => {
    expect(detected((seed) => bytes(seed, 20).toString("hex"))).toBe(0);
    expect(
      detected((seed) =>
        bytes(seed, 16)
          .toString("hex")
          .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
      ),
    ).toBe(0);
  });

  it("lets certificates pass, which are public, one or several in a text", () => {
    expect(secretLook(exampleCertificate)).toBeUndefined();
    expect(secretLook(`${exampleCertificate}${exampleCertificate}`)).toBeUndefined();
    expect(secretLook(JSON.stringify(exampleCertificate))).toBeUndefined();
  });

  it.each([
    ["-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----", "a PEM block"],
    ["-----BEGIN EC PRIVATE KEY-----", "a PEM block"],
    ["-----BEGIN CERTIFICATE REQUEST-----", "a PEM block"],
    ["password=hunter2", "a secret behind its name"],
    ["q8Zr2LxW9vT4mB7nC1kD5hJ3", "a random key"],
  ])("finds %s before, behind, between and instead of certificates", (secret, look) => {
    const found = `looks like ${look}`;
    expect(secretLook(`${exampleCertificate}${secret}`)).toBe(found);
    expect(secretLook(`${secret}\n${exampleCertificate}`)).toBe(found);
    expect(secretLook(`${exampleCertificate}${secret}\n${exampleCertificate}`)).toBe(found);
    expect(secretLook(`-----BEGIN CERTIFICATE-----\n${secret}\n-----END CERTIFICATE-----`)).toBe(found);
  });

  it("takes linear time for a long text", () => {
    const parts = [
      "a:",
      "eyJ",
      "-eyJ",
      "token =",
      "/a1B2",
      "x://",
      "sk_live_",
      "-----BEGIN ",
      "-----BEGIN CERTIFICATE-----MI",
      "a1B2",
    ];
    const taken = processorTime(() => {
      for (const part of parts) secretLook(part.repeat(65_000));
    });
    expect(taken).toBeLessThan(1000);
  });
});

describe("shannonEntropy", () => {
  it("counts bits per character", () => {
    expect(shannonEntropy("")).toBe(0);
    expect(shannonEntropy("aaaa")).toBe(0);
    expect(shannonEntropy("abab")).toBe(1);
    expect(shannonEntropy("abcdefgh")).toBe(3);
  });
});
