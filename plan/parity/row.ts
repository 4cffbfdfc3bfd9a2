/** How two environments stand to each other in one thing. */
export type ParityVerdict = "equal" | "different" | "missing";

/** One thing that two environments have, differ in, or that one of them lacks. */
export interface ParityRow {
  /** What is compared, in neutral words. */
  readonly subject: string;
  /** Path of what differs in the subject; absent where it is compared as a whole. */
  readonly property?: string;
  readonly verdict: ParityVerdict;
  /** As text; empty where it is missing. */
  readonly left: string;
  readonly right: string;
  /** Why they differ, in one line; empty where they are equal, or where nobody has said why. */
  readonly why: string;
}

/** What is compared of two environments. */
export type ParitySectionName = "wishes" | "capabilities" | "components" | "outputs" | "objects";

/** The rows of one kind, sorted by subject. */
export interface ParitySection {
  readonly name: ParitySectionName;
  readonly rows: readonly ParityRow[];
}

/** Two environments side by side. */
export interface Parity {
  readonly left: string;
  readonly right: string;
  readonly sections: readonly ParitySection[];
  /** Charts of either plan whose contents could not be rendered and so were not compared. */
  readonly opaque: readonly string[];
}

/** A text of each side by subject; `explain` says why a subject differs, or the empty text. */
export function compareRows(
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
  explain: (subject: string, verdict: ParityVerdict) => string,
): ParityRow[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((subject) => {
    const [a, b] = [left.get(subject), right.get(subject)];
    if (a === b) return { subject, verdict: "equal", left: a ?? "", right: b ?? "", why: "" };
    const verdict = a === undefined || b === undefined ? "missing" : "different";
    return { subject, verdict, left: a ?? "", right: b ?? "", why: explain(subject, verdict) };
  });
}

/** The rows that are not equal and of which nobody has said why. */
export function unexplained({ sections }: Parity): ParityRow[] {
  return sections.flatMap(({ rows }) => rows.filter(({ verdict, why }) => verdict !== "equal" && why === ""));
}
