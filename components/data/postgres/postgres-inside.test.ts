import { output } from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { postgres } from "../../../environments/schema/stores/stores.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import type { ManagedPostgres, StoreAccess } from "../../cloud.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { setupPods } from "../../kit/network/flows/store-flows.ts";
import { decideStorePods } from "../../kit/databases/store-limits.ts";
import { environmentFlows } from "../../platform/environment-flows.ts";
import { custom, examplePem, objectAt, planComponents, typesAndNames, waitsFor } from "../../plan.fixture.ts";
import { createPassword } from "../../secrets/password.ts";
import { Server, Service } from "../clients.fixture.ts";
import { DataStores } from "../data-stores.ts";
import { exampleStoresArgs } from "../data-stores.fixture.ts";

const inside = {
  extensions: ["citext", "vector"],
  audit: { tables: { orders: { hide: ["email"] } } },
  partitions: { readings: { column: "at", every: "day", keepDays: 30 } },
  tenancy: { tables: ["orders", "readings"] },
  columnEncryption: true,
};

const environmentOf = (wish: object) => {
  const services = {
    order: { image: "commerce/order:1.0.0", uses: { orders: "read-write" } },
    report: { image: "commerce/report:1.0.0", uses: { orders: "read" } },
  };
  return exampleEnvironment({
    stores: { orders: postgres.parse({ kind: "postgres", ...wish }) },
    domains: { commerce: { owner: "team", services } },
  });
};

const noStores = { cassandra: {}, kafka: {}, mongodb: {}, mysql: {}, postgres: {}, rabbitmq: {}, redis: {} };

interface Planned {
  readonly resources: readonly PlannedResource[];
  readonly access: StoreAccess | undefined;
  readonly job: PlannedResource;
}

async function plan(placement: "managed" | "in-cluster", wish: object = inside): Promise<Planned> {
  const environment = environmentOf({ placement, ...wish });
  let access: StoreAccess | undefined;
  const resources = await planComponents((opts) => {
    const { address } = new Server("server");
    const endpoint = { host: address, port: 5432 };
    const admin = { user: output("landbridge"), password: createPassword("admin", {}) };
    const server: ManagedPostgres = {
      ...{ readWrite: endpoint, readOnly: endpoint, authorities: examplePem, proof: "name", admin },
    };
    const args = exampleStoresArgs(environment, {
      operators: { postgres: new Service("operator", output("operator")) },
      managed: { ...noStores, postgres: { orders: server } },
    });
    access = new DataStores("shop-data", args, opts).access["orders"];
  });
  const own = resources.filter(({ name }) => name.startsWith("shop-data-orders"));
  const name = placement === "managed" ? "shop-data-orders" : "shop-data-orders-setup";
  return { resources: own, access, job: custom(own, `${name}-job`) };
}

let ours: Planned;
let clouds: Planned;
beforeAll(async () => {
  ours = await plan("in-cluster");
  clouds = await plan("managed");
});

