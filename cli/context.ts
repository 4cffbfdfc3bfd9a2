/** Where a command writes. */
export interface Sink {
  write(text: string): unknown;
}

/** Everything that a command may know of the process that runs it. */
export interface Context {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Whether a person watches: colours and progress are for them alone. */
  readonly isTerminal: boolean;
  /** Folder from which the paths on the command line are read. */
  readonly cwd: string;
  /** Root of the project: the folder that holds environments/. */
  readonly root: string;
  /** The one clock. */
  readonly now: () => Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Does work that can be asked to stop between two steps, by Ctrl-C at a terminal. */
  readonly interruptible: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}
