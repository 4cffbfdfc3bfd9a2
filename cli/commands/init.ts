import { existsSync } from "node:fs";
import { join } from "node:path";
import { Argument, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { findPulumi, pulumiVersion } from "../pulumi-cli.ts";
import { renderStackFile, stackFileName } from "../stack-file.ts";
import { writeOutput } from "../user-files.ts";
import { alignColumns, lines } from "../words.ts";

const initArgs = z.strictObject({
  environment: z.string(),
  layers: z.boolean(),
  backend: z.string(),
  secretsProvider: z.string(),
  force: z.boolean(),
});

/** Prepares an environment for the Pulumi engine. */
export const init = defineCommand({
  name: "init",
  says: "Write the stack files that Pulumi needs for an environment, and say what to do next. Changes no cloud.",
  examples: [
    "landbridge init bitvelocity-local",
    "landbridge init bitvelocity-local --layers --backend s3://bucket --secrets-provider passphrase",
    "landbridge init bitvelocity-local --force",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<environment>", "name or path"))
      .option("--layers", "one stack for each layer instead of one for both", false)
      .option("--backend <url>", "where Pulumi keeps state, as `pulumi login` takes it", "--local")
      .addOption(
        new Option("--secrets-provider <provider>", "what encrypts secrets in state and stack files")
          .argParser(parseSecretsProvider)
          .default("passphrase"),
      )
      .option("--force", "overwrite stack files that exist", false),
  args: initArgs,
  run: async (args, context) => {
    const { loadPlatform } = await import("../../stacks/load.ts");
    const { layerStackName } = await import("../../stacks/names.ts");
    const { environment } = loadPlatform(args.environment, context.root);
    const { name } = environment;
    const stacks = args.layers ? [layerStackName(name, "cloud"), layerStackName(name, "cluster")] : [name];
    refuseExisting(stacks, args.force, context);
    for (const stack of stacks)
      writeOutput({ cwd: context.root }, stackFileName(stack), renderStackFile(args.secretsProvider));
    const steps = alignColumns(await nextSteps(environment, stacks, args));
    const wrote = stacks.map((stack) => `wrote ${stackFileName(stack)}`);
    context.stdout.write(lines(...wrote, "Next:", ...steps, ...withoutPulumi(name, context)));
    return exitCodes.success;
  },
});

function refuseExisting(stacks: readonly string[], force: boolean, { root }: Context): void {
  const existing = stacks.map(stackFileName).filter((file) => existsSync(join(root, file)));
  if (force || existing.length === 0) return;
  throw new UsageError(
    `${existing.join(" and ")} exist${existing.length === 1 ? "s" : ""} already and may hold secrets; --force overwrites`,
  );
}

/** Commands in order, each with what it is for. */
async function nextSteps(
  environment: AnyEnvironment,
  stacks: readonly string[],
  { backend, secretsProvider }: z.infer<typeof initArgs>,
): Promise<string[][]> {
  const { loginSteps } = await import("../../components/clouds/table.ts");
  const { secretNames } = await import("../../components/kit/secret-names.ts");
  // Services and their secrets are in the cluster layer, which is the last stack.
  const last = stacks.at(-1) ?? environment.name;
  return [
    ...loginSteps(environment).map(({ what, command }) => [command, what]),
    [`npx pulumi login ${backend}`, "where state is kept"],
    ...stacks.map((stack) => [
      `npx pulumi stack init ${stack} --secrets-provider ${shellWord(secretsProvider)}`,
      "once",
    ]),
    ...secretNames(environment).map((secret) => [
      `npx pulumi config set --secret secrets:${secret} --stack ${last}`,
      "asks for the value",
    ]),
    ...stacks.map((stack) => [
      `npx pulumi up --stack ${stack} --policy-pack policies/security`,
      "shows the steps first",
    ]),
  ];
}

function shellWord(text: string): string {
  return /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function withoutPulumi(environment: string, { env }: Context): string[] {
  if (findPulumi(env) !== undefined) return [];
  return [
    `The Pulumi CLI ${pulumiVersion(env)} is downloaded by its first command; where that is impossible: npx landbridge rehearse up ${environment}`,
  ];
}

// https://www.pulumi.com/docs/iac/concepts/secrets/#available-encryption-providers
const keyServices = /^(awskms|azurekeyvault|gcpkms|hashivault):\/\/\S+$/;

function parseSecretsProvider(text: string): string {
  if (text === "default" || text === "passphrase" || keyServices.test(text)) return text;
  throw new InvalidArgumentError(
    "It has to be default, passphrase or a key: awskms://…, azurekeyvault://…, gcpkms://… or hashivault://…",
  );
}
