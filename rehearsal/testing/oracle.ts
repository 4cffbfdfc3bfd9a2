import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../components/kit/names.ts";
import { parseCheckpoint } from "../state/checkpoint.ts";
import { findDifferences } from "../steps/differences.ts";
import { cloudKey, isInCloud } from "../provider-calls.ts";
import { keyText, SimulatedCloud } from "../simulated/cloud.ts";
import { stackFiles } from "../state/stack-files.ts";

/** What state and simulated cloud of a stack say after a run; both from their files, as another program would read them. */
export interface Comparison {
  /** In the cloud, and no state knows of it. */
  readonly orphans: readonly string[];
  /** In the state, and not in the cloud. */
  readonly missing: readonly string[];
  /** In both, with other properties, or with properties that aren't those that the state says were asked for. */
  readonly different: readonly string[];
  /** URNs for which more than one thing exists in the cloud. */
  readonly duplicates: readonly string[];
  readonly pending: number;
  readonly resources: number;
}

/** Compares the files of a stack. */
export function compareFiles(root: string, stack: string): Comparison {
  const files = stackFiles(root, stack);
  const checkpoint = parseCheckpoint(readFileSync(files.state), files.state, "");
  const inState = checkpoint.resources.filter(isInCloud).map((resource) => keyText(cloudKey(resource)));
  const objects = SimulatedCloud.load(files, "1970-01-01T00:00:00Z").objects.filter(
    ({ retained }) => retained !== true,
  );
  const inCloud = objects.map(keyText);
  const urns = objects.map(({ urn }) => urn);
  return {
    orphans: inCloud.filter((key) => !inState.includes(key)),
    missing: inState.filter((key) => !inCloud.includes(key)),
    different: checkpoint.resources.filter(isInCloud).flatMap((resource) => {
      const found = objects.find((object) => keyText(object) === keyText(cloudKey(resource)));
      if (found === undefined) return [];
      const asked = findDifferences(resource.inputs, found.properties).filter(({ old }) => old !== undefined);
      const same = canonicalJson(found.properties) === canonicalJson(resource.outputs) && asked.length === 0;
      return same ? [] : [resource.urn];
    }),
    duplicates: urns.filter((urn, index) => urns.indexOf(urn) !== index),
    pending: checkpoint.pending.length,
    resources: checkpoint.resources.length,
  };
}

/** What a comparison says when all is well. */
export const consistent = { orphans: [], missing: [], different: [], duplicates: [], pending: 0 };

/** The texts of all files below a folder, by path. */
export function allFiles(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path, "latin1")];
    }),
  );
}
