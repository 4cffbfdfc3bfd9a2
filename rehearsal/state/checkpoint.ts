import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../components/kit/names.ts";
import type { PlannedObject } from "../../plan/planned-resource.ts";
import { CorruptStateError, type Finding } from "../errors.ts";
import { integrityProblems } from "./integrity.ts";
import { parseJson } from "./parse-json.ts";

/** A resource in Pulumi's deployment format: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go */
export interface ResourceState {
  readonly urn: string;
  readonly custom: boolean;
  /** A replaced resource whose old half still has to be deleted. Only such may share its URN. */
  readonly delete?: boolean | undefined;
  readonly id?: string | undefined;
  readonly type: string;
  readonly inputs?: PlannedObject | undefined;
  readonly outputs?: PlannedObject | undefined;
  readonly parent?: string | undefined;
  readonly protect?: boolean | undefined;
  /** Read, never made or deleted here. */
  readonly external?: boolean | undefined;
  readonly dependencies?: readonly string[] | undefined;
  /** `<urn>::<id>`. */
  readonly provider?: string | undefined;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Deleted so that it can be made again, and not made yet. */
  readonly pendingReplacement?: boolean | undefined;
  readonly additionalSecretOutputs?: readonly string[] | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly customTimeouts?: Readonly<Record<string, number>> | undefined;
  readonly importID?: string | undefined;
  readonly retainOnDelete?: boolean | undefined;
  readonly deletedWith?: string | undefined;
  readonly ignoreChanges?: readonly string[] | undefined;
  readonly replaceOnChanges?: readonly string[] | undefined;
}

/** A provider call that was begun and not known to have ended. */
export interface PendingOperation {
  readonly resource: ResourceState;
  readonly type: "creating" | "updating" | "deleting" | "reading";
}

/** What a stack holds: resources after their parents, providers and dependencies. */
export interface Checkpoint {
  /** Counts the times it was written; ties a journal to the checkpoint it belongs to. */
  readonly epoch: number;
  /** RFC 3339, given by the caller. */
  readonly time: string;
  readonly resources: readonly ResourceState[];
  readonly pending: readonly PendingOperation[];
}

/** The moment that is written when the caller gives none: nothing in a rehearsal reads a clock. */
export const noTime = "1970-01-01T00:00:00Z";

/** A stack before its first run. */
export const emptyCheckpoint: Checkpoint = Object.freeze({ epoch: 0, time: noTime, resources: [], pending: [] });

// Pulumi's magic is the SHA-256 of the version's text, whatever the version says:
// https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/manifest.go
const writer = "landbridge-rehearsal";
const magic = createHash("sha256").update(writer).digest("hex");

const json: z.ZodType<PlannedObject> = z.record(z.string(), z.json());
const urns = z.array(z.string());
const resourceSchema = z.strictObject({
  urn: z.string(),
  custom: z.boolean(),
  delete: z.boolean().optional(),
  id: z.string().optional(),
  type: z.string(),
  inputs: json.optional(),
  outputs: json.optional(),
  parent: z.string().optional(),
  protect: z.boolean().optional(),
  external: z.boolean().optional(),
  dependencies: urns.optional(),
  provider: z.string().optional(),
  propertyDependencies: z.record(z.string(), urns).optional(),
  pendingReplacement: z.boolean().optional(),
  additionalSecretOutputs: z.array(z.string()).optional(),
  aliases: urns.optional(),
  customTimeouts: z.record(z.string(), z.number()).optional(),
  importID: z.string().optional(),
  retainOnDelete: z.boolean().optional(),
  deletedWith: z.string().optional(),
  ignoreChanges: z.array(z.string()).optional(),
  replaceOnChanges: z.array(z.string()).optional(),
});

/** The shape of a pending operation, for the files that carry one. */
export const operationSchema: z.ZodType<PendingOperation> = z.strictObject({
  resource: resourceSchema,
  type: z.enum(["creating", "updating", "deleting", "reading"]),
});

/** The shape of a resource, for the files that carry one. */
export const resourceStateSchema: z.ZodType<ResourceState> = resourceSchema;

const fileSchema = z.strictObject({
  version: z.literal(3),
  deployment: z.strictObject({
    manifest: z.strictObject({ time: z.iso.datetime(), magic: z.literal(magic), version: z.literal(writer) }),
    resources: z.array(resourceSchema),
    pending_operations: z.array(operationSchema),
    // Pulumi leaves `metadata` free; its own importer skips what it doesn't know there.
    metadata: z.strictObject({ landbridge: z.strictObject({ epoch: z.int().min(0), sha256: z.string() }) }),
  }),
});

/**
 * A checkpoint as a file that `pulumi stack import` reads. Carries a checksum of its contents, since Pulumi's own
 * format would not notice a changed value. The same checkpoint gives the same bytes.
 */
export function renderCheckpoint(checkpoint: Checkpoint): string {
  const { epoch, time, resources, pending } = checkpoint;
  const body = { manifest: { time, magic, version: writer }, resources, pending_operations: pending };
  const deployment = { ...body, metadata: { landbridge: { epoch, sha256: checksum(epoch, body) } } };
  return `${JSON.stringify({ version: 3, deployment }, undefined, 1)}\n`;
}

function checksum(epoch: number, body: object): string {
  return createHash("sha256")
    .update(`${epoch}\n${canonicalJson(body)}`)
    .digest("hex");
}

/** Reads what `renderCheckpoint` writes. Throws a CorruptStateError that names everything wrong with the file. */
export function parseCheckpoint(bytes: Uint8Array, file: string, wayOut: string): Checkpoint {
  const refuse = (...problems: readonly string[]): CorruptStateError =>
    new CorruptStateError(problems.map((problem): Finding => ({ file, problem, wayOut })));
  const content = parseJson(bytes);
  if ("problem" in content) throw refuse(content.problem);
  const parsed = fileSchema.safeParse(content.value);
  if (!parsed.success) {
    throw refuse(
      ...parsed.error.issues.map(({ path, message }) => `${path.map(String).join(".") || "the file"}: ${message}`),
    );
  }
  const { metadata, ...body } = parsed.data.deployment;
  const { epoch, sha256 } = metadata.landbridge;
  const checkpoint = {
    epoch,
    time: body.manifest.time,
    resources: body.resources,
    pending: body.pending_operations,
  };
  const problems = integrityProblems(checkpoint);
  // What is wrong in particular helps more than that something is.
  if (problems.length === 0 && sha256 !== checksum(epoch, body))
    problems.push("its contents don't fit its checksum; it was changed or damaged after it was written");
  if (problems.length > 0) throw refuse(...problems);
  return checkpoint;
}
