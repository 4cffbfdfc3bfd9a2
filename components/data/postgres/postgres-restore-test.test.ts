import { output, type ComponentResourceOptions } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { postgres } from "../../../environments/schema/stores/stores.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { storeIdentityName } from "../../kit/rights/workload-identities.ts";
import {
  custom,
  exampleAuthority,
  exampleSurroundings,
  objectAt,
  planComponents,
  typesAndNames,
  waitsFor,
} from "../../plan.fixture.ts";
import { Service } from "../clients.fixture.ts";
import { PostgresCluster } from "./postgres-cluster.ts";

const tried = await plan({ backups: { bucket: "copies" }, replicas: 4, size: "large", storageGiB: 70 });

async function plan(wish: object, storageClass = "fast"): Promise<PlannedResource[]> {
  return planComponents((opts: ComponentResourceOptions) => {
    const identities = Object.fromEntries(
      ["orders", "orders-trial"].map((one) => [storeIdentityName(one), output(`id-of-${one}`)]),
    );
    const backups = {
      ready: new Service("plugin", output("plugin")),
      identities,
      bucketUrls: { copies: output("paper://copies") },
      podIdentity: {
        annotation: "paper.example/identity",
        podLabels: { "paper.example/use": "true" },
        tokenEndpoints: [],
        barman: { paperCredentials: { fromPod: true } },
      },
    };
    const args = {
      ...{ store: "orders", wish: postgres.parse({ kind: "postgres", ...wish }), logins: [], backups },
      ...{
        surroundings: exampleSurroundings({ storageClass }),
        namespace: "landbridge-data",
        authority: exampleAuthority(),
      },
      operator: new Service("operator", output("operator")),
    };
    new PostgresCluster("shop-data-orders", args, opts);
  });
}

const named = (part: string, resources = tried) => custom(resources, `shop-data-orders-restore-test-${part}`);

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new Error("there is no text");
  return value;
}

/** What the Job asks the API server for, as its script sends it. */
function restored(resources = tried): Record<string, unknown> {
  const data = objectAt(named("files", resources), "data");
  const cluster: unknown = JSON.parse(textOf(data["cluster.json"]));
  return cluster as Record<string, unknown>;
}

describe("what tries a PostgreSQL's backups", () => {
  it("is there wherever there are backups, unless it isn't wanted", async () => {
    const ours = typesAndNames(tried).filter((line) => line.includes("restore-test"));
    expect(ours).toEqual([
      "kubernetes:barmancloud.cnpg.io/v1:ObjectStore shop-data-orders-restore-test-origin",
      "kubernetes:batch/v1:CronJob shop-data-orders-restore-test-job",
      "kubernetes:core/v1:ConfigMap shop-data-orders-restore-test-files",
      "kubernetes:core/v1:ServiceAccount shop-data-orders-restore-test-account",
      "kubernetes:rbac.authorization.k8s.io/v1:Role shop-data-orders-restore-test-role",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding shop-data-orders-restore-test-binding",
      "landbridge:data:PostgresRestoreTest shop-data-orders-restore-test",
    ]);
    const never = typesAndNames(await plan({ backups: { bucket: "copies", test: "never" } }));
    expect(never.filter((line) => /restore-test|trial/.test(line))).toEqual([]);
  });

  it("restores one server of the store's size under another name, all that was copied, and copies nothing of it", () => {
    const cluster = restored();
    expect(cluster).toMatchObject({
      metadata: { name: "orders-trial", ownerReferences: [{ kind: "Job", name: "@JOB@", uid: "@JOB_UID@" }] },
      spec: {
        instances: 1,
        storage: { size: "70Gi" },
        bootstrap: { recovery: { source: "orders-trial-origin", database: "orders", owner: "landbridge" } },
        externalClusters: [
          { plugin: { parameters: { barmanObjectName: "orders-trial-origin", serverName: "orders" } } },
        ],
        serviceAccountTemplate: { metadata: { annotations: { "paper.example/identity": "id-of-orders-trial" } } },
        inheritedMetadata: { labels: { "paper.example/use": "true" } },
      },
    });
    for (const field of ["plugins", "ephemeralVolumeSource"]) expect(cluster["spec"]).not.toHaveProperty(field);
    expect(objectAt(named("origin"), "spec")).not.toHaveProperty("retentionPolicy");
  });

  it("restores onto disks that go with the server, and onto the default of a cluster with classes of its own", async () => {
    expect(restored()).toMatchObject({
      spec: { storage: { storageClass: "landbridge-scratch" }, walStorage: { storageClass: "landbridge-scratch" } },
    });
    expect(objectAt(custom(tried, "shop-data-orders-cluster"), "spec", "storage")["storageClass"]).toBe("fast");
    const { spec } = restored(await plan({ backups: { bucket: "copies" } }, ""));
    expect(JSON.stringify(spec)).not.toContain("storageClass");
  });

  it("is let do anything in the copy, and nothing in the store but log in", () => {
    const live = objectAt(custom(tried, "shop-data-orders-cluster"), "spec", "managed")["roles"];
    expect(live).toMatchObject([
      { name: "landbridge_trial", login: true, passwordSecret: { name: "orders-restore-test" } },
    ]);
    expect(JSON.stringify(live)).not.toMatch(/superuser|inRoles/);
    expect(restored()).toMatchObject({ spec: { managed: { roles: [{ name: "landbridge_trial", superuser: true }] } } });
    expect(waitsFor(custom(tried, "shop-data-orders-cluster"))).toContain("shop-data-orders-trial");
  });

  it("may make servers, and look at and delete that one alone", () => {
    expect(named("role").inputs["rules"]).toEqual([
      { apiGroups: ["postgresql.cnpg.io"], resources: ["clusters"], verbs: ["create"] },
      {
        apiGroups: ["postgresql.cnpg.io"],
        resources: ["clusters"],
        resourceNames: ["orders-trial"],
        verbs: ["get", "delete"],
      },
    ]);
  });

  it("runs on Sundays or once a month, one at a time, and fails once", async () => {
    expect(objectAt(named("job"), "spec")).toMatchObject({ concurrencyPolicy: "Forbid", timeZone: "Etc/UTC" });
    expect(objectAt(named("job"), "spec")["schedule"]).toMatch(/^\d+ 4 \* \* 0$/);
    const monthly = await plan({ backups: { bucket: "copies", test: "monthly" } });
    const job = custom(monthly, "shop-data-orders-restore-test-job");
    expect(objectAt(job, "spec")["schedule"]).toMatch(/^\d+ 4 1 \* \*$/);
    expect(objectAt(job, "spec", "jobTemplate", "spec")).toMatchObject({
      podFailurePolicy: { rules: [{ action: "FailJob", onExitCodes: { containerName: "finish" } }] },
    });
  });

  it("gives who speaks to the API server a token and no password, and who speaks to databases a password and no token", () => {
    const spec = objectAt(named("job"), "spec", "jobTemplate", "spec", "template", "spec");
    expect(spec).toMatchObject({ automountServiceAccountToken: false });
    const containers = JSON.parse(JSON.stringify([spec["initContainers"], spec["containers"]].flat())) as {
      name: string;
      image: string;
    }[];
    expect(containers.map(({ name }) => name)).toEqual(["mark", "restore", "check", "finish"]);
    for (const container of containers) {
      const text = JSON.stringify(container);
      const asks = ["restore", "finish"].includes(container.name);
      expect(text.includes('"mountPath":"/landbridge/api"')).toBe(asks);
      expect(text.includes("PGPASSWORD")).toBe(!asks);
      expect(container.image).toMatch(asks ? /curl/ : /postgresql/);
    }
  });
});
