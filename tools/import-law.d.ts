import type { ESLint } from "eslint";

export function importProblem(file: string, specifier: string): string | undefined;
export const cloudNames: readonly string[];
export const landbridge: ESLint.Plugin;
