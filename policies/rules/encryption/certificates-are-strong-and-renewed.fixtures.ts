import { changedAll, changedIn, fixturesOf, planned, type RuleFixtures } from "../fixture.ts";
import { certificatesAreStrongAndRenewed as rule } from "./certificates-are-strong-and-renewed.ts";

const certificate = planned("kubernetes:cert-manager.io/v1:Certificate", {
  metadata: { name: "orders-tls", namespace: "landbridge-data" },
  spec: {
    secretName: "orders-tls",
    duration: "2160h",
    renewBefore: "720h",
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    issuerRef: { group: "cert-manager.io", kind: "Issuer", name: "landbridge-authority" },
  },
});

const readAtStart = changedIn([certificate], ["metadata.annotations", { "landbridge.dev/read-at-start": "true" }]);

const issuer = planned("kubernetes:cert-manager.io/v1:Issuer", {
  metadata: { name: "landbridge-authority", namespace: "landbridge-data" },
  spec: { ca: { secretName: "landbridge-authority" } },
});

const key = planned("tls:index/privateKey:PrivateKey", { algorithm: "ECDSA", ecdsaCurve: "P256" });

const authority = planned("tls:index/selfSignedCert:SelfSignedCert", {
  isCaCertificate: true,
  validityPeriodHours: 87600,
  earlyRenewalHours: 8760,
});

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    rule,
    "cert-manager",
    [certificate],
    [
      {
        path: "spec.duration",
        absent: "holds",
        bad: ["8761h", "17520h0m0s", "0h", "90d", 2160],
        good: ["8760h", "4320h0m0s"],
      },
      { path: "spec.renewBefore", absent: "holds", bad: ["2160h", "3000h", "0s", "720"], good: ["90m", "2159h59m59s"] },
      { path: "spec.privateKey.algorithm", absent: "violated", bad: ["DSA", "rsa"], good: ["Ed25519"] },
      { path: "spec.privateKey.size", absent: "holds", bad: [224, "256"], good: [384] },
      { path: "spec.privateKey.rotationPolicy", absent: "violated", bad: ["Never"] },
      { path: "spec.issuerRef.name", absent: "violated", bad: [""], hidden: "holds" },
      { path: "spec.issuerRef.kind", absent: "holds", bad: ["AWSPCAIssuer"], good: ["ClusterIssuer"] },
      { path: "spec.issuerRef.group", absent: "holds", bad: ["awspca.cert-manager.io"] },
    ],
    {
      holds: {
        "with the key that is made by default": changedIn(
          [certificate],
          ["spec.privateKey", { rotationPolicy: "Always" }],
        ),
        "RSA of 2048 bits": changedIn(
          [certificate],
          ["spec.privateKey", { algorithm: "RSA", size: 2048, rotationPolicy: "Always" }],
        ),
        "five years where it is read at a start only": changedIn(readAtStart, ["spec.duration", "43800h"]),
        "an authority of ten years": changedAll([certificate], ["spec.isCA", true], ["spec.duration", "87600h"]),
      },
      violated: {
        "RSA of 1024 bits": changedIn(
          [certificate],
          ["spec.privateKey", { algorithm: "RSA", size: 1024, rotationPolicy: "Always" }],
        ),
        "more than five years where it is read at a start only": changedIn(readAtStart, ["spec.duration", "43801h"]),
        "five years where it isn't": changedAll(
          readAtStart,
          ["metadata.annotations", { "landbridge.dev/read-at-start": "false" }],
          ["spec.duration", "43800h"],
        ),
        "an authority of more than ten years": changedAll(
          [certificate],
          ["spec.isCA", true],
          ["spec.duration", "87601h"],
        ),
        "renewed after what lasts 90 days by default": changedAll(
          [certificate],
          ["spec.duration", undefined],
          ["spec.renewBefore", "2160h"],
        ),
      },
    },
  ),
  fixturesOf(
    rule,
    "an issuer",
    [issuer],
    [{ path: "spec.ca.secretName", absent: "violated", bad: [""], hidden: "holds" }],
    {
      holds: {
        "a public authority": changedIn([issuer], ["spec", { acme: { server: "https://acme.example/directory" } }]),
        Vault: changedIn([issuer], ["spec", { vault: { server: "https://vault.example" } }]),
        "for all namespaces": [
          planned("kubernetes:cert-manager.io/v1:ClusterIssuer", { spec: { ca: { secretName: "authority" } } }),
        ],
      },
      violated: {
        "each signs itself": changedIn([issuer], ["spec", { selfSigned: {} }]),
        "each signs itself besides": changedIn([issuer], ["spec.selfSigned", {}]),
        "two at once": changedIn([issuer], ["spec.vault", { server: "https://vault.example" }]),
      },
    },
  ),
  fixturesOf(
    rule,
    "a key in the state",
    [key],
    [
      { path: "algorithm", absent: "violated", bad: ["DSA", ""], good: ["ED25519", "RSA"] },
      { path: "ecdsaCurve", absent: "violated", bad: ["P224", 256], good: ["P384", "P521"] },
    ],
    {
      holds: { "RSA of 4096 bits": changedAll([key], ["algorithm", "RSA"], ["rsaBits", 4096]) },
      violated: {
        "RSA of 1024 bits": changedAll([key], ["algorithm", "RSA"], ["rsaBits", 1024]),
        "RSA of bits in words": changedAll([key], ["algorithm", "RSA"], ["rsaBits", "2048"]),
      },
    },
  ),
  fixturesOf(
    rule,
    "an authority in the state",
    [authority],
    [
      { path: "validityPeriodHours", absent: "violated", bad: [87601, 0, "87600"], good: [43800] },
      { path: "earlyRenewalHours", absent: "violated", bad: [87600, 100000, 0, "8760"], good: [1] },
    ],
    {
      holds: {
        "a server of a year": changedAll(
          [authority],
          ["isCaCertificate", false],
          ["validityPeriodHours", 8760],
          ["earlyRenewalHours", 720],
        ),
      },
      violated: { "a server of ten years": changedIn([authority], ["isCaCertificate", undefined]) },
    },
  ),
];
