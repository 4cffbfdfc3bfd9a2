import { describe, expect, it } from "vitest";
import { decideZones, knownRegions, zonesOf, zonesWithoutEks } from "./zones.ts";

const inRegion = (primary: string) => ({ regions: { primary } });

describe("zones", () => {
  it("are three different ones in every region that is known, all with EKS", () => {
    expect(knownRegions.length).toBeGreaterThan(30);
    for (const region of knownRegions) {
      const zones = decideZones(inRegion(region)) ?? [];
      expect({ region, different: new Set(zones).size }).toEqual({ region, different: 3 });
      expect(zones.filter((zone) => zonesWithoutEks.includes(zone))).toEqual([]);
    }
  });

  it("leave out those that new accounts don't see", () => {
    expect(zonesOf(inRegion("ap-northeast-1"))).toEqual(["apne1-az1", "apne1-az2", "apne1-az4"]);
    expect(zonesOf(inRegion("ca-central-1"))).toEqual(["cac1-az1", "cac1-az2", "cac1-az4"]);
  });

  it("are the settings' where those name them", () => {
    const zones: [string, string, string] = ["euw1-az1", "euw1-az2", "euw1-az9"];
    expect(decideZones({ ...inRegion("eu-west-1"), zones })).toEqual(zones);
  });

  it("keep their addresses when the settings name them in another order", () => {
    const inOrder = (zones: [string, string, string]) => zonesOf({ ...inRegion("eu-west-1"), zones });
    const sorted = ["euw1-az1", "euw1-az2", "euw1-az3"];
    expect(inOrder(["euw1-az3", "euw1-az1", "euw1-az2"])).toEqual(sorted);
    expect(inOrder(["euw1-az1", "euw1-az2", "euw1-az3"])).toEqual(sorted);
  });

  it("fails for a region with two zones for new accounts, and for one that nobody told us about", () => {
    expect(decideZones(inRegion("us-west-1"))).toBeUndefined();
    expect(() => zonesOf(inRegion("eu-east-9"))).toThrow("the zones of eu-east-9 are not known");
  });
});
