import { resolve } from "node:path";
import { Argument } from "commander";
import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { writeManifestFolder, type WrittenFolder } from "../manifests/manifest-folder.ts";
import { renderManifests, type Manifests } from "../manifests/manifests.ts";
import { planFor, type Planned } from "../planning.ts";
import { parseStackOutputs } from "../pulumi/stack-outputs.ts";
import { readInput } from "../user-files.ts";
import { alignColumns, json, lines, plural } from "../print/words.ts";

/** Writes an environment's Kubernetes objects as files. */
export const render = defineCommand({
  name: "render",
  says: "Write an environment's Kubernetes objects as files for kubectl or a GitOps repository. Writes no secrets.",
  examples: [
    "landbridge render bitvelocity-local --out out/local",
    "landbridge render bitvelocity-local --out out/local --outputs outputs.json",
    "landbridge render bitvelocity-local --out out/local --allow-placeholders --json",
  ],
  declare: (command) =>
    command
      .addArgument(new Argument("<environment>", "name or path"))
      .requiredOption("--out <folder>", "new or empty, or written by an earlier render of the same environment")
      .option("--outputs <file>", "what `pulumi stack output --json` prints of the stack with the cloud layer")
      .option("--allow-placeholders", "also write objects that hold ${…} for what only the cloud knows", false)
      .option("--json", "print the result as JSON", false),
  args: z.strictObject({
    environment: z.string(),
    out: z.string(),
    outputs: z.string().optional(),
    allowPlaceholders: z.boolean(),
    json: z.boolean(),
  }),
  run: async ({ environment, out, outputs: file, allowPlaceholders, json: asJson }, context) => {
    const outputs = file === undefined ? undefined : parseStackOutputs(readInput(context, file), file);
    const planned = await planFor(environment, context, { layer: "cluster", outputs });
    const manifests = renderManifests(planned.plan.resources);
    if (!allowPlaceholders) refusePlaceholders(manifests.undecided);
    const written = writeManifestFolder(resolve(context.cwd, out), planned.plan.environment, manifests.files);
    context.stdout.write(
      asJson ? renderJson(planned, manifests, written) : renderText(out, planned, manifests, written),
    );
    return planned.plan.opaque.length > 0 ? exitCodes.differences : exitCodes.success;
  },
});

function refusePlaceholders(undecided: readonly string[]): void {
  if (undecided.length === 0) return;
  throw new UsageError(
    `${plural(undecided.length, "object")} hold values that only the cloud knows: ${undecided.join(", ")}; give them with --outputs, or write them as they are with --allow-placeholders. Nothing was written`,
  );
}

function renderJson({ plan }: Planned, { files, leftOut, undecided }: Manifests, { removed }: WrittenFolder): string {
  return json({
    environment: plan.environment,
    files: files.map(({ path }) => path),
    removed,
    leftOut,
    placeholders: undecided,
    opaque: plan.opaque.map(({ name, version, reason }) => ({ name, version, reason })),
  });
}

function renderText(out: string, { plan }: Planned, manifests: Manifests, { written, removed }: WrittenFolder): string {
  const { files, leftOut } = manifests;
  const hasDefinitions = files.some(({ path }) => path.startsWith("1-definitions/"));
  return lines(
    `${plan.environment}: ${plural(written, "object")} in ${out}${removed.length === 0 ? "" : `, ${removed.length} of an earlier run removed`}`,
    ...(leftOut.length === 0
      ? []
      : [`Left out: ${plural(leftOut.length, "object")}; bring them up with Pulumi or your secret store`]),
    ...alignColumns(leftOut.map(({ object, why }) => [object, why])),
    ...(plan.opaque.length === 0 ? [] : ["Missing: charts that could not be rendered here"]),
    ...alignColumns(plan.opaque.map(({ name, version, reason }) => [name, version, reason])),
    "Next:",
    ...(hasDefinitions
      ? [
          `  kubectl apply --server-side -f ${out}/1-definitions`,
          `  kubectl wait --for condition=Established -f ${out}/1-definitions`,
        ]
      : []),
    `  kubectl apply --server-side -R -f ${out}`,
  );
}
