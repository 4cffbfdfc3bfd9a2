import { styleText } from "node:util";
import type { Context } from "../context.ts";

/** Colours text for a person at a terminal who hasn't set NO_COLOR (https://no-color.org). For all others it is left alone. */
export function paint(
  { isTerminal, env }: Pick<Context, "isTerminal" | "env">,
  format: "bold" | "dim" | "green" | "red" | "yellow",
  text: string,
): string {
  const isWanted = isTerminal && (env["NO_COLOR"] ?? "") === "";
  return isWanted ? styleText(format, text, { validateStream: false }) : text;
}
