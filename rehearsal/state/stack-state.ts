import { z } from "zod";
import { renameResource, type Renames } from "../steps/aliases.ts";
import { CorruptStateError } from "../errors.ts";
import { isSame, type ResourceReference } from "../steps/resource-reference.ts";
import {
  emptyCheckpoint,
  operationSchema,
  parseCheckpoint,
  renderCheckpoint,
  resourceStateSchema,
  type Checkpoint,
  type PendingOperation,
  type ResourceState,
} from "./checkpoint.ts";
import { integrityProblems } from "./integrity.ts";
import { Journal, readJournal } from "./journal.ts";
import { orderState } from "./state-order.ts";
import { keepCopy, readIfThere, writeWhole, type StackFiles } from "./stack-files.ts";

const reference = z.strictObject({
  urn: z.string(),
  id: z.string().optional(),
  provider: z.string().optional(),
});
const eventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rename"), renames: z.record(z.string(), z.string()) }),
  z.strictObject({ kind: z.literal("pending"), operations: z.array(operationSchema) }),
  z.strictObject({ kind: z.literal("cleared"), references: z.array(reference) }),
  z.strictObject({ kind: z.literal("put"), resources: z.array(resourceStateSchema), condemn: z.boolean() }),
  z.strictObject({ kind: z.literal("remove"), references: z.array(reference) }),
]);

/**
 * What happens to a state. `pending`: provider calls are about to be made; `cleared`: they did nothing. `put`: resources
 * were made, changed or read; `condemn` keeps their earlier selves to be deleted. `remove`: gone. The last two end what
 * was pending.
 */
export type StateEvent = z.infer<typeof eventSchema>;

/** The state of one stack while it is worked on: each change goes into the journal first. */
export class StackState {
  #live = new Map<string, ResourceState>();
  #condemned: readonly ResourceState[] = [];
  #pending: readonly PendingOperation[] = [];
  #epoch: number;
  readonly #time: string;
  #changed = false;
  readonly #files: StackFiles;
  #journal: Journal;

  private constructor(checkpoint: Checkpoint, files: StackFiles, time: string) {
    this.#files = files;
    this.#epoch = checkpoint.epoch;
    this.#time = time;
    this.#live = new Map(checkpoint.resources.filter(isLive).map((resource) => [resource.urn, resource]));
    this.#condemned = checkpoint.resources.filter((resource) => !isLive(resource));
    this.#pending = checkpoint.pending;
    this.#journal = new Journal(files.stateJournal, checkpoint.epoch);
  }

  /**
   * Loads a stack and folds in what a killed run left in its journal. Throws a CorruptStateError before anything is
   * changed. `time` goes into the checkpoint that will be written.
   */
  static load(files: StackFiles, time: string, wayOut: string): StackState {
    const bytes = readIfThere(files.state);
    const checkpoint = bytes === undefined ? emptyCheckpoint : parseCheckpoint(bytes, files.state, wayOut);
    const journal = readJournal(files.stateJournal, wayOut);
    const corrupt = (problem: string): CorruptStateError =>
      new CorruptStateError([{ file: files.stateJournal, problem, wayOut }]);
    if (journal !== undefined && journal.epoch > checkpoint.epoch)
      throw corrupt(`it continues checkpoint ${journal.epoch}, ${files.state} is ${checkpoint.epoch}`);
    const state = new StackState(checkpoint, files, time);
    // A journal of an earlier epoch is folded in already: the run was killed before it could take it away.
    if (journal?.epoch === checkpoint.epoch) {
      for (const raw of journal.events) {
        const event = eventSchema.safeParse(raw);
        if (!event.success) throw corrupt("it has an event that nothing here writes");
        state.#apply(event.data);
      }
      const problems = integrityProblems({ resources: state.resources, pending: state.pending });
      if (problems.length > 0) throw corrupt(problems.join("; "));
    }
    return state;
  }

