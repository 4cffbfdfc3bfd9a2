import { expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

const wish = {
  kind: "mongodb" as const,
  placement: "managed" as const,
  size: "large" as const,
  version: "5.0" as const,
  replicas: 0,
};
const wishes = [
  wish,
  { ...wish, replicas: 1, size: "xlarge" as const },
  { ...wish, size: "xlarge" as const, version: "8.0" as const, storageGiB: 200, pitrDays: 35 },
];

type Wish = (typeof wishes)[number];

const rest = { domains: {}, tier: "development" as const, protect: false };
// Parameters are of a version: the cluster is given new ones before the old ones go.
const clouds: readonly (readonly [string, (documents: Wish) => AnyEnvironment, replaced: readonly string[]])[] = [
  ["aws", (documents) => awsEnvironment({ stores: { documents }, ...rest }), ["shop-prod-documents-parameters"]],
  ["azure", (documents) => azureEnvironment({ stores: { documents }, ...rest }), []],
];

it.each(clouds)("documents on %s grow, shrink and move on to another version where they are", async (...given) => {
  const [, make, parameters] = given;
  await inFolder(async (root) => {
    const changed: (readonly string[])[] = [];
    const replaced: (readonly string[])[] = [];
    for (const documents of wishes) {
      const { steps } = await up(await planEnvironment(make(documents), { layer: "cloud" }), { root });
      const ours = steps.filter(({ name }) => name.includes("documents"));
      const namesOf = (kind: (typeof ours)[number]["step"]) =>
        ours.filter(({ step }) => step === kind).map(({ name }) => name);
      replaced.push(namesOf("replace"));
      changed.push(namesOf("update"));
    }
    expect(replaced).toEqual([[], [], parameters]);
    expect(changed.map((names) => names.includes("shop-prod-documents-cluster"))).toEqual([
      false,
      make(wish).cloud.name === "azure",
      true,
    ]);
  });
});
