import { secretMarker } from "../../../plan/planned-resource.ts";
import { changes, planned, type RuleFixtures } from "../fixture.ts";
import { noSecretInClear } from "./no-secret-in-clear.ts";

const good = planned("kubernetes:helm.sh/v4:Chart", {
  auth: { user: "order", password: secretMarker },
  env: [{ name: "DB_PASSWORD", value: secretMarker }],
  comment: "nothing to see",
});

export const fixtures: RuleFixtures = {
  rule: noSecretInClear,
  holds: {
    "hides what is secret": [good],
    "a Secret with hidden values": [
      planned("kubernetes:core/v1:Secret", { stringData: { username: "order", password: secretMarker } }),
    ],
    "refers to a secret by name": [
      planned("landbridge:x:Y", { wish: { KEY: { secret: "payment-provider-key" } } }, { custom: false }),
    ],
    "names with digits of a hash": [planned("a:b:C", { metadata: { name: "order-config-3f9a1c22b8" } })],
    "a name without dashes: the resource's own and digits of a hash": [
      planned(
        "a:b:C",
        { policyName: "revc3azedge4d2f9a1c7b", nested: { relativeName: "revc3azedge4d2f9a1c7b" } },
        { name: "rev-c3az-edge-waf" },
      ),
    ],
    "the same, cut": [planned("a:b:C", { accountName: "p1a2z3orders4d2f9a1c7b" }, { name: "p1a2z3-orders-archive" })],
    "a digest": [planned("a:b:C", { image: `order@sha256:${"0123456789abcdef".repeat(4)}` })],
    "a certificate, which is public": [
      planned("a:b:C", { ca: "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUZz1\n-----END CERTIFICATE-----" }),
    ],
    "the name of a Secret with keys to a bucket": [
      planned("kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB", {
        spec: { backup: { storages: { own: { minio: { credentialsSecret: "catalogue-bucket-keys" } } } } },
      }),
    ],
    "names of Secrets with certificates": [
      planned("kubernetes:postgresql.cnpg.io/v1:Cluster", {
        spec: { certificates: { serverTLSSecret: "orders-tls", serverCASecret: "orders-tls" } },
      }),
    ],
    "words about secrets": [planned("a:b:C", { tokenSecret: "", passwordSecret: { name: "orders-login-order" } })],
  },
  violated: {
    ...changes([good], {
      "a password in words": ["auth.password", "hunter2"],
      "an environment variable": ["env[0].value", "hunter2"],
      "a token of GitHub": ["comment", ["ghp", "0123456789abcdefghijklmnopqrstuvwxyz"].join("_")],
      "a private key": ["comment", ["-----BEGIN", "PRIVATE KEY-----"].join(" ")],
      "an address with a password": ["comment", "postgres://order:hunter2@orders/orders"],
      "a random text": ["comment", "x7Qp2LmV9sKd4TzR8wNb3GyH6"],
      "a reference in a real resource": ["auth", { secret: "hunter-two" }],
    }),
    "a key under the key of a name, which isn't the resource's own": [
      planned("a:b:C", { policyName: "revc3azedge4d2f9a1c7b" }, { name: "shop-prod-edge-waf" }),
    ],
    "a key of the usual letters under the key of an account's name": [
      planned("a:b:C", { accountName: "x7q0p2m9s3d4t5z8w1nb3gyh6" }, { name: "x-account" }),
    ],
    "a longer one behind the resource's own name": [
      planned("a:b:C", { policyName: "revc3azedge4d2f9a1c7b8e6d0f" }, { name: "rev-c3az-edge-waf" }),
    ],
    "such a name under another key": [
      planned("a:b:C", { comment: "revc3azedge4d2f9a1c7b" }, { name: "rev-c3az-edge-waf" }),
    ],
    "what names no Secret under the key of one": [
      planned("kubernetes:postgresql.cnpg.io/v1:Cluster", { spec: { certificates: { serverTLSSecret: "hunter2" } } }),
    ],
    "a Secret in the clear": [planned("kubernetes:core/v1:Secret", { stringData: { anything: "hunter2" } })],
    "a Secret in base64": [planned("kubernetes:core/v1:Secret", { data: { anything: "aHVudGVyMg==" } })],
  },
  // What only the cloud knows is not in the program's text, so that it can't be in the clear there.
  undecided: {},
  notApplicable: {},
  guards: [
    { path: "auth.password", absent: "holds", bad: ["hunter2", "correct horse battery staple"], hidden: "holds" },
    { path: "env[0].value", absent: "holds", bad: ["hunter2"], hidden: "holds" },
  ],
};
