import type { Context } from "./context.ts";

/** Says what is going on. */
export type Say = (text: string) => void;

/** Does work and shows a person at a terminal that it goes on, on standard error; others see nothing of it. */
export async function withProgress<T>(context: Context, text: string, work: (say: Say) => Promise<T>): Promise<T> {
  if (!context.isTerminal) return work(() => undefined);
  const { default: ora } = await import("ora");
  const spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
  try {
    return await work((next) => {
      spinner.text = next;
    });
  } finally {
    spinner.stop();
  }
}