  /** Each after what it needs. */
  get resources(): readonly ResourceState[] {
    return orderState([...this.#live.values(), ...this.#condemned]);
  }

  get pending(): readonly PendingOperation[] {
    return this.#pending;
  }

  /** The resource of a URN, not counting one that waits to be deleted after its replacement. */
  live(urn: string): ResourceState | undefined {
    return this.#live.get(urn);
  }

  /** The resource that a reference points to, be it live or waiting to be deleted. */
  find(reference: ResourceReference): ResourceState | undefined {
    const live = this.#live.get(reference.urn);
    if (live !== undefined && isSame(live, reference)) return live;
    return this.#condemned.find((other) => isSame(other, reference));
  }

  get checkpoint(): Checkpoint {
    return { epoch: this.#epoch, time: this.#time, resources: this.resources, pending: this.#pending };
  }

  /** Notes an event in the journal, then in memory. */
  record(event: StateEvent): void {
    // What a lost line of another kind said can be found out again from the pending operation.
    this.#journal.append(event, event.kind === "pending");
    this.#apply(event);
  }

  /** Writes the checkpoint and takes the journal away. Leaves the checkpoint as it is when nothing has changed. */
  save(): void {
    if (this.#changed) {
      const next = { ...this.checkpoint, epoch: this.#epoch + 1 };
      const problems = integrityProblems(next);
      if (problems.length > 0)
        throw new Error(`the run broke its own state, which isn't written: ${problems.join("; ")}`);
      keepCopy(this.#files.state, this.#files.backup);
      writeWhole(this.#files.state, renderCheckpoint(next));
      this.#epoch = next.epoch;
      this.#changed = false;
    }
    this.#journal.remove();
    this.#journal = new Journal(this.#files.stateJournal, this.#epoch);
  }

  /** Lets go of the journal without a checkpoint, as a killed process does. */
  abandon(): void {
    this.#journal.close();
  }

  #apply(event: StateEvent): void {
    this.#changed = true;
    switch (event.kind) {
      case "rename":
        this.#rename(event.renames);
        break;
      case "pending":
        this.#pending = [...this.#pending, ...event.operations];
        break;
      case "cleared":
        this.#settle(event.references);
        break;
      case "put":
        this.#settle(event.resources);
        for (const resource of event.resources) this.#put(resource, event.condemn);
        break;
      case "remove":
        this.#settle(event.references);
        for (const gone of event.references) this.#remove(gone);
        break;
    }
  }

  #rename(renames: Renames): void {
    const renamed = [...this.#live.values()].map((resource) => renameResource(resource, renames));
    this.#live = new Map(renamed.map((resource) => [resource.urn, resource]));
    this.#condemned = this.#condemned.map((resource) => renameResource(resource, renames));
  }

  #settle(references: readonly ResourceReference[]): void {
    this.#pending = this.#pending.filter(
      ({ resource }) => !references.some((reference) => isSame(resource, reference)),
    );
  }

  #put(resource: ResourceState, condemn: boolean): void {
    if (!isLive(resource)) {
      this.#condemned = this.#condemned.map((other) => (isSame(other, resource) ? resource : other));
      return;
    }
    const old = this.#live.get(resource.urn);
    if (old !== undefined && condemn) this.#condemned = [...this.#condemned, { ...old, delete: true }];
    // An old half that made room stays for those that name it; now they name this one, and nobody could tell the two apart.
    this.#condemned = this.#condemned.filter((other) => !isSame(other, resource));
    this.#live.set(resource.urn, resource);
  }

  #remove(reference: ResourceReference): void {
    this.#condemned = this.#condemned.filter((other) => !isSame(other, reference));
    const live = this.#live.get(reference.urn);
    if (live !== undefined && isSame(live, reference)) this.#live.delete(reference.urn);
  }
}

function isLive(resource: ResourceState): boolean {
  return resource.delete !== true;
}
