import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { offersOf } from "./offers.contract.ts";
import { run, type ContractSubject } from "./subject.contract.ts";

/** What every cloud must do for a cluster: how it is reached, over how many zones it is, on which volumes stores are. */
export function describeCluster(subject: ContractSubject): void {
  const { can } = offersOf(subject);

  describe("cluster", () => {
    it("gives a kubeconfig without credentials, whose one context is the one known before", async () => {
      const { value } = await run(subject, (kit) => kit.cluster());
      const { kubeconfig } = clusterShape.parse(await value);
      expect(kubeconfig).not.toMatch(/token:|"token"|password|client-key|client-certificate/);
      expect(kubeconfig.trim()).not.toBe("");
      // Or it is the path of a file, or a value of the cloud's that nobody can look into before it is there.
      const document: unknown = parse(kubeconfig);
      if (typeof document === "string") return;
      expect(document).toMatchObject({
        "current-context": subject.facts.context,
        contexts: [{ name: subject.facts.context }],
      });
    });

    it("has pools over three zones where the cloud makes nodes, and one failure domain or more in any case", () => {
      expect(subject.facts.zones).toBe(can("cluster.pools") ? 3 : 1);
    });

    it("knows how volumes are made where it makes nodes, and gives the key that encrypts them", async () => {
      const keyOf = async (key: boolean): Promise<string> =>
        clusterShape.parse(await (await run(subject, (kit) => kit.cluster({ key }))).value).volumeKey;
      const { volumes } = subject.facts;
      expect(volumes !== undefined).toBe(can("cluster.pools"));
      expect((await keyOf(can("keys"))) !== "").toBe(volumes !== undefined && can("keys"));
      expect(await keyOf(false)).toBe("");
    });

    it("has stores on a class that is made, and replicated volumes where it says so", () => {
      const { volumes, storageClass } = subject.facts;
      expect(volumes?.replicated !== undefined).toBe(can("cluster.volumes.replicated"));
      const all = Object.entries({ zonal: volumes?.zonal, replicated: volumes?.replicated });
      const classes = all.flatMap(([place, made]) => (made === undefined ? [] : [`landbridge-${place}`]));
      expect(volumes === undefined ? [""] : classes).toContain(storageClass);
    });
  });
}

/** What the kit gives back of a cluster. */
export const clusterShape = z.object({ apiServer: z.string(), kubeconfig: z.string(), volumeKey: z.string() });
