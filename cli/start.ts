// What `npm start` runs: the main job, on an environment that comes with the kit. `npm start -- <environment>` takes another.
import { processContext } from "./process-context.ts";
import { run } from "./run.ts";

const [environment = "bitvelocity-local"] = process.argv.slice(2);

process.exitCode = await run(["start", environment], processContext());
