import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { NodeProvisioner } from "../cloud.ts";
import { decideNodeGroups, type NodeGroup } from "../kit/cluster/node-groups.ts";
import { decideNodePools } from "../kit/cluster/node-pools.ts";
import { nodeSizes } from "../kit/sizes.ts";
import { tags, wishes } from "./kit.contract.ts";
import { run, type ContractSubject } from "./subject.contract.ts";

const wish = { cpu: 2000, memoryGiB: 16_000 };

/** What a cloud must say of nodes that come and go, where the platform tells it by objects in the cluster. */
export function describeNodeProvisioner(subject: ContractSubject): void {
  const { provisioner } = subject;

  describe("nodes that come and go", () => {
    it("are told of in the cluster only where they were wished for", () => {
      expect(subject.facts.provisioner).toBeUndefined();
      if (!subject.capabilities["cluster.autoProvision"].supported) expect(provisioner).toBeUndefined();
    });

    it("have their parts by the names that were known before, and none where nobody asks", async () => {
      const partsOf = async (growing: boolean): Promise<Readonly<Record<string, string>>> => {
        const { value } = await run(subject, (kit) => kit.cluster(growing ? { autoProvision: wish } : {}));
        return partsShape.parse(await value).nodeParts;
      };
      expect(Object.keys(await partsOf(false))).toEqual([]);
      const parts = await partsOf(true);
      expect(Object.keys(parts).sort()).toEqual([...(provisioner?.parts ?? [])].sort());
      expect(Object.values(parts)).not.toContain("");
    });

    if (provisioner !== undefined) describeClasses(provisioner);
  });
}

const partsShape = z.object({ nodeParts: z.record(z.string(), z.string()) });

function describeClasses(provisioner: NodeProvisioner): void {
  const group = firstGroup();
  const partsNamed = (suffix: string) =>
    Object.fromEntries(provisioner.parts.map((name) => [name, `${name}${suffix}`]));
  const said = (change: Partial<NodeGroup> = {}, owner = "platform", suffix = "") => {
    const changed = { ...group, ...change };
    return JSON.stringify([
      provisioner.classOf(changed, partsNamed(suffix), { ...tags, owner }),
      provisioner.requirementsOf(changed),
    ]);
  };

  it.each([
    ["disks", said({ diskGiB: 333 })],
    ["machines", said({ capacities: [nodeSizes.xlarge] })],
    ["tags", said({}, "others")],
  ])("have the %s that they were told", (_what, other) => {
    expect(other).not.toBe(said());
  });

  it("use every part", () => {
    for (const part of provisioner.parts) expect(said({}, "platform", "-1")).toContain(`"${part}-1"`);
  });

  it("are of kinds with a group, by which a pool names its class", () => {
    expect(provisioner.nodeClass.apiVersion).toMatch(/^[a-z0-9.-]+\.[a-z]+\/v[0-9][a-z0-9]*$/);
  });

  it("are machines of which there are some for every size of a pool", () => {
    for (const capacity of Object.values(nodeSizes)) {
      const requirements = provisioner.requirementsOf({ ...group, capacities: [capacity] });
      expect(requirements.length).toBeGreaterThan(0);
      for (const { values } of requirements) expect(values.length).toBeGreaterThan(0);
    }
  });
}

function firstGroup(): NodeGroup {
  const [first] = decideNodeGroups(decideNodePools({ general: wishes.pool }), wish);
  if (first === undefined) throw new Error("a pool that may grow makes a group");
  return first;
}
