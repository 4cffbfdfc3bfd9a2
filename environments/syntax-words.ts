import type { YAMLError } from "yaml";

/** Rule and way out for a syntax error. The parser's own texts may quote the file, so they are never shown. */
export function syntaxWords(code: YAMLError["code"]): { rule: string; wayOut: string } {
  const [rule, wayOut] = words[code];
  return { rule, wayOut };
}

const words: Readonly<Record<YAMLError["code"], readonly [rule: string, wayOut: string]>> = {
  ALIAS_PROPS: ["an alias carries an anchor or a tag", "write *name alone"],
  BAD_ALIAS: ["an alias has no usable name", "put text that begins with * in quotes"],
  BAD_COLLECTION_TYPE: ["a tag doesn't fit the value", "delete the tag that begins with !"],
  BAD_DIRECTIVE: ["a line beginning with % is not a directive of YAML", "delete the line, or put the text in quotes"],
  BAD_DQ_ESCAPE: ["a backslash in double quotes is followed by the wrong letter", "use single quotes, or write \\\\"],
  BAD_INDENT: ["the indentation doesn't fit the lines around it", "indent fields of one map equally, by spaces"],
  BAD_PROP_ORDER: ["an anchor or tag stands in the wrong place", "write it before the value"],
  BAD_SCALAR_START: ["text begins with a mark that YAML keeps for itself (@ or `)", "put the text in quotes"],
  BLOCK_AS_IMPLICIT_KEY: ["there are two `key:` on one line", "put the second on a line of its own, or quote the text"],
  BLOCK_IN_FLOW: ["a block stands inside { } or [ ]", "write it inside the brackets, separated by commas"],
  DUPLICATE_KEY: ["a key is written twice", "keep one of them"],
  IMPOSSIBLE: ["this can't be read", "compare it with a file that works"],
  KEY_OVER_1024_CHARS: ["a key is longer than 1,024 characters", "check that a quote or a line break isn't missing"],
  MISSING_CHAR: ["a quote, bracket, comma, colon or space is missing", "close what is open here, write `key: value`"],
  MULTILINE_IMPLICIT_KEY: ["a key goes over several lines", "check the line above for a missing colon"],
  MULTIPLE_ANCHORS: ["a value has two anchors", "keep one &name"],
  MULTIPLE_DOCS: ["there is a second document", "keep one document per file; delete the line ---"],
  MULTIPLE_TAGS: ["a value has two tags", "delete the tags that begin with !"],
  NON_STRING_KEY: ["a key is not text", "put the key in quotes"],
  RESOURCE_EXHAUSTION: ["maps and lists are nested too deep", "make it flatter"],
  TAB_AS_INDENT: ["a tab is used to indent", "indent by spaces"],
  TAG_RESOLVE_FAILED: ["there is a tag that isn't known here", "delete it; put text that begins with ! in quotes"],
  UNEXPECTED_TOKEN: ["something stands where nothing can", "check the indentation, colons and quotes around it"],
};
