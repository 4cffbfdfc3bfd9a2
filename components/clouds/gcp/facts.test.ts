import { describe, expect, it } from "vitest";
import { planProgram, type HostOptions } from "../../../plan/host.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../stacks/cloud-layer.ts";
import { autoNameSuffix } from "../../kit/names.ts";
import { ancestors, type LayerPlan, planLayer } from "../layer.fixture.ts";
import { checkGcp } from "./check.ts";
import { openGcp } from "./cloud.ts";
import { gcp } from "./entry.ts";
import { gcpEnvironment } from "./environment.fixture.ts";
import { nameLimits } from "./names.ts";

type Environment = ReturnType<typeof gcpEnvironment>;

function planOf(environment: Environment, stand: HostOptions = {}): Promise<LayerPlan> {
  return planLayer(environment, stand);
}

type Plan = Awaited<ReturnType<typeof planOf>>;

let whole: Promise<Plan> | undefined;

/** The plan of the environment that wishes for everything. */
function wholePlan(): Promise<Plan> {
  return (whole ??= planOf(gcpEnvironment()));
}

const ofType = ({ resources }: Plan, type: string): PlannedResource[] =>
  resources.filter((resource) => resource.type === type);

function at(value: PlannedValue | undefined, path: string): PlannedValue | undefined {
  return path
    .split(".")
    .reduce<PlannedValue | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** The API that answers for a resource type's module. */
const apiOf: Readonly<Record<string, string>> = {
  artifactregistry: "artifactregistry.googleapis.com",
  compute: "compute.googleapis.com",
  container: "container.googleapis.com",
  kms: "cloudkms.googleapis.com",
  managedkafka: "managedkafka.googleapis.com",
  serviceaccount: "iam.googleapis.com",
  servicenetworking: "servicenetworking.googleapis.com",
  sql: "sqladmin.googleapis.com",
  storage: "storage.googleapis.com",
};

// https://cloud.google.com/service-usage/docs/enable-disable
describe("APIs", () => {
  it("are on before anything of theirs is made", async () => {
    const plan = await wholePlan();
    for (const resource of plan.resources) {
      const [, module = ""] = /^gcp:(\w+)\//.exec(resource.type) ?? [];
      const api = apiOf[module];
      if (api === undefined) continue;
      const enabled = [...ancestors(plan, resource)].map(({ inputs }) => inputs["service"]);
      expect({ name: resource.name, enabled }).toEqual({
        name: resource.name,
        enabled: expect.arrayContaining([api]) as unknown,
      });
    }
  });

  it("are turned on once each, whoever asks", async () => {
    const services = ofType(await wholePlan(), "gcp:projects/service:Service").map(({ inputs }) => inputs["service"]);
    expect(services).toEqual([...new Set(services)]);
    expect(services).toEqual(expect.arrayContaining(Object.values(apiOf)));
  });

  it("stay on after destroy, since others may use them", async () => {
    const services = ofType(await wholePlan(), "gcp:projects/service:Service");
    expect(services.filter(({ inputs }) => inputs["disableOnDestroy"] !== false)).toEqual([]);
    expect(services.length).toBeGreaterThan(0);
  });
});

// https://cloud.google.com/kms/docs/cmek
describe("customer keys", () => {
  const uses: readonly (readonly [type: string, path: string, user: string])[] = [
    ["gcp:container/cluster:Cluster", "databaseEncryption.keyName", "platform-cluster"],
    ["gcp:container/cluster:Cluster", "nodeConfig.bootDiskKmsKey", "platform-nodes"],
    ["gcp:container/nodePool:NodePool", "nodeConfig.bootDiskKmsKey", "platform-nodes"],
    ["gcp:artifactregistry/repository:Repository", "kmsKeyName", "platform-registry"],
    ["gcp:storage/bucket:Bucket", "encryption.defaultKmsKeyName", "-buckets"],
    ["gcp:sql/databaseInstance:DatabaseInstance", "encryptionKeyName", "personal-databases"],
    ["gcp:managedkafka/cluster:Cluster", "gcpConfig.kmsKey", "confidential-brokers"],
  ];

  it.each(uses)("encrypt %s at %s only after Google's agent may use them", async (type, path, user) => {
    const plan = await wholePlan();
    const users = ofType(plan, type).filter(({ inputs }) => at(inputs, path) !== undefined);
    expect(users.length).toBeGreaterThan(0);
    for (const resource of users) {
      const grants = [...ancestors(plan, resource)].filter(
        ({ type: found, name }) => found.endsWith(":CryptoKeyIAMMember") && name.endsWith(user),
      );
      expect({ name: resource.name, grants: grants.length }).toEqual({ name: resource.name, grants: 1 });
    }
  });

  it("are given to a replica by its primary, since one in the same region takes no other", async () => {
    const replicas = ofType(await wholePlan(), "gcp:sql/databaseInstance:DatabaseInstance").filter(
      ({ inputs }) => inputs["masterInstanceName"] !== undefined,
    );
    expect(replicas.map(({ inputs }) => inputs["encryptionKeyName"])).toEqual([undefined, undefined, undefined]);
  });

  // https://cloud.google.com/kms/docs/object-hierarchy#lifetime
  it("lie in rings that are forgotten and not deleted, under names that are never used twice", async () => {
    const rings = ofType(await wholePlan(), "gcp:kms/keyRing:KeyRing");
    expect(rings.length).toBe(3);
    expect(rings.filter(({ retainOnDelete, inputs }) => !retainOnDelete || inputs["name"] !== undefined)).toEqual([]);
  });

  it("rotate every 90 days and can be brought back for 30", async () => {
    const keys = ofType(await wholePlan(), "gcp:kms/cryptoKey:CryptoKey");
    expect(keys.map(({ inputs, protect }) => ({ ...inputs, protect }))).toEqual(
      keys.map(
        () =>
          expect.objectContaining({
            rotationPeriod: "7776000s",
            destroyScheduledDuration: "2592000s",
            protect: true,
          }) as unknown,
      ),
    );
  });
});

describe("the network", () => {
  it("is ready, with its way out, before the cluster is made", async () => {
    const plan = await wholePlan();
    const [cluster] = ofType(plan, "gcp:container/cluster:Cluster");
    if (cluster === undefined) throw new Error("no cluster");
    const types = [...ancestors(plan, cluster)].map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["gcp:compute/routerNat:RouterNat", "gcp:compute/firewall:Firewall"]));
  });

  // https://cloud.google.com/sql/docs/postgres/configure-private-services-access
  it("is peered before a database gets an address in it", async () => {
    const plan = await wholePlan();
    for (const instance of ofType(plan, "gcp:sql/databaseInstance:DatabaseInstance")) {
      expect([...ancestors(plan, instance)].map(({ type }) => type)).toContain(
        "gcp:servicenetworking/connection:Connection",
      );
    }
  });

  it("is not peered where nothing needs it, so that it can be destroyed in one go", async () => {
    const stores = { orders: { kind: "postgres", placement: "in-cluster" } } as const;
    const plan = await planOf(gcpEnvironment({ stores }));
    expect(ofType(plan, "gcp:servicenetworking/connection:Connection")).toEqual([]);
  });

  it("takes over the peering that an earlier destroy abandoned", async () => {
    const [connection] = ofType(await wholePlan(), "gcp:servicenetworking/connection:Connection");
    expect(connection?.inputs).toMatchObject({ deletionPolicy: "ABANDON", updateOnCreationFail: true });
  });

  it("has its ranges for pods and Services already where it is another project's, since GKE may not make them", async () => {
    const adopt = {
      network: "projects/host/global/networks/shared",
      subnets: ["projects/host/regions/europe-west1/subnetworks/nodes"],
    };
    const [cluster] = ofType(await planOf(gcpEnvironment({ network: { adopt } })), "gcp:container/cluster:Cluster");
    expect(cluster?.inputs["ipAllocationPolicy"]).toEqual({
      clusterSecondaryRangeName: "pods",
      servicesSecondaryRangeName: "services",
    });
  });

  it("is read and not made when it is adopted, and GKE makes the ranges for pods", async () => {
    const adopt = {
      network: "projects/shop-prod-1234/global/networks/shared",
      subnets: ["projects/shop-prod-1234/regions/europe-west1/subnetworks/nodes"],
    };
    const plan = await planOf(gcpEnvironment({ network: { adopt } }));
    const compute = plan.resources.filter(({ type }) =>
      /^gcp:compute\/(network|subnetwork|router|firewall)/.test(type),
    );
    expect(compute.map(({ type, importId }) => [type, importId])).toEqual([
      ["gcp:compute/network:Network", adopt.network],
      ["gcp:compute/subnetwork:Subnetwork", adopt.subnets[0]],
    ]);
    const [cluster] = ofType(plan, "gcp:container/cluster:Cluster");
    expect(cluster?.inputs).toMatchObject({
      network: adopt.network,
      subnetwork: adopt.subnets[0],
      ipAllocationPolicy: { clusterIpv4CidrBlock: "10.0.0.0/15" },
    });
  });
});

