import { z } from "zod";
import type { PlannedObject } from "../../plan/planned-resource.ts";
import { CloudError, CorruptStateError } from "../errors.ts";
import { Journal, readJournal } from "../state/journal.ts";
import { parseJson } from "../state/parse-json.ts";
import { readIfThere, writeWhole, type StackFiles } from "../state/stack-files.ts";
import { keptName } from "./kept-names.ts";

/** What a cloud tells resources apart by. */
export interface CloudKey {
  readonly type: string;
  readonly id: string;
  /** For ids that are unique only inside of something: the cluster of a Kubernetes object. Empty otherwise. */
  readonly scope: string;
}

const json: z.ZodType<PlannedObject> = z.record(z.string(), z.json());
const objectSchema = z.strictObject({
  type: z.string(),
  id: z.string(),
  scope: z.string(),
  /** Of the resource that asked for it; empty when it was made by hand. */
  urn: z.string(),
  properties: json,
  /** Let go by its stack without being deleted. */
  retained: z.boolean().optional(),
});
const keptSchema = z.strictObject({ type: z.string(), id: z.string(), scope: z.string(), since: z.iso.datetime() });
const eventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("create"), object: objectSchema }),
  z.strictObject({ kind: z.literal("count"), urn: z.string() }),
  z.strictObject({ kind: z.literal("update"), object: objectSchema }),
  z.strictObject({ kind: z.literal("delete"), keys: z.array(keptSchema) }),
  z.strictObject({ kind: z.literal("retain"), key: keptSchema.omit({ since: true }), retained: z.boolean() }),
]);
const fileSchema = z.strictObject({
  version: z.literal(1),
  epoch: z.int().min(0),
  live: z.array(objectSchema),
  kept: z.array(keptSchema),
  created: z.record(z.string(), z.int().min(1)),
});

/** Something that exists in the simulated cloud. */
export type CloudObject = z.infer<typeof objectSchema>;
type KeptEntry = z.infer<typeof keptSchema>;
type CloudEvent = z.infer<typeof eventSchema>;

/**
 * The simulated clouds of one stack: a ledger of what exists. It is told what to do as a cloud is, knows nothing of
 * states and plans, and its file may be edited by hand to rehearse drift.
 */
export class SimulatedCloud {
  readonly #live = new Map<string, CloudObject>();
  readonly #kept = new Map<string, KeptEntry>();
  readonly #created = new Map<string, number>();
  readonly #files: StackFiles;
  #journal: Journal;
  #epoch: number;
  readonly #now: string;
  #changed = false;

  private constructor(files: StackFiles, epoch: number, now: string) {
    this.#files = files;
    this.#epoch = epoch;
    this.#now = now;
    this.#journal = new Journal(files.cloudJournal, epoch);
  }

  /** Loads what exists; nothing does before the first run. Throws a CorruptStateError. `now` is an RFC 3339 time. */
  static load(files: StackFiles, now: string): SimulatedCloud {
    const wayOut = `mend it, or remove ${files.cloud} and ${files.state} to begin again with an empty cloud`;
    const { epoch, live, kept, created } = readSnapshot(files.cloud, wayOut);
    const cloud = new SimulatedCloud(files, epoch, now);
    for (const object of live) cloud.#live.set(keyText(object), object);
    for (const entry of kept) cloud.#kept.set(keyText(entry), entry);
    for (const [urn, count] of Object.entries(created)) cloud.#created.set(urn, count);
    const journal = readJournal(files.cloudJournal, wayOut);
    const corrupt = (problem: string): CorruptStateError =>
      new CorruptStateError([{ file: files.cloudJournal, problem, wayOut }]);
    if (journal !== undefined && journal.epoch > epoch)
      throw corrupt(`it continues ledger ${journal.epoch}, ${files.cloud} is ${epoch}`);
    // A journal of an earlier epoch is folded in already.
    if (journal?.epoch === epoch) {
      const events = z.array(eventSchema).safeParse(journal.events);
      if (!events.success) throw corrupt("it has an event that nothing here writes");
      for (const event of events.data) cloud.#apply(event);
    }
    return cloud;
  }

