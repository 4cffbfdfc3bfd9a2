import { existsSync } from "node:fs";
import { join } from "node:path";
import { Argument, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { findPulumi, pulumiVersion } from "../pulumi-cli.ts";
import { renderStackFile, stackFileName } from "../stack-file.ts";
import { writeOutput } from "../user-files.ts";
import { alignColumns, lines } from "../words.ts";

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
  args: z.strictObject({
    environment: z.string(),
    layers: z.boolean(),
    backend: z.string(),
    secretsProvider: z.string(),
    force: z.boolean(),
  }),
  run: async ({ environment: reference, layers, backend, secretsProvider, force }, context) => {
    const { loadPlatform } = await import("../../stacks/load.ts");
    const { layerStackName } = await import("../../stacks/names.ts");
    const { loginSteps } = await import("../../components/clouds/table.ts");
    const { environment } = loadPlatform(reference, context.root);
    const { name } = environment;
    const stacks = layers ? [layerStackName(name, "cloud"), layerStackName(name, "cluster")] : [name];
    refuseExisting(stacks, force, context);
    for (const stack of stacks)
      writeOutput({ cwd: context.root }, stackFileName(stack), renderStackFile(secretsProvider));
    const steps = [
      ...loginSteps(environment).map(({ what, command }) => [command, what]),
      [`npx pulumi login ${backend}`, "where Pulumi keeps state"],
      ...stacks.map((stack) => [
        `npx pulumi stack init ${stack} --secrets-provider "${secretsProvider}"`,
        "once, makes the stack",
      ]),
      ...stacks.map((stack) => [`npx pulumi up --stack ${stack} --policy-pack policies/security`, ""]),
    ];
    context.stdout.write(
      lines(...stacks.map((stack) => `wrote ${stackFileName(stack)}`), "Next:", ...alignColumns(steps), ...noPulumi(name, context)),
    );
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

function noPulumi(environment: string, context: Context): string[] {
  if (findPulumi(context.env) !== undefined) return [];
  return [
    `Pulumi ${pulumiVersion()} is downloaded by its first command; where that is impossible, rehearse: landbridge rehearse up ${environment}`,
  ];
}

// https://www.pulumi.com/docs/iac/concepts/secrets/#initializing-a-stack-with-alternative-encryption
const keyServices = /^(awskms|azurekeyvault|gcpkms|hashivault):\/\/\S+$/;

function parseSecretsProvider(text: string): string {
  if (text !== "default" && text !== "passphrase" && !keyServices.test(text))
    throw new InvalidArgumentError(
      "It has to be default, passphrase or a key: awskms://…, azurekeyvault://…, gcpkms://… or hashivault://…",
    );
  return text;
}
