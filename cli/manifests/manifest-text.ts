import { Document, Scalar, visit } from "yaml";

/**
 * A value as YAML that says the same to readers of versions 1.1 (kubectl) and 1.2: a text stands without quotes only when
 * nobody can take it for anything else, and what some readers take for the end of a line, or nobody sees, is escaped.
 * https://yaml.org/type/ and https://yaml.org/spec/1.2.2/#54-line-break-characters
 */
export function renderYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string") node.type = styleOf(node.value);
    },
  });
  const text = document.toString({
    lineWidth: 0,
    singleQuote: false,
    // A quoted text stays in one line, whatever its length.
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  // Whatever holds such a character is in double quotes, the only place that has escapes.
  return text.replace(invisible, escaped);
}

/** Controls, formats (direction, joiners, byte order mark), separators and what Unicode hasn't assigned. Not the line feed. */
const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

/** Words that YAML 1.1 takes for true, false or nothing; some readers take `e0` for a number. */
const words = /^(?:y|n|yes|no|true|false|on|off|null|e[0-9_.-]*)$/i;

function styleOf(text: string): Scalar.Type {
  // Numbers of any base, times, days, `=`, `<<` and `~` begin with no letter.
  if (/^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !words.test(text)) return Scalar.PLAIN;
  // Readable as lines, and no reader sees other lines in it.
  if (/^[!-~][ -~\n]*$/.test(text) && text.includes("\n")) return Scalar.BLOCK_LITERAL;
  return Scalar.QUOTE_DOUBLE;
}
