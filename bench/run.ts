// Figures as ratios within one run, so that they hold on any machine. Exits with 1 when one is above its bound.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { environmentOfSize } from "./environment-of-size.ts";
import { registerBare, registerWithInputs } from "./floors.ts";
import { median, timed } from "./timing.ts";
import { planEnvironment } from "../plan/plan-environment.ts";

interface Figure {
  readonly says: string;
  readonly ratio: number;
  /** What the ratio may not exceed. - behaviour: it is only shown. */
  readonly bound?: number;
}

const rounds = 7;
const figures: Figure[] = [];

for (const wanted of [400, 1000]) figures.push(...(await planningCost(wanted)));
figures.push(...(await growth(1000, 5000)), freshProcess());

for (const { says, ratio, bound } of figures) {
  const judged = bound === undefined ? "" : ratio <= bound ? "ok" : "OVER";
  const limit = bound === undefined ? "no bound" : `bound ${bound.toFixed(1)}`;
  console.log(`${judged.padEnd(4)} ${ratio.toFixed(2)} (${limit})  ${says}`);
}
process.exitCode = figures.every(({ ratio, bound = Number.POSITIVE_INFINITY }) => ratio <= bound) ? 0 : 1;

/** A plan against the SDK's own mock monitor taking the same number of resources, pair by pair. */
async function planningCost(wanted: number): Promise<Figure[]> {
  const environment = environmentOfSize(wanted);
  const { resources } = await planEnvironment(environment);
  const bare: number[] = [];
  const same: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const plan = await timed(() => planEnvironment(environment));
    bare.push(plan / (await timed(() => registerBare(resources.length))));
    same.push(plan / (await timed(() => registerWithInputs(resources))));
  }
  const count = String(resources.length);
  return [
    {
      says: `planning ${count} resources / registering ${count} bare ones with the same inputs`,
      ratio: median(same),
      bound: 1.5,
    },
    { says: `planning ${count} resources / registering ${count} bare ones without inputs`, ratio: median(bare) },
  ];
}

/**
 * How much dearer each resource gets from the smaller size to the larger, for a plan and for the floor: 1 is linear. The
 * floor's growth is the garbage that the SDK's promises leave, which a plan has too; what counts is what comes on top.
 */
async function growth(small: number, large: number): Promise<Figure[]> {
  const perResource = async (wanted: number): Promise<{ plan: number; floor: number }> => {
    const environment = environmentOfSize(wanted);
    const { resources } = await planEnvironment(environment);
    const plans: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < 3; round++) {
      plans.push(await timed(() => planEnvironment(environment)));
      floors.push(await timed(() => registerWithInputs(resources)));
    }
    return { plan: median(plans) / resources.length, floor: median(floors) / resources.length };
  };
  const [few, many] = [await perResource(small), await perResource(large)];
  const says = `time for each resource at ${String(large)} / at ${String(small)}`;
  const plan = many.plan / few.plan;
  return [
    { says: `${says}, of a plan`, ratio: plan },
    { says: `${says}, of a plan / of the floor`, ratio: plan / (many.floor / few.floor), bound: 1.5 },
  ];
}

/** A whole process that plans the default environment against one that only imports the SDK. */
function freshProcess(): Figure {
  const process = (script: string): number => {
    const started = performance.now();
    const { status, stderr } = spawnSync("node", [fileURLToPath(new URL(script, import.meta.url))], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - started;
  };
  const ratios = Array.from({ length: rounds }, () => process("./plan-default.ts") / process("./import-sdk.ts"));
  return {
    says: "plan of bitvelocity-local in a fresh process / bare import of @pulumi/pulumi",
    ratio: median(ratios),
    bound: 3,
  };
}
