import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { PlannedObject } from "../../plan/planned-resource.ts";
import { declaredOutputs } from "../../plan/sdk-outputs.ts";
import { decideId, keepsFixedName } from "./ids.ts";
import { decideOutputs } from "./outputs.ts";
import { forcesReplacement, replacementTypes } from "./replacements.ts";
import { standInText } from "./texts.ts";

const context = {
  provider: { project: "p", region: "europe-west1" },
  additionalSecretOutputs: [],
  declared: declaredOutputs,
};

function applicant(type: string, name = "thing") {
  return { urn: `urn:pulumi:s::p::${type}::${name}`, type, name, nonce: `${name}#0` };
}

function outputs(type: string, inputs: PlannedObject): PlannedObject {
  return decideOutputs(applicant(type), inputs, context);
}

function changes(type: string, path: string[], old: PlannedObject, next: PlannedObject): boolean {
  const [key = ""] = path;
  return forcesReplacement(type, { path, old: old[key], new: next[key] }, { old, new: next });
}

test("every property in the table of replacements is an input of its SDK's class", () => {
  const require = createRequire(import.meta.url);
  const checked = replacementTypes().flatMap(({ type, on }) => {
    const [pkg = "", module = "", name = ""] = type.split(":");
    const root = dirname(require.resolve(`@pulumi/${pkg}/package.json`));
    // Some tokens name a file, and others a folder and the class in it.
    const isFile = module.includes("/");
    const path = isFile ? module.replace(/^index\//, "") : `${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    // Names that begin with an abbreviation are in files in lower case: `sSLPolicy` in `sslpolicy.d.ts`.
    const files = [path, path.toLowerCase()].map((one) => join(root, `${one}.d.ts`));
    const file = files.find((one) => existsSync(one)) ?? "";
    expect([type, existsSync(file)]).toEqual([type, true]);
    const args = /export interface \w+Args \{[\s\S]*?^\}/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
    const names = on.map((path) => path.split(".")[0] ?? "").filter((name) => name !== "*");
    return names.map((name) => [type, name, new RegExp(`^ {4}${name}\\??:`, "m").test(args)] as const);
  });
  expect(checked.filter(([, , known]) => !known)).toEqual([]);
  expect(checked.length).toBeGreaterThan(100);
});

test("a resource has its inputs, its provider's project, and a value for whatever else its SDK declares", () => {
  const made = outputs("gcp:compute/network:Network", { autoCreateSubnetworks: false });
  expect(made).toMatchObject({ autoCreateSubnetworks: false, project: "p" });
  expect(made["name"]).toMatch(/^thing-[0-9a-f]{7}$/);
  expect(made["selfLink"]).toMatch(/^https:\/\//);
  const declared = declaredOutputs("gcp:compute/network:Network").filter(({ optional }) => !optional);
  expect(declared.map(({ name }) => name).filter((name) => !(name in made))).toEqual([]);
  expect(outputs("gcp:compute/network:Network", { autoCreateSubnetworks: false })).toEqual(made);
});

test("an update keeps what the cloud decided before", () => {
  const type = "gcp:compute/network:Network";
  const before = { inputs: { mtu: 1 }, outputs: { mtu: 1, name: "given-by-the-cloud" } };
  const after = decideOutputs({ ...applicant(type), nonce: "another" }, { mtu: 2 }, { ...context, previous: before });
  expect(after).toMatchObject({ mtu: 2, name: "given-by-the-cloud" });
});

test("ids are as the cloud builds them, and the same for the same history", () => {
  const type = "gcp:compute/network:Network";
  expect(decideId(applicant(type), { name: "n", project: "p" })).toBe("projects/p/global/networks/n");
  expect(decideId(applicant("kubernetes:core/v1:ConfigMap"), { metadata: { name: "m", namespace: "n" } })).toBe("n/m");
  expect(decideId(applicant("kubernetes:core/v1:Namespace"), { metadata: { name: "m" } })).toBe("m");
  expect(decideId(applicant("pulumi:providers:gcp"), {})).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(decideId(applicant("new:cloud/thing:Thing"), {})).toBe(decideId(applicant("new:cloud/thing:Thing"), {}));
});

test("generated passwords and keys and the data of Secrets have no value", () => {
  expect(outputs("random:index/randomPassword:RandomPassword", { length: 8 })["result"]).toHaveProperty("plaintext");
  expect(outputs("tls:index/privateKey:PrivateKey", { algorithm: "ECDSA" })["privateKeyPem"]).toHaveProperty(
    "plaintext",
  );
  expect(outputs("kubernetes:core/v1:Secret", { stringData: { a: "b" } })["stringData"]).toHaveProperty("plaintext");
});

test("an object without a name gets one, and a name in another namespace is another object", () => {
  const type = "kubernetes:core/v1:ConfigMap";
  expect(JSON.stringify(outputs(type, { metadata: { namespace: "n" } }))).toMatch(/"namespace":"n","name":"thing-/);
  const named = (name: string, namespace: string) => ({ metadata: { name, namespace } });
  expect(keepsFixedName(type, named("a", "n"), named("a", "n"))).toBe(true);
  expect(keepsFixedName(type, named("a", "n"), named("a", "m"))).toBe(false);
  expect(keepsFixedName("gcp:kms/keyRing:KeyRing", { name: "a", location: "x" }, { name: "a", location: "y" })).toBe(
    false,
  );
});

test("a Kubernetes provider means another cluster when its identifier says so, or its kubeconfig where it has none", () => {
  const type = "pulumi:providers:kubernetes";
  expect(changes(type, ["clusterIdentifier"], { clusterIdentifier: "a" }, { clusterIdentifier: "b" })).toBe(true);
  expect(changes(type, ["clusterIdentifier"], {}, { clusterIdentifier: "b" })).toBe(false);
  expect(changes(type, ["kubeconfig"], { kubeconfig: "a" }, { kubeconfig: "b" })).toBe(true);
  const named = { clusterIdentifier: "a" };
  expect(changes(type, ["kubeconfig"], { ...named, kubeconfig: "a" }, { ...named, kubeconfig: "b" })).toBe(false);
});

test("a replica is promoted in place and never turned into a replica of another", () => {
  const type = "gcp:sql/databaseInstance:DatabaseInstance";
  expect(changes(type, ["masterInstanceName"], { masterInstanceName: "a" }, {})).toBe(false);
  expect(changes(type, ["masterInstanceName"], { masterInstanceName: "a" }, { masterInstanceName: "b" })).toBe(true);
});

test("a cluster's Secrets can be encrypted in place, and never laid open again", () => {
  const type = "aws:eks/cluster:Cluster";
  const encryptionConfig = { provider: { keyArn: "a" }, resources: ["secrets"] };
  expect(changes(type, ["encryptionConfig"], {}, { encryptionConfig })).toBe(false);
  expect(changes(type, ["encryptionConfig"], { encryptionConfig }, {})).toBe(true);
  expect(changes(type, ["version"], { version: "1.34" }, { version: "1.35" })).toBe(false);
});

test("what is in a resource group stays there, and in its region", () => {
  const type = "azure-native:dbforpostgresql:Server";
  expect(changes(type, ["location"], { location: "westeurope" }, { location: "northeurope" })).toBe(true);
  expect(changes(type, ["resourceGroupName"], { resourceGroupName: "a" }, { resourceGroupName: "b" })).toBe(true);
  expect(changes(type, ["version"], { version: "17" }, { version: "18" })).toBe(false);
});

test("a node group gets another image by a new version of its template, and other machines by a new group", () => {
  const type = "aws:eks/nodeGroup:NodeGroup";
  const change = (key: string): boolean =>
    forcesReplacement(type, { path: ["launchTemplate", key], old: "1", new: "2" }, { old: {}, new: {} });
  expect([change("version"), change("id")]).toEqual([false, true]);
  expect(changes(type, ["instanceTypes"], { instanceTypes: ["a"] }, { instanceTypes: ["b"] })).toBe(true);
});

test("addresses are of the block for benchmarks, which is routed nowhere", () => {
  for (const name of ["ipAddress", "privateIpAddress", "address", "status.loadBalancer.ingress[0].ip"])
    expect([name, standInText("seed", name)]).toEqual([name, expect.stringMatching(/^198\.1[89]\./)]);
});

test("outputs that others build on have the form of the cloud's own", () => {
  const made = outputs("gcp:serviceaccount/account:Account", { accountId: "nodes" });
  expect(made["email"]).toBe("nodes@p.iam.gserviceaccount.com");
  expect(made["member"]).toBe("serviceAccount:nodes@p.iam.gserviceaccount.com");
  expect(outputs("gcp:storage/bucket:Bucket", { name: "b" })["url"]).toBe("gs://b");
});
