import { describe, expect, it } from "vitest";
import { sizes } from "../../../../kit/sizes.ts";
import { decidePostgresDisk, decidePostgresMachine, postgresMachines } from "./postgres-machines.ts";

describe("a database's machine", () => {
  it("has at least the size class's CPUs and memory", () => {
    for (const wanted of Object.values(sizes)) {
      for (const steady of [true, false]) {
        const machine = decidePostgresMachine(wanted, steady);
        expect(machine.cpu).toBeGreaterThanOrEqual(wanted.cpu);
        expect(machine.memoryGiB).toBeGreaterThanOrEqual(wanted.memoryGiB);
      }
    }
  });

  it("is never burstable where a standby or replicas hang on it, which Azure refuses", () => {
    const tiers = Object.values(sizes).map((wanted) => decidePostgresMachine(wanted, true).tier);
    expect(new Set(tiers)).toEqual(new Set(["GeneralPurpose"]));
  });

  it("is burstable only for the small sizes of a server that stands alone", () => {
    const names = Object.entries(sizes).map(([size, wanted]) => [size, decidePostgresMachine(wanted, false).name]);
    expect(Object.fromEntries(names)).toEqual({
      nano: "Standard_B1ms",
      micro: "Standard_B1ms",
      small: "Standard_B1ms",
      medium: "Standard_B2s",
      large: "Standard_D2ds_v5",
      xlarge: "Standard_D4ds_v5",
      "2xlarge": "Standard_D8ds_v5",
    });
  });

  it("is named by its tier's series, as Azure asks of a name and its tier together", () => {
    for (const { name, tier } of postgresMachines) {
      expect({ name, tier }).toEqual({ name, tier: name.startsWith("Standard_B") ? "Burstable" : "GeneralPurpose" });
    }
  });

  it("fails by name where none is large enough", () => {
    expect(() => decidePostgresMachine({ cpu: 500, memoryGiB: 1 }, true)).toThrow("500 CPUs");
  });
});

describe("a database's disk", () => {
  it("is the smallest that Azure has with room for the wish", () => {
    expect([1, 20, 32, 33, 100, 4000, 4096, 16384].map(decidePostgresDisk)).toEqual([
      32, 32, 32, 64, 128, 4095, 4096, 16384,
    ]);
  });

  it("fails above the largest", () => {
    expect(() => decidePostgresDisk(32768)).toThrow("32768 GiB");
  });
});
