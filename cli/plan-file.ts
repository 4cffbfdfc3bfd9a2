import { z } from "zod";
import { UsageError } from "../components/kit/errors.ts";
import type { Plan, PlannedObject } from "../plan/planned-resource.ts";
import { parseInput } from "./user-files.ts";

const inputs: z.ZodType<PlannedObject> = z.record(z.string(), z.json());

const resource = z.strictObject({
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  provider: z.string().nullable(),
  inputs,
  dependencies: z.array(z.string()),
  protect: z.boolean(),
});

const opaqueChart = z.strictObject({
  urn: z.string(),
  name: z.string(),
  chart: z.string(),
  version: z.string(),
  reason: z.string(),
});

const file = z.strictObject({
  environment: z.string(),
  cloud: z.string(),
  digest: z.string(),
  opaque: z.array(opaqueChart),
  resources: z.array(resource),
});

/** What `plan --json` prints: a plan without what only a rehearsal needs. The same plan gives the same bytes. */
export type PlanFile = z.infer<typeof file>;

/** A resource in it. */
export type PlanFileResource = PlanFile["resources"][number];

/** A plan as `plan --json` prints it. What a resource doesn't have is null, so that every one has the same fields. */
export function planFile({ environment, cloud, digest, opaque, resources }: Plan): PlanFile {
  return {
    environment,
    cloud,
    digest,
    opaque: opaque.map(({ urn, name, chart, version, reason }) => ({ urn, name, chart, version, reason })),
    resources: resources.map(({ urn, type, name, parent, provider, inputs: given, dependencies, protect }) => ({
      urn,
      type,
      name,
      parent: parent ?? null,
      provider: provider ?? null,
      inputs: given,
      dependencies: [...dependencies],
      protect,
    })),
  };
}

/** Reads what `plan --json` printed. Throws a UsageError for anything else. */
export function parsePlanFile(text: string, path: string): PlanFile {
  const parsed = file.safeParse(parseInput(text, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "the whole" : issue.path.map(String).join(".");
  throw new UsageError(
    `${path} isn't a plan: ${where}: ${issue?.message ?? ""}; write one with landbridge plan --json`,
  );
}
