/** Controls, formats (directions, joiners), separators of lines and halves of characters: what a reader doesn't see. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text that prints as one line and as what it is: line breaks, controls and marks of direction are written as `\n` or
 * `\uXXXX`, and what a CI system takes for a command is broken up.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
 * https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
 */
export function printable(text: string): string {
  return text
    .replace(unseen, escaped)
    .replace(/^(\s*):(?=:)/, String.raw`$1\u003a`)
    .replace(/#(?=\[|vso\[)/gi, String.raw`\u0023`);
}

function escaped(character: string): string {
  if (character === "\n") return String.raw`\n`;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? String.raw`\u{${hex}}` : String.raw`\u${hex.padStart(4, "0")}`;
}

/** JSON in which what a reader doesn't see is escaped; it reads back as the same value. */
export function printableJson(json: string): string {
  return json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
