import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { ChartLock, Digest } from "./catalogue.ts";
import { charts } from "./charts.ts";
import { chartIndexDigest, registryDigest, type Fetch } from "./registry.ts";

const digest = z.union([z.literal("unknown"), z.string().regex(/^sha256:[a-f0-9]{64}$/, "must be sha256:<hex>")]);

const lockSchema = z.strictObject({
  charts: z.record(z.string(), z.strictObject({ version: z.string(), digest })),
  images: z.record(z.string(), z.strictObject({ repository: z.string(), tag: z.string(), digest })),
});

/** Where the committed lock lies. */
const lockFile = new URL("./charts.lock.json", import.meta.url);

/** Reads a lock. Throws when it isn't one. */
export async function readLock(file: URL = lockFile): Promise<ChartLock> {
  return lockSchema.parse(JSON.parse(await readFile(file, "utf8")));
}

/** Writes a lock as it is committed: sorted and indented. */
export async function writeLock(lock: ChartLock, file: URL = lockFile): Promise<void> {
  const sorted = { charts: byName(lock.charts), images: byName(lock.images) };
  await writeFile(file, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** What asking for one digest gave. */
export interface LockOutcome {
  /** `chart <name>` or `image <name>`. */
  readonly subject: string;
  readonly before: Digest;
  readonly after: Digest;
  /** Why it couldn't be asked for; absent when it could. */
  readonly problem?: string;
}

/** How registries are asked. */
export interface LockOptions {
  readonly fetch: Fetch;
  /** Milliseconds after which one registry is given up. */
  readonly timeoutMs: number;
}

/**
 * Asks the registries for the digest of every chart and image. What can't be asked for keeps the digest that was seen
 * before, if the version is still the same, and is `unknown` otherwise; the outcome says why. Never throws for a registry.
 */
export async function lockCharts(
  lock: ChartLock,
  options: LockOptions,
): Promise<{ lock: ChartLock; outcomes: LockOutcome[] }> {
  const chartEntries = await Promise.all(
    charts.map(async ({ name, source, version }) => {
      const known = lock.charts[name];
      const before = known?.version === version ? known.digest : "unknown";
      const asked = await ask(`chart ${name}`, before, () =>
        source.startsWith("oci://")
          ? registryDigest({ repository: source.slice("oci://".length), tag: version }, options)
          : chartIndexDigest({ repository: source, chart: name, version }, options),
      );
      return { name, entry: { version, digest: asked.after }, outcome: asked };
    }),
  );
  const imageEntries = await Promise.all(
    Object.entries(lock.images).map(async ([name, image]) => {
      const asked = await ask(`image ${name}`, image.digest, () => registryDigest(image, options));
      return { name, entry: { ...image, digest: asked.after }, outcome: asked };
    }),
  );
  return {
    lock: {
      charts: Object.fromEntries(chartEntries.map(({ name, entry }) => [name, entry])),
      images: Object.fromEntries(imageEntries.map(({ name, entry }) => [name, entry])),
    },
    outcomes: [...chartEntries, ...imageEntries]
      .map(({ outcome }) => outcome)
      .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
  };
}

async function ask(subject: string, before: Digest, question: () => Promise<Digest>): Promise<LockOutcome> {
  try {
    return { subject, before, after: digest.parse(await question()) };
  } catch (error) {
    return { subject, before, after: before, problem: error instanceof Error ? error.message : String(error) };
  }
}

function byName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