describe("nodes", () => {
  it("have no public address and an account of their own, whatever the pool", async () => {
    const plan = await wholePlan();
    const pools = ofType(plan, "gcp:container/nodePool:NodePool");
    expect(pools.length).toBe(3);
    for (const { inputs } of pools) {
      expect(at(inputs, "networkConfig.enablePrivateNodes")).toBe(true);
      expect(at(inputs, "nodeConfig.serviceAccount")).toMatch(/::shop-prod-cluster-nodes#email}$/);
      expect(at(inputs, "nodeConfig.workloadMetadataConfig.mode")).toBe("GKE_METADATA");
    }
  });

  it("of the pool that Google insists on obey the same rules, and never make the cluster look changed", async () => {
    const [cluster] = ofType(await wholePlan(), "gcp:container/cluster:Cluster");
    expect(at(cluster?.inputs, "nodeConfig.serviceAccount")).toMatch(/::shop-prod-cluster-nodes#email}$/);
    expect(cluster?.ignoreChanges).toContain("nodeConfig");
  });
});

describe("labels", () => {
  /** Types that take labels, and where. */
  const labelled: Readonly<Record<string, string>> = {
    "gcp:artifactregistry/repository:Repository": "labels",
    "gcp:compute/address:Address": "labels",
    "gcp:compute/globalAddress:GlobalAddress": "labels",
    "gcp:container/cluster:Cluster": "resourceLabels",
    "gcp:container/nodePool:NodePool": "nodeConfig.resourceLabels",
    "gcp:kms/cryptoKey:CryptoKey": "labels",
    "gcp:managedkafka/cluster:Cluster": "labels",
    "gcp:sql/databaseInstance:DatabaseInstance": "settings.userLabels",
    "gcp:storage/bucket:Bucket": "labels",
  };

  it("are on every resource that takes them, within Google's alphabet", async () => {
    const plan = await wholePlan();
    for (const [type, path] of Object.entries(labelled)) {
      const resources = ofType(plan, type);
      expect({ type, found: resources.length > 0 }).toEqual({ type, found: true });
      for (const { inputs } of resources) {
        const labels = at(inputs, path);
        expect(labels).toMatchObject({ environment: "shop-prod", owner: "platform", "managed-by": "landbridge" });
        for (const text of Object.entries(labels ?? {}).flat()) expect(text).toMatch(/^[a-z0-9_-]{1,63}$/);
      }
    }
  });

  it("are never added by the provider behind the plan's back", async () => {
    const [provider] = ofType(await wholePlan(), "pulumi:providers:gcp");
    expect(provider?.inputs).toEqual({
      addPulumiAttributionLabel: "false",
      project: "shop-prod-1234",
      region: "europe-west1",
    });
  });
});

describe("databases", () => {
  it("have private addresses only, and refuse what isn't encrypted", async () => {
    for (const { inputs } of ofType(await wholePlan(), "gcp:sql/databaseInstance:DatabaseInstance")) {
      expect(at(inputs, "settings.ipConfiguration")).toMatchObject({ ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" });
    }
  });

  it("have one admin, whose password is secret and who goes with the server", async () => {
    const users = ofType(await wholePlan(), "gcp:sql/user:User").filter(({ name }) => name.includes("-orders-"));
    // Without roles of its own it is a member of cloudsqlsuperuser. https://cloud.google.com/sql/docs/postgres/users
    expect(users.map(({ inputs }) => [inputs["name"], inputs["databaseRoles"]])).toEqual([["landbridge", undefined]]);
    for (const { inputs, deletedWith } of users) {
      expect(inputs["password"]).toEqual({ "landbridge:secret": true });
      expect(deletedWith).toMatch(/::shop-prod-orders-primary$/);
    }
  });

  // https://cloud.google.com/sql/docs/postgres/backup-recovery/final-backup
  it("leave a last backup when they go, protected or not, and replicas leave none", async () => {
    for (const protect of [true, false]) {
      const servers = serversOf(await planOf(gcpEnvironment({ protect })), "orders");
      const kept = servers.map(({ inputs }) => [
        inputs["masterInstanceName"] === undefined,
        at(inputs, "settings.finalBackupConfig"),
      ]);
      expect(kept).toEqual([
        [true, { enabled: true, retentionDays: 30 }],
        [false, undefined],
        [false, undefined],
      ]);
    }
  });

  // https://cloud.google.com/sql/docs/postgres/upgrade-major-db-version-inplace
  it("take their replicas along to another major version", async () => {
    const servers = serversOf(await wholePlan(), "orders");
    expect(servers.map(({ inputs }) => inputs["includeReplicasForMajorVersionUpgrade"])).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });

  // https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr
  it("keep logs for longer than a week in the edition that can", async () => {
    const stores = { orders: { kind: "postgres", placement: "managed", pitrDays: 14 } } as const;
    const [primary] = ofType(await planOf(gcpEnvironment({ stores })), "gcp:sql/databaseInstance:DatabaseInstance");
    expect(primary?.inputs["settings"]).toMatchObject({
      edition: "ENTERPRISE_PLUS",
      backupConfiguration: { transactionLogRetentionDays: 14 },
    });
  });
});

describe("the kubeconfig", () => {
  const parts = async (access: Environment["cluster"]["access"]) => {
    const { cluster } = gcpEnvironment();
    const { outputs } = await planOf(gcpEnvironment({ cluster: { ...cluster, access } }));
    const { kubeconfig } = outputs;
    if (typeof kubeconfig !== "string") throw new Error("a kubeconfig is text");
    return kubeconfig;
  };

  it("asks Google's plugin, in the one version that it speaks, and holds no credential", async () => {
    const kubeconfig = await parts({ mode: "cloud-endpoint" });
    expect(kubeconfig).toContain('"apiVersion":"client.authentication.k8s.io/v1beta1"');
    expect(kubeconfig).toContain('"command":"gke-gcloud-auth-plugin"');
    expect(kubeconfig).not.toMatch(/token|password|client-(key|certificate)/);
    expect(kubeconfig).toContain(`"current-context":"${gcp.cluster(gcpEnvironment()).context}"`);
  });

  // https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
  it("trusts public authorities for the DNS endpoint, and the cluster's own for an address", async () => {
    const dns = await parts({ mode: "cloud-endpoint" });
    expect(dns).toContain("#controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint}");
    expect(dns).not.toContain("certificate-authority");
    const ip = await parts({ mode: "private-runner" });
    expect(ip).toContain('#endpoint}","certificate-authority-data":"');
    expect(ip).toContain("#masterAuth.clusterCaCertificate}");
  });
});

describe("names", () => {
  const limits: Readonly<Record<string, number>> = {
    "gcp:compute/": nameLimits.compute,
    "gcp:kms/keyRing:": nameLimits.key,
    "gcp:kms/cryptoKey:": nameLimits.key,
    "gcp:storage/bucket:": nameLimits.bucket,
    "gcp:sql/databaseInstance:": nameLimits.sqlInstance - "shop-prod-1234:".length,
  };

  it("fit at the longest environment that the check lets pass", async () => {
    const environment = gcpEnvironment({}, "e".repeat(33));
    expect(checkGcp(environment)).toEqual([]);
    for (const { type, name, inputs } of (await planOf(environment)).resources) {
      const [, limit] = Object.entries(limits).find(([prefix]) => type.startsWith(prefix)) ?? [];
      if (limit !== undefined) expect(name.length + autoNameSuffix).toBeLessThanOrEqual(limit);
      if (type.startsWith("gcp:container/")) expect(inputs["name"]).toMatch(/^.{1,40}$/);
      if (type.endsWith(":Account")) expect(inputs["accountId"]).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    }
  });

  it("fails in the plan where the check was not asked", async () => {
    await expect(planOf(gcpEnvironment({}, "e".repeat(34)))).rejects.toThrow("can be named");
  });
});

describe("a protected environment", () => {
  it("protects the cluster, keys, buckets, registry, databases and network", async () => {
    const plan = await wholePlan();
    expect([...new Set(plan.resources.filter(({ protect }) => protect).map(({ type }) => type))].sort()).toEqual([
      "gcp:artifactregistry/repository:Repository",
      "gcp:bigquery/dataset:Dataset",
      "gcp:compute/globalAddress:GlobalAddress",
      "gcp:compute/network:Network",
      "gcp:compute/subnetwork:Subnetwork",
      "gcp:container/cluster:Cluster",
      "gcp:kms/cryptoKey:CryptoKey",
      "gcp:logging/projectBucketConfig:ProjectBucketConfig",
      "gcp:managedkafka/cluster:Cluster",
      "gcp:managedkafka/topic:Topic",
      "gcp:pubsub/subscription:Subscription",
      "gcp:pubsub/topic:Topic",
      "gcp:sql/databaseInstance:DatabaseInstance",
      "gcp:storage/bucket:Bucket",
    ]);
  });

  it("protects nothing when it isn't one", async () => {
    const plan = await planOf(gcpEnvironment({ protect: false }));
    expect(plan.resources.filter(({ protect }) => protect)).toEqual([]);
  });

  it("deletes nothing that holds data to make room for its replacement, protected or not", async () => {
    for (const protect of [true, false]) {
      const { resources } = await planOf(gcpEnvironment({ protect }));
      const first = new Set(resources.filter(({ deleteBeforeReplace }) => deleteBeforeReplace).map(({ type }) => type));
      for (const type of [
        "gcp:kms/cryptoKey:CryptoKey",
        "gcp:sql/databaseInstance:DatabaseInstance",
        "gcp:storage/bucket:Bucket",
        "gcp:managedkafka/cluster:Cluster",
        "gcp:artifactregistry/repository:Repository",
      ]) {
        expect(resources.map((resource) => resource.type)).toContain(type);
        expect(first).not.toContain(type);
      }
    }
  });
});

describe("a transform", () => {
  it("has the last word on a child's arguments", async () => {
    const environment = gcpEnvironment();
    const { resources } = await planProgram(() => {
      const cloud = openGcp(environment, {
        cluster: { nodePool: (args) => ({ ...args, upgradeSettings: { strategy: "SURGE", maxSurge: 3 } }) },
      });
      new CloudLayer("shop-prod", { environment, cloud }, { providers: cloud.providers("shop-prod", {}) });
    });
    const [pool] = resources.filter(({ type }) => type === "gcp:container/nodePool:NodePool");
    expect(pool?.inputs["upgradeSettings"]).toEqual({ strategy: "SURGE", maxSurge: 3 });
  });
});

/** The servers of a store, its primary first. */
function serversOf(plan: Plan, store: string): PlannedResource[] {
  const servers = ofType(plan, "gcp:sql/databaseInstance:DatabaseInstance");
  return servers.filter(({ name }) => name.startsWith(`shop-prod-${store}-`));
}
