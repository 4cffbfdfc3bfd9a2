import { z } from "zod";

const order = z.strictObject({ name: z.string(), program: z.string(), args: z.array(z.string()), log: z.string() });
const ending = z.strictObject({ name: z.string(), how: z.string() });

/** A program to start. */
export type ProgramOrder = z.infer<typeof order>;

/** A program that ended, and how. */
export type ProgramEnding = z.infer<typeof ending>;

/** Reads an order as the keeper gets it. Throws where it is none. */
export function parseOrder(line: string): ProgramOrder {
  return order.parse(JSON.parse(line));
}

/** Reads what the keeper tells. Throws where it is no ending. */
export function parseEnding(line: string): ProgramEnding {
  return ending.parse(JSON.parse(line));
}
