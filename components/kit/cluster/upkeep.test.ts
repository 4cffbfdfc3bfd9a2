import { expect, it } from "vitest";
import { cluster as clusterSchema } from "../../../environments/schema/cluster.ts";
import { decideUpkeep } from "./upkeep.ts";

it("changes clusters at weekends, or when the environment says", () => {
  const [silent, saying] = [{}, { maintenance: { days: ["tuesday"], hour: 22, hours: 12 } }].map((wish) =>
    clusterSchema.parse(wish),
  );
  if (silent === undefined || saying === undefined) throw new Error("both are there");
  const tier = "production";
  expect(decideUpkeep({ cluster: silent, tier }).maintenance).toEqual({
    days: ["saturday", "sunday"],
    hour: 0,
    hours: 6,
  });
  expect(decideUpkeep({ cluster: saying, tier }).maintenance).toEqual(saying.maintenance);
});

it("tries patches where nobody is hurt first", () => {
  const cluster = clusterSchema.parse({});
  const paces = (["development", "staging", "production"] as const).map(
    (tier) => decideUpkeep({ cluster, tier }).patches,
  );
  expect(paces).toEqual(["early", "usual", "usual"]);
});
