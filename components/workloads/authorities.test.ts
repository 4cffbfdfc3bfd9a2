import { output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { isSecret } from "../../plan/planned-resource.ts";
import type { MongodbAccess, StoreAccess } from "../cloud.ts";
import { exampleEnvironment } from "../example-environment.fixture.ts";
import { custom, exampleSurroundings, objectAt, planComponents } from "../plan.fixture.ts";
import { bindStores } from "./bindings.ts";
import { ServiceWorkload } from "./service-workload.ts";

const pem = "-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n";

const access: MongodbAccess = {
  kind: "mongodb",
  scheme: "mongodb",
  host: output("documents.example:27017"),
  database: "documents",
  options: { tls: "true", retryWrites: "false" },
  authorities: pem,
  logins: { "commerce-order": { user: output("commerce-order"), password: secret("pass") } },
};

async function planOf(store: StoreAccess, others: Readonly<Record<string, StoreAccess>> = {}) {
  const wish = { uses: { documents: "read-write" as const }, publishes: {}, consumes: {}, sends: {}, receives: {} };
  const variables = bindStores("commerce-order", wish, { documents: store, ...others });
  const service = exampleEnvironment().domains["commerce"]?.services["order"];
  if (service === undefined) throw new Error("the example has a service");
  const resources = await planComponents(
    (opts) =>
      new ServiceWorkload(
        "shop-order",
        {
          domain: "commerce",
          service: "order",
          owner: "commerce",
          wish: service,
          surroundings: exampleSurroundings(),
          namespace: "commerce",
          registryHost: "registry.example",
          config: {},
          variables,
        },
        opts,
      ),
  );
  return { variables, resources, pod: JSON.stringify(objectAt(custom(resources, "shop-order-deployment"), "spec")) };
}

it("tells a service all that a connection string is made of, and the string as a secret", async () => {
  const { variables, resources } = await planOf(access);
  expect(Object.keys(variables.clear).sort()).toEqual([
    "DOCUMENTS_CA_FILE",
    "DOCUMENTS_DATABASE",
    "DOCUMENTS_HOST",
    "DOCUMENTS_OPTIONS",
    "DOCUMENTS_SCHEME",
    "DOCUMENTS_USER",
  ]);
  expect(Object.keys(variables.secret).sort()).toEqual(["DOCUMENTS_PASSWORD", "DOCUMENTS_URI"]);
  expect(isSecret(custom(resources, "shop-order-bindings").inputs["stringData"])).toBe(true);
  const uri = await new Promise((resolve) => output(variables.secret["DOCUMENTS_URI"]).apply(resolve));
  expect(uri).toBe(
    "mongodb://commerce-order:pass@documents.example:27017/documents?retryWrites=false&tls=true&tlsCAFile=%2Fetc%2Flandbridge%2Fauthorities%2Fdocuments.pem",
  );
});

it("gives a pod the file of authorities where its variable says that it is, by content", async () => {
  const { resources, variables, pod } = await planOf(access);
  expect(variables.clear["DOCUMENTS_CA_FILE"]).toBe("/etc/landbridge/authorities/documents.pem");
  const config = custom(resources, "shop-order-authorities");
  expect(config.inputs).toMatchObject({ immutable: true, data: { "documents.pem": pem } });
  expect(pod).toContain('{"mountPath":"/etc/landbridge/authorities","name":"authorities","readOnly":true}');
  const renamed = await planOf({ ...access, authorities: `${pem}${pem}` });
  expect(objectAt(custom(renamed.resources, "shop-order-authorities"), "metadata")["name"]).not.toBe(
    objectAt(config, "metadata")["name"],
  );
});

it("mounts nothing where an image's own list of authorities does", async () => {
  const known = { ...access, authorities: undefined };
  const { resources, variables, pod } = await planOf({ ...known, scheme: "mongodb+srv", host: output("c.example") });
  expect(resources.filter(({ name }) => name.endsWith("-authorities"))).toEqual([]);
  expect(JSON.stringify(variables.clear)).not.toContain("CA_FILE");
  expect(pod).not.toContain("authorities");
});

const servers = {
  readWrite: { host: output("db-rw"), port: 5432 },
  readOnly: { host: output("db-ro"), port: 5432 },
  database: "documents",
  logins: access.logins,
};

it.each<[string, StoreAccess, Record<string, string>]>([
  ["PostgreSQL", { kind: "postgres", ...servers }, { DOCUMENTS_SSLMODE: "verify-full" }],
  [
    "PostgreSQL of an own authority",
    { kind: "postgres", ...servers, proof: "authority" },
    { DOCUMENTS_SSLMODE: "verify-ca" },
  ],
  ["MySQL", { kind: "mysql", ...servers }, { DOCUMENTS_SSLMODE: "VERIFY_IDENTITY" }],
  ["MySQL of an own authority", { kind: "mysql", ...servers, proof: "authority" }, { DOCUMENTS_SSLMODE: "VERIFY_CA" }],
  [
    "Kafka",
    { kind: "kafka", bootstrap: output("b"), protocol: "SASL_SSL", mechanism: "PLAIN", logins: access.logins },
    {},
  ],
  ["Redis", { kind: "redis", endpoint: servers.readWrite, tls: true, logins: access.logins }, {}],
  ["RabbitMQ", { kind: "rabbitmq", endpoint: servers.readWrite, vhost: "v", logins: access.logins }, {}],
])("tells who uses %s of a known authority to verify the servers, by the same variable", (_kind, store, besides) => {
  const wish = { uses: { documents: "read-write" as const }, publishes: {}, consumes: {}, sends: {}, receives: {} };
  const known = bindStores("commerce-order", wish, { documents: { ...store, authorities: output(pem) } });
  const file = "/etc/landbridge/authorities/documents.pem";
  expect(known.clear).toMatchObject({ ...besides, DOCUMENTS_CA_FILE: file });
  expect(Object.keys(known.authorities ?? {})).toEqual(["documents.pem"]);
  const unknown = bindStores("commerce-order", wish, { documents: store });
  expect(JSON.stringify(unknown)).not.toMatch(/CA_FILE|verify-|VERIFY_|documents\.pem/);
});

it("keeps the name of a file whose contents are known in the cluster alone, and lets them change", async () => {
  const { resources, pod } = await planOf({ ...access, authorities: output(pem) });
  const { inputs } = custom(resources, "shop-order-authorities");
  expect(inputs).toMatchObject({ metadata: { name: "order-authorities" }, data: { "documents.pem": pem } });
  expect(inputs).not.toHaveProperty("immutable");
  expect(pod).toContain('{"configMap":{"name":"order-authorities"},"name":"authorities"}');
});

it("fails where a store has no user for the service", () => {
  const wish = { uses: { documents: "read" as const }, publishes: {}, consumes: {}, sends: {}, receives: {} };
  expect(() => bindStores("commerce-report", wish, { documents: access })).toThrow(
    "store documents has no login commerce-report",
  );
});
