import { Lexer, LineCounter, parseDocument, type Document } from "yaml";
import type { Issue } from "../components/kit/errors.ts";
import { limits } from "./limits.ts";
import { syntaxWords } from "./syntax-words.ts";
import { buildTree } from "./tree-of-yaml.ts";
import type { MapNode, Place } from "./tree.ts";

/** What became of a file's text: its map, or what is wrong with it. */
export type Parsed = { readonly tree: MapNode; readonly issues: readonly [] } | { readonly issues: readonly Issue[] };

/**
 * Reads one YAML 1.2 document (core schema, no merge keys) that is a map. Never throws for any bytes; `limits` says how
 * much is taken. `file` is only for the places.
 */
export function parseFile(file: string, bytes: Uint8Array): Parsed {
  const place = { file, line: 1, column: 1 };
  if (bytes.length > limits.fileBytes) return { issues: [tooLarge(place)] };
  const text = decode(bytes);
  if (text === undefined)
    return { issues: [fileIssue(place, "is not UTF-8 text", "save it as UTF-8; it is text, not a binary file")] };
  if (hasTooManyLexemes(text)) return { issues: [tooLarge(place)] };
  return parseText(file, text);
}

function fileIssue(place: Place, rule: string, wayOut: string): Issue {
  return { ...place, path: "", rule, wayOut };
}

function tooLarge(place: Place): Issue {
  const rule = `holds more than ${limits.fileBytes / 1024} KiB or ${limits.lexemes} words and marks`;
  return fileIssue(place, rule, "split it and join the parts with extends");
}

function parseText(file: string, text: string): Parsed {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  let document: Document.Parsed;
  // Nobody sees the parser's errors; without their stacks a file full of them takes a tenth of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    // Keys are compared by buildTree: here it would take the square of their number.
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "error" } as const;
    document = parseDocument(text, { ...options, version: "1.2", schema: "core", merge: false });
  } catch (cause) {
    // The parser calls itself for each level.
    if (!(cause instanceof RangeError)) throw cause;
    const rule = `holds maps and lists nested more than ${limits.depth} deep`;
    return { issues: [fileIssue(placeAt(0), rule, "make it flatter")] };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  const syntax = [...document.errors, ...document.warnings];
  if (syntax.length > 0) {
    return {
      issues: syntax
        .slice(0, limits.syntaxErrors)
        .map(({ code, pos }) => ({ ...placeAt(pos[0]), path: "", ...syntaxWords(code) })),
    };
  }
  const version = document.directives.yaml.version;
  if (version !== "1.2")
    return {
      issues: [fileIssue(placeAt(0), `says that it is YAML ${version}, must be 1.2`, "delete the line %YAML")],
    };
  if (document.contents === null) return { issues: [empty(placeAt(0))] };
  return rootMap(buildTree(document.contents, placeAt), placeAt(0));
}

function rootMap({ tree, issues }: ReturnType<typeof buildTree>, start: Place): Parsed {
  if (issues.length > 0) return { issues };
  if (tree?.kind === "map") return { tree: { ...tree, at: start }, issues: [] };
  if (tree === null || (tree.kind === "scalar" && tree.value === null)) return { issues: [empty(start)] };
  return {
    issues: [
      fileIssue(start, `is ${tree.kind === "list" ? "a list" : "text"}, must be a map`, "write fields, key: value"),
    ],
  };
}

function empty(place: Place): Issue {
  return fileIssue(place, "is empty", "write at least one field, or delete the file");
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/** Cuts the text as the parser will, which is quick, before the parser builds anything, which is not. */
function hasTooManyLexemes(text: string): boolean {
  const lexemes = new Lexer().lex(text);
  for (let count = 0; count <= limits.lexemes; count += 1) {
    if (lexemes.next().done === true) return false;
  }
  return true;
}
