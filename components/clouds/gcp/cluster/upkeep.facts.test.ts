import { describe, expect, it } from "vitest";
import { custom, objectAt } from "../../../plan.fixture.ts";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { checkGcp } from "../check.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

type Changes = NonNullable<Parameters<typeof gcpEnvironment>[0]>;

const clusterOf = async (changes: Changes = {}) => {
  const { resources } = await planEnvironment(gcpEnvironment(changes), { layer: "cloud" });
  return custom(resources, "shop-prod-cluster-gke");
};

const pools = { general: { size: "large", min: 3, max: 6 } } as const;

describe("a cluster on Google Cloud", () => {
  // https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
  it("is changed at weekends, or on the days that the environment names, also over midnight", async () => {
    expect(objectAt(await clusterOf(), "maintenancePolicy", "recurringWindow")).toEqual({
      startTime: "2026-01-03T00:00:00Z",
      endTime: "2026-01-03T06:00:00Z",
      recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
    });
    const maintenance = { days: ["sunday" as const, "tuesday" as const], hour: 22, hours: 6 };
    expect(
      objectAt(await clusterOf({ cluster: { pools, maintenance } }), "maintenancePolicy", "recurringWindow"),
    ).toEqual({
      // A Tuesday, the first of the two in a week.
      startTime: "2025-12-30T22:00:00Z",
      endTime: "2025-12-31T04:00:00Z",
      recurrence: "FREQ=WEEKLY;BYDAY=TU,SU",
    });
  });

  it("needs 48 open hours in 32 days, which is 12 a week", () => {
    const issues = (hours: number) =>
      checkGcp(gcpEnvironment({ cluster: { pools, maintenance: { days: ["sunday"], hours } } })).map(
        ({ path, wayOut }) => [path, wayOut],
      );
    expect(issues(12)).toEqual([]);
    expect(issues(11)).toEqual([["cluster.maintenance", "write hours: 12, or name more days"]]);
  });

  // https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
  it("gets patches early in development only, and never a minor version by itself", async () => {
    const [production, development] = [await clusterOf(), await clusterOf({ tier: "development" })];
    expect([production, development].map((cluster) => objectAt(cluster, "releaseChannel")["channel"])).toEqual([
      "REGULAR",
      "RAPID",
    ]);
    expect(JSON.stringify(development.inputs["maintenancePolicy"])).toContain("NO_MINOR_UPGRADES");
  });

  // https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning
  it("adds nodes of Google's choice where it may, under the same key and account as others", async () => {
    const cluster = await clusterOf({ cluster: { pools, autoProvision: { cpu: 200, memoryGiB: 800 } } });
    expect(cluster.inputs).toMatchObject({
      clusterAutoscaling: {
        enabled: true,
        resourceLimits: [
          { resourceType: "cpu", maximum: 200 },
          { resourceType: "memory", maximum: 800 },
        ],
        autoProvisioningDefaults: {
          bootDiskKmsKey: expect.stringMatching(/shop-prod-key-platform-key#id}$/) as unknown,
          serviceAccount: expect.stringMatching(/shop-prod-cluster-nodes#email}$/) as unknown,
          imageType: "COS_CONTAINERD",
          shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
          management: { autoRepair: true, autoUpgrade: true },
        },
      },
      nodePoolAutoConfig: { nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
    });
  });

  it("adds none where it may not, and is replaced neither when it may later nor when it may no longer", async () => {
    const [without, cluster] = [
      await clusterOf({ cluster: { pools } }),
      await clusterOf({ cluster: { pools, autoProvision: { cpu: 200, memoryGiB: 800 } } }),
    ];
    const autoscaling = objectAt(without, "clusterAutoscaling");
    expect(autoscaling).toEqual({
      enabled: false,
      autoProvisioningDefaults: objectAt(cluster, "clusterAutoscaling")["autoProvisioningDefaults"],
    });
    expect(without.ignoreChanges).toContain("clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey");
  });

  it("has room for the pods of nodes that Google adds", () => {
    const network = { cidr: "10.20.0.0/17" };
    const few = { pools, autoProvision: { cpu: 60, memoryGiB: 800 } };
    const many = { pools, autoProvision: { cpu: 400, memoryGiB: 1600 } };
    expect(checkGcp(gcpEnvironment({ network, cluster: few }))).toEqual([]);
    expect(checkGcp(gcpEnvironment({ network, cluster: many })).map(({ path }) => path)).toEqual(["network.cidr"]);
  });
});
