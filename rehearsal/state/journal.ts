import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { z } from "zod";
import { CorruptStateError } from "../errors.ts";
import { parseJson } from "./parse-json.ts";

/** What a journal held when it was read. */
export interface JournalContent {
  /** Of the snapshot that the events continue. */
  readonly epoch: number;
  readonly events: readonly unknown[];
}

/**
 * A file to which events are appended, a line each, so that a step costs one small write instead of the whole state.
 * Survives `kill -9` at any byte: a line that was cut off was never acknowledged and is dropped.
 */
export class Journal {
  readonly #path: string;
  readonly #epoch: number;
  #fd: number | undefined;
  #previous = "";

  constructor(path: string, epoch: number) {
    this.#path = path;
    this.#epoch = epoch;
  }

  /**
   * Writes an event before it returns. `flush`: to the disk too, with all before it, so that it survives a power cut; for
   * what must be known before, or as soon as, a cloud has changed.
   */
  append(event: object, flush: boolean): void {
    this.#fd ??= openSync(this.#path, "ax", 0o600);
    const start = fstatSync(this.#fd).size;
    const head = start === 0 ? [JSON.stringify({ epoch: this.#epoch })] : [];
    let previous = this.#previous;
    const lines = [...head, JSON.stringify(event)].map((text) => {
      previous = digest(previous + text);
      return `${previous} ${text}\n`;
    });
    try {
      writeWhole(this.#fd, lines.join(""));
      if (flush) fdatasyncSync(this.#fd);
    } catch (error) {
      // On a full disk half a line may be there: take it away, or the next one would be glued to it.
      ftruncateSync(this.#fd, start);
      throw error;
    }
    this.#previous = previous;
  }

  /** Closes the file and takes it away, once a snapshot holds its events. */
  remove(): void {
    this.close();
    if (existsSync(this.#path)) unlinkSync(this.#path);
  }

  /** Closes the file and leaves it. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
}

// Each line's digest covers the one before, so that a line can't be dropped, doubled or moved either.
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

const headSchema = z.strictObject({ epoch: z.int().min(0) });

/**
 * Reads a journal; undefined when there is none or it was cut off before its first line was whole. Throws a
 * CorruptStateError for a whole line that doesn't fit its checksum.
 */
export function readJournal(path: string, wayOut: string): JournalContent | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a);
  const lines = end < 0 ? [] : bytes.subarray(0, end).toString("latin1").split("\n");
  let previous = "";
  const events = lines.map((line, index) => {
    const text = Buffer.from(line.slice(17), "latin1");
    previous = digest(previous + text.toString());
    const content = parseJson(text);
    if (!line.startsWith(`${previous} `) || "problem" in content) {
      throw new CorruptStateError([{ file: path, problem: `line ${index + 1} doesn't fit its checksum`, wayOut }]);
    }
    return content.value;
  });
  if (events.length === 0) return undefined;
  const head = headSchema.safeParse(events[0]);
  if (!head.success)
    throw new CorruptStateError([{ file: path, problem: "its first line doesn't say what it continues", wayOut }]);
  return { epoch: head.data.epoch, events: events.slice(1) };
}