describe("the inside of a database", () => {
  it("is the same in the cluster and in any cloud, to the last word", () => {
    const files = ({ resources }: Planned) => {
      const config = resources.find(({ type, name }) => type.endsWith(":ConfigMap") && name.endsWith("-config"));
      return config?.inputs["data"];
    };
    expect(files(ours)).toBeDefined();
    expect(files(ours)).toEqual(files(clouds));
    expect(objectAt(ours.job, "metadata")["name"]).toBe(objectAt(clouds.job, "metadata")["name"]);
  });

  it("is reached by services in the same way", () => {
    const shape = ({ access }: Planned) => Object.keys(access ?? {}).sort();
    expect(shape(ours)).toEqual(shape(clouds));
    const logins = ({ access }: Planned) => (access?.kind === "postgres" ? Object.keys(access.logins).sort() : []);
    expect(logins(ours)).toEqual(["commerce-order", "commerce-report"]);
    expect(logins(ours)).toEqual(logins(clouds));
  });

  it("is made in the cluster by the owner of an empty server, with no login of a service that the operator keeps", () => {
    expect(typesAndNames(ours.resources)).toEqual([
      "kubernetes:batch/v1:CronJob shop-data-orders-setup-upkeep",
      "kubernetes:batch/v1:Job shop-data-orders-setup-job",
      "kubernetes:cert-manager.io/v1:Certificate shop-data-orders-certificate-tls",
      "kubernetes:core/v1:ConfigMap shop-data-orders-setup-authorities",
      "kubernetes:core/v1:ConfigMap shop-data-orders-setup-config",
      "kubernetes:core/v1:Secret shop-data-orders-owner",
      "kubernetes:core/v1:Secret shop-data-orders-setup-secret",
      "kubernetes:postgresql.cnpg.io/v1:Cluster shop-data-orders-cluster",
      "kubernetes:postgresql.cnpg.io/v1:Database shop-data-orders-database",
      "landbridge:data:PostgresCluster shop-data-orders",
      "landbridge:data:PostgresSetup shop-data-orders-setup",
      "random:index/randomPassword:RandomPassword shop-data-orders-owner-password",
      "random:index/randomPassword:RandomPassword shop-data-orders-setup-login-commerce-order-password",
      "random:index/randomPassword:RandomPassword shop-data-orders-setup-login-commerce-report-password",
    ]);
  });

  it("waits for the servers, and for extensions that only the operator may make", () => {
    const database = custom(ours.resources, "shop-data-orders-database");
    expect(objectAt(database, "spec")).toMatchObject({
      ...{ name: "orders", owner: "landbridge", cluster: { name: "orders" }, databaseReclaimPolicy: "retain" },
      extensions: [{ name: "vector", ensure: "present" }],
    });
    expect(objectAt(database, "metadata", "annotations")["pulumi.com/waitFor"]).toBe("jsonpath={.status.applied}=true");
    expect(waitsFor(database)).toContain("shop-data-orders-cluster");
    expect(waitsFor(ours.job)).toContain("shop-data-orders-database");
  });

  it("verifies the server in the cluster as services do", () => {
    const pod = JSON.stringify(objectAt(ours.job, "spec", "template", "spec"));
    expect(pod).toContain('{"name":"PGSSLMODE","value":"verify-full"}');
    expect(pod).toContain('{"name":"PGHOST","value":"orders-rw.landbridge-data.svc"}');
    expect(pod).toContain('{"name":"PGUSER","value":"landbridge"}');
    const flows = environmentFlows(environmentOf(inside));
    expect(flows.filter(({ from }) => from.kind === "pods" && from.name === setupPods("orders").name)).toMatchObject([
      { to: { kind: "pods", name: "orders" }, ports: [5432] },
    ]);
  });
});

describe("what looks after tables", () => {
  it("comes again with the Job's files and the administrator's password alone, never two at once", () => {
    for (const { resources } of [ours, clouds]) {
      const upkeep = resources.find(({ type }) => type.endsWith(":CronJob"));
      if (upkeep === undefined) throw new Error("nothing comes again");
      expect(objectAt(upkeep, "spec")).toMatchObject({ schedule: "*/10 * * * *", concurrencyPolicy: "Forbid" });
      const pod = JSON.stringify(objectAt(upkeep, "spec", "jobTemplate", "spec", "template", "spec"));
      expect(pod).toContain('"command":["/bin/sh","/etc/landbridge/setup/keep.sh"]');
      expect(pod).toContain('"secretKeyRef":{"key":"admin","name":"orders-setup"}');
      expect(pod).not.toContain("/etc/landbridge/passwords");
      expect(waitsFor(upkeep).some((name) => name.endsWith("-job"))).toBe(true);
    }
  });

  it("isn't there where no table is, nor what only the operator may make", async () => {
    const plain = await plan("in-cluster", { extensions: ["citext"] });
    const kinds = plain.resources.map(({ type }) => type);
    expect(kinds.filter((type) => /CronJob|:Database$/.test(type))).toEqual([]);
  });

  it("finds room in the stores' namespace beside the Job", () => {
    const jobs = (wish: object) =>
      decideStorePods(postgres.parse({ kind: "postgres", ...wish })).find(({ claims }) => claims === 0)?.count;
    expect(jobs(inside)).toBe(2);
    expect(jobs({ ...inside, placement: "managed" })).toBe(2);
    expect(jobs({})).toBe(1);
  });
});