  /** Sorted by type, scope and id. */
  get objects(): readonly CloudObject[] {
    return [...this.#live].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  read(key: CloudKey): CloudObject | undefined {
    return this.#live.get(keyText(key));
  }

  /** How often something was created for a URN. */
  created(urn: string): number {
    return this.#created.get(urn) ?? 0;
  }

  /** Counts a creation that needs no cloud, of a provider or a random value. */
  count(urn: string): void {
    this.#record({ kind: "count", urn });
  }

  /** Throws a CloudError when the id is taken or its name is kept after a deletion. */
  create(object: CloudObject): void {
    const key = keyText(object);
    if (this.#live.has(key)) throw new CloudError(`Error 409: ${object.type} ${object.id} already exists`);
    const kept = this.#kept.get(key);
    const rule = keptName(object.type);
    if (kept !== undefined && rule !== undefined && this.#isKept(kept, rule.days))
      throw new CloudError(`${object.id}: ${rule.answer}`);
    this.#record({ kind: "create", object });
  }

  /** Throws a CloudError when it isn't there. */
  update(key: CloudKey, properties: PlannedObject): void {
    const object = this.read(key);
    if (object === undefined) throw new CloudError(`Error 404: ${key.type} ${key.id} isn't there`);
    this.#record({ kind: "update", object: { ...object, properties } });
  }

  /** Deletes at once what is named and still there; what isn't there counts as deleted. */
  delete(keys: readonly CloudKey[]): void {
    const present = keys.filter((key) => this.#live.has(keyText(key)));
    if (present.length === 0) return;
    this.#record({
      kind: "delete",
      keys: present.map(({ type, id, scope }) => ({ type, id, scope, since: this.#now })),
    });
  }

  /** Marks something as let go by its stack, or taken back. */
  retain({ type, id, scope }: CloudKey, retained: boolean): void {
    const object = this.read({ type, id, scope });
    if (object === undefined || (object.retained ?? false) === retained) return;
    this.#record({ kind: "retain", key: { type, id, scope }, retained });
  }

  /** Writes the ledger and takes the journal away. Leaves the files as they are when nothing has changed. */
  save(): void {
    if (this.#changed) {
      writeWhole(this.#files.cloud, this.#render());
      this.#epoch += 1;
      this.#changed = false;
    }
    this.#journal.remove();
    this.#journal = new Journal(this.#files.cloudJournal, this.#epoch);
  }

  /** Lets go of the journal without writing the ledger, as a killed process does. */
  abandon(): void {
    this.#journal.close();
  }

  #render(): string {
    const content = {
      version: 1,
      epoch: this.#epoch + 1,
      live: this.objects,
      kept: sortedValues(this.#kept),
      created: Object.fromEntries([...this.#created].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
    return `${JSON.stringify(content, undefined, 1)}\n`;
  }

  #isKept({ since }: KeptEntry, days: number | "forever"): boolean {
    return days === "forever" || Date.parse(this.#now) - Date.parse(since) < days * 86_400_000;
  }

  #record(event: CloudEvent): void {
    this.#journal.append(event, event.kind !== "count");
    this.#apply(event);
  }

  #apply(event: CloudEvent): void {
    this.#changed = true;
    switch (event.kind) {
      case "create":
        this.#live.set(keyText(event.object), event.object);
        this.#count(event.object.urn);
        break;
      case "count":
        this.#count(event.urn);
        break;
      case "update":
        this.#live.set(keyText(event.object), event.object);
        break;
      case "delete":
        for (const entry of event.keys) this.#delete(entry);
        break;
      case "retain": {
        const object = this.#live.get(keyText(event.key));
        if (object !== undefined) this.#live.set(keyText(event.key), { ...object, retained: event.retained });
        break;
      }
    }
  }

  #delete(entry: KeptEntry): void {
    this.#live.delete(keyText(entry));
    if (keptName(entry.type) !== undefined) this.#kept.set(keyText(entry), entry);
  }

  #count(urn: string): void {
    this.#created.set(urn, (this.#created.get(urn) ?? 0) + 1);
  }
}

function readSnapshot(path: string, wayOut: string): Omit<z.infer<typeof fileSchema>, "version"> {
  const bytes = readIfThere(path);
  if (bytes === undefined) return { epoch: 0, live: [], kept: [], created: {} };
  const content = parseJson(bytes);
  if ("problem" in content) throw new CorruptStateError([{ file: path, problem: content.problem, wayOut }]);
  const parsed = fileSchema.safeParse(content.value);
  if (parsed.success) return parsed.data;
  throw new CorruptStateError(
    parsed.error.issues.map((issue) => ({ file: path, problem: `${issue.path.join(".")}: ${issue.message}`, wayOut })),
  );
}

/** A key as one text. */
export function keyText({ type, id, scope }: CloudKey): string {
  return [type, scope, id].join(" ");
}

function sortedValues<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
