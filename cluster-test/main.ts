// `npm run test:cluster`: applies what `landbridge render` writes to a real API server and looks what comes of it.
import { CommanderError } from "commander";
import { charts } from "../charts/charts.ts";
import { processContext } from "../cli/process-context.ts";
import { EnvironmentError, UsageError } from "../components/kit/errors.ts";
import { listEnvironments } from "../environments/load.ts";
import { controlPlanePrograms } from "../tools/control-plane/programs.ts";
import { parseArguments, type ClusterTestArguments } from "./arguments.ts";
import { defaultEnvironments } from "./default-environments.ts";
import { environmentObjects } from "./environment-objects.ts";
import { count, type Findings } from "./findings.ts";
import { tryEnvironment } from "./try-environment.ts";
import { tryOwnCluster } from "./try-own-cluster.ts";

const context = processContext();
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

// Ends the process the way it would end anyway, but through `exit`: what holds the programs then lets go of them.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.on(signal, () => process.exit(code));

try {
  process.exitCode = await run(parseArguments(process.argv.slice(2)));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof UsageError || error instanceof EnvironmentError) {
    process.stderr.write(`landbridge: ${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}

async function run({ environments, context: own }: ClusterTestArguments): Promise<number> {
  const kinds = charts.flatMap((chart) => chart.kinds);
  const names = environments.length > 0 ? environments : defaultEnvironments(listEnvironments(context.root));
  const programs = own === undefined ? await controlPlanePrograms(process.env, say) : "";
  let failed = 0;
  for (const name of names) {
    const started = performance.now();
    const wanted = await environmentObjects(name, context);
    const findings =
      own === undefined ? await tryEnvironment(wanted, programs, kinds) : await tryOwnCluster(wanted, own, kinds);
    failed += findings.failures.length;
    report(wanted.environment.name, findings, (performance.now() - started) / 1000);
  }
  say("Not seen here: network policies (nothing enforces them), what operators make of custom resources, containers.");
  say(`cluster test: ${count(names.length, "environment")}, ${count(failed, "failure")}`);
  return failed === 0 ? 0 : 1;
}

function report(name: string, { says, failures }: Findings, seconds: number): void {
  say(`${name} (${seconds.toFixed(0)} s)`);
  for (const line of says) say(`  ${line}`);
  for (const line of failures) say(`  FAILED ${line}`);
}
