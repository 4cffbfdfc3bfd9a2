import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { charts } from "../charts/charts.ts";
import type { PinnedChart } from "../charts/catalogue.ts";
import { loginSteps, type AnyEnvironment } from "../components/clouds/table.ts";
import { listEnvironments } from "../environments/load.ts";
import { EnvironmentError } from "../components/kit/errors.ts";
import { chartsOf } from "../stacks/charts.ts";
import { loadPlatform } from "../stacks/load.ts";
import { chartCache, digestOf, isCached, pullCommand } from "./manifests/chart-renderer.ts";
import type { Context } from "./context.ts";
import { findProgram } from "./find-program.ts";
import { findPulumi, pulumiVersion } from "./pulumi/pulumi-cli.ts";

/** One thing that a machine may have. */
export interface Finding {
  readonly what: string;
  /** Where or which; undefined when it isn't there. */
  readonly found: string | undefined;
  /** Whether bringing up the environment that was asked about needs it. */
  readonly needed: boolean;
  /** What can't be done without it. */
  readonly prevents: string;
  /** How to get it. */
  readonly wayOut: string;
}

/** Looks for everything that a command can use. Starts no program and uses no network. */
export function examineMachine(environment: AnyEnvironment | undefined, context: Context): Finding[] {
  const isReal = environment !== undefined;
  const logins = cloudPrograms(environment, context);
  const kubectl = program("kubectl", false, "what landbridge render wrote can't be applied", context);
  return [
    {
      what: "Node",
      found: process.versions.node,
      needed: true,
      prevents: "nothing runs without it",
      wayOut: "npm ci",
    },
    {
      what: `Pulumi CLI ${pulumiVersion(context.env)}`,
      found: findPulumi(context.env),
      needed: isReal,
      prevents: "no preview and no up against a real cloud; plan, check and rehearse work without it",
      wayOut: "npx pulumi version downloads it; where that is impossible: npx landbridge rehearse up <environment>",
    },
    ...logins,
    program("helm", false, "charts stay opaque: rules about what they hold are undecided", context),
    ...(logins.some(({ what }) => what === kubectl.what) ? [] : [kubectl]),
    ...chartFindings(environment === undefined ? charts : chartsOf(environment), context),
    policyPacks(),
  ];
}

function program(name: string, needed: boolean, prevents: string, { env }: Context): Finding {
  return { what: name, found: findProgram(name, env), needed, prevents, wayOut: `install ${name}` };
}

/** The programs with which one logs in to clouds: those of one environment, or of all that can be read. */
function cloudPrograms(environment: AnyEnvironment | undefined, context: Context): Finding[] {
  const environments = environment === undefined ? readableEnvironments(context) : [environment];
  const steps = environments.flatMap((one) =>
    loginSteps(one).map(({ what, command, program: name = command.split(" ")[0] ?? "" }) => ({ what, name })),
  );
  const names = [...new Set(steps.map(({ name }) => name))].sort();
  return names.map((name) => {
    const uses = steps.filter((step) => step.name === name).map(({ what }) => what);
    const prevents = `out of reach: ${[...new Set(uses)].sort().join(", ")}`;
    return program(name, environment !== undefined, prevents, context);
  });
}

function readableEnvironments({ root }: Context): AnyEnvironment[] {
  return listEnvironments(root).flatMap(({ name }) => {
    try {
      return [loadPlatform(name, root).environment];
    } catch (error) {
      // `validate` is for that.
      if (error instanceof EnvironmentError) return [];
      throw error;
    }
  });
}

function chartFindings(charts: readonly PinnedChart[], context: Context): Finding[] {
  const absent = charts.filter((chart) => !isCached(chart, context));
  const unknown = charts.filter(({ name }) => digestOf(name) === "unknown").map(({ name }) => name);
  return [
    {
      what: `charts in ${chartCache}`,
      found: absent.length === 0 ? `all ${charts.length}` : undefined,
      needed: false,
      prevents: `${absent.map(({ name }) => name).join(", ")} stay opaque: rules about what they hold are undecided`,
      wayOut: absent.map(pullCommand).join("\n         "),
    },
    {
      what: "digests of charts",
      found: unknown.length === 0 ? `all ${charts.length}` : undefined,
      needed: false,
      prevents: `an archive of ${unknown.join(", ")} that somebody changed would go unnoticed`,
      wayOut: "npx landbridge charts lock, where the registries can be reached",
    },
  ];
}

function policyPacks(): Finding {
  const entry = fileURLToPath(new URL("../dist/policies/adapters/pulumi-policy.js", import.meta.url));
  return {
    what: "policy packs for Pulumi",
    found: existsSync(entry) ? "built" : undefined,
    needed: false,
    prevents: "pulumi up --policy-pack doesn't start; landbridge check works without them",
    wayOut: "npm install",
  };
}
