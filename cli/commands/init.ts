import { existsSync } from "node:fs";
import { join } from "node:path";
import { Argument, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-code.ts";
import { findPulumi, pulumiVersion } from "../pulumi/pulumi-cli.ts";
import { shellWord } from "../run-check.ts";
import { renderStackFile, stackFileName } from "../pulumi/stack-file.ts";
import { writeOutput } from "../user-files.ts";
import { alignColumns, lines } from "../print/words.ts";

const initArgs = z.strictObject({
  environment: z.string(),
  layers: z.boolean(),
  bootstrap: z.boolean(),
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
      .addOption(
        new Option("--layers", "one stack for each layer instead of one for both")
          .default(false)
          .conflicts("bootstrap"),
      )
      .option(
        "--bootstrap",
        "the account's own stack, which makes the bucket for state; its own state moves there",
        false,
      )
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
    const { layerStackName, platformLayers } = await import("../../stacks/names.ts");
    const { environment } = loadPlatform(args.environment, context.root);
    const { name } = environment;
    if (args.bootstrap && environment.bootstrap === undefined)
      throw new UsageError(
        `bootstrap: isn't in ${name}; write bootstrap: { stateRegion: … }, or init without --bootstrap`,
      );
    const own = layerStackName(name, "bootstrap");
    const stacks = args.bootstrap
      ? [own]
      : args.layers
        ? platformLayers.map((one) => layerStackName(name, one))
        : [name];
    refuseExisting(stacks, args.force, context);
    for (const stack of stacks)
      writeOutput({ cwd: context.root }, stackFileName(stack), renderStackFile(args.secretsProvider));
    const steps = alignColumns(
      args.bootstrap ? await bootstrapSteps(environment, own, args) : await nextSteps(environment, stacks, args),
    );
    const wrote = stacks.map((stack) => `wrote ${stackFileName(stack)}`);
    const first = args.bootstrap ? [] : accountFirst(environment, own, context);
    context.stdout.write(lines(...wrote, ...first, "Next:", ...steps, ...withoutPulumi(name, context)));
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
  const { cloudSecretNames, secretNames, serviceSecretNames, storeSecretNames } =
    await import("../../components/kit/rights/secret-names.ts");
  // Services and their secrets are in the cluster layer, which is the last stack.
  const last = stacks.at(-1) ?? environment.name;
  // The cloud's own store of secrets is in the first.
  const holders = environment.secretStore.placement === "managed" ? stacks : [last];
  const [ofCloud, ofServices] = [cloudSecretNames(environment), serviceSecretNames(environment)];
  const holdersOf = (secret: string): string[] =>
    stacks.filter(
      (stack, index) =>
        (index === 0 && ofCloud.includes(secret)) ||
        (stack === last && storeSecretNames(environment).includes(secret)) ||
        (ofServices.includes(secret) && holders.includes(stack)),
    );
  // Without a configuration a pack judges as in production.
  const { tier } = environment;
  const packConfig = tier === "production" ? "" : ` --policy-pack-config policies/security/${tier}.json`;
  return [
    ...loginSteps(environment).map(({ what, command }) => [command, what]),
    [`npx pulumi login ${backend === here ? here : shellWord(backend)}`, "where state is kept"],
    ...stacks.map((stack) => [
      `npx pulumi stack init ${stack} --secrets-provider ${shellWord(secretsProvider)}`,
      "once",
    ]),
    ...secretNames(environment).flatMap((secret) =>
      holdersOf(secret).map((stack) => [
        `npx pulumi config set --secret secrets:${secret} --stack ${stack}`,
        "asks for the value",
      ]),
    ),
    ...stacks.map((stack) => [
      `npx pulumi up --stack ${stack} --policy-pack policies/security${packConfig}`,
      "shows the steps first",
    ]),
  ];
}

/** Where the account's own state is until it can move into the bucket that the stack makes. */
const here = "--local";

/** File that carries that state over. */
const carrier = "bootstrap.state.json";

/** Commands for the account's own stack: brought up with its state on this machine, and then moved into its own bucket. */
async function bootstrapSteps(
  environment: AnyEnvironment,
  stack: string,
  { backend, secretsProvider }: z.infer<typeof initArgs>,
): Promise<string[][]> {
  const { loginSteps } = await import("../../components/clouds/table.ts");
  const { name } = environment;
  const init = `npx pulumi stack init ${stack} --secrets-provider ${shellWord(secretsProvider)}`;
  if (backend !== here)
    return [
      [`npx pulumi login ${shellWord(backend)}`, "where state is kept from now on"],
      [init, "once"],
      [`npx pulumi stack import --stack ${stack} --file ${carrier}`, "what the stack has made"],
      [`npx pulumi preview --stack ${stack} --expect-no-changes`, "proves that nothing was lost"],
      [`rm ${carrier}`, ""],
      [
        `npx landbridge init ${name} --layers --backend ${shellWord(backend)} --secrets-provider ${shellWord(secretsProvider)}`,
        "the platform itself",
      ],
    ];
  return [
    ...loginSteps(environment).map(({ what, command }) => [command, what]),
    [`npx pulumi login ${here}`, "state is on this machine at first"],
    [init, "once"],
    [`npx pulumi up --stack ${stack}`, "shows the steps first"],
    [
      `npx pulumi stack export --stack ${stack} --show-secrets --file ${carrier}`,
      "holds no secret: the stack has none",
    ],
    [`STATE=$(npx pulumi stack output stateUrl --stack ${stack})`, "where state will be"],
    [`SECRETS=$(npx pulumi stack output secretsProvider --stack ${stack})`, "what encrypts its secrets"],
    [
      `npx landbridge init ${name} --bootstrap --force --backend "$STATE" --secrets-provider "$SECRETS"`,
      "says how its state moves",
    ],
  ];
}

function accountFirst({ name, bootstrap }: AnyEnvironment, own: string, { root }: Context): string[] {
  if (bootstrap === undefined || existsSync(join(root, stackFileName(own)))) return [];
  return [`The account's own stack comes first: npx landbridge init ${name} --bootstrap`];
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
