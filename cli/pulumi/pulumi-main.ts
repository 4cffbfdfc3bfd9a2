import { runPulumi } from "./run-pulumi.ts";

process.exitCode = await runPulumi(process.argv.slice(2), process.env, process.stderr);
