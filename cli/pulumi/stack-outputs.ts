import { z } from "zod";
import { UsageError } from "../../components/kit/errors.ts";
import type { PlannedObject } from "../../plan/planned-resource.ts";
import { parseInput } from "../user-files.ts";

const outputs = z.object({ platform: z.record(z.string(), z.json()) });

/**
 * Reads what `pulumi stack output --json` prints of a stack with the cloud layer. Takes what stands in the clear there
 * and nothing else, so that no secret can get in by --show-secrets. Throws a UsageError.
 */
export function parseStackOutputs(text: string, file: string): PlannedObject {
  const parsed = outputs.safeParse(parseInput(text, file));
  if (parsed.success) return { platform: parsed.data.platform };
  throw new UsageError(
    `${file} holds no output named platform; write it with \`pulumi stack output --json\` of the stack with the cloud layer`,
  );
}
