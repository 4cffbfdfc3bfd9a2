/** What a file of an environment may hold at most: far above any real one, low enough to refuse a bomb in a moment. */
export const limits = {
  fileBytes: 256 * 1024,
  /** Words, marks and spaces as the YAML lexer cuts them; about 6,000 ordinary lines. */
  lexemes: 40_000,
  /** Values after aliases are expanded, of a file and of all files that an environment is made of. */
  nodes: 20_000,
  /** Characters of a value or key. */
  scalarLength: 16 * 1024,
  /** Maps and lists within each other. */
  depth: 40,
  /** Times that an alias is expanded, those inside other aliases included. */
  aliases: 100,
  /** Files that extend each other in a row. */
  extendsDepth: 8,
  /** Files that one environment is made of. */
  files: 32,
  /** Syntax errors shown per file; after the first few the rest are echoes. */
  syntaxErrors: 20,
  /** Issues shown of an environment; the rest are counted. */
  issues: 200,
  /** Candidates listed where one of them should have been written; the rest are counted. */
  candidates: 20,
} as const;
