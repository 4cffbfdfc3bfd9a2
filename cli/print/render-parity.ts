import { unexplained, type Parity, type ParityRow, type ParitySection } from "../../plan/parity/row.ts";
import { printable } from "../../policies/reports/printable.ts";
import type { Context } from "../context.ts";
import { paint } from "./paint.ts";
import { lines, plural } from "./words.ts";

const says: Readonly<Record<ParitySection["name"], string>> = {
  wishes: "What the environments ask for",
  capabilities: "What the clouds can do",
  components: "What the platforms are made of",
  outputs: "What the stacks give to others",
  objects: "What runs in Kubernetes",
};

/** Longest value in a row; longer ones are whole in --json. */
const longest = 60;

/** Two environments side by side for people: `=` counted, `~` differs, `<` and `>` only on that side. */
export function renderParity(
  parity: Parity,
  { all }: { readonly all: boolean },
  context: Pick<Context, "isTerminal" | "env">,
): string {
  const { left, right, sections, opaque } = parity;
  const open = unexplained(parity);
  return lines(
    `${paint(context, "bold", left)} (left) and ${paint(context, "bold", right)} (right)`,
    ...sections.flatMap((section) => ["", ...renderSection(section, all, context)]),
    ...(opaque.length === 0 ? [] : ["", `Not compared, since they could not be rendered here: ${opaque.join(", ")}`]),
    "",
    open.length === 0
      ? `every difference has its reason`
      : paint(context, "red", `${plural(open.length, "difference")} that nobody has explained, marked with !`),
  );
}

function renderSection({ name, rows }: ParitySection, all: boolean, context: Pick<Context, "isTerminal" | "env">) {
  const count = (verdict: ParityRow["verdict"]): number => rows.filter((row) => row.verdict === verdict).length;
  const counts = `${count("equal")} equal, ${count("different")} different, ${count("missing")} on one side only`;
  return [`${paint(context, "bold", says[name])}: ${counts}`, ...(all ? rows.flatMap(renderRow) : renderBriefly(rows))];
}

// What is equal is only counted, and so are properties of one subject that differ for one reason.
function renderBriefly(rows: readonly ParityRow[]): string[] {
  const groups = new Map<string, ParityRow[]>();
  for (const row of rows) {
    if (row.verdict === "equal") continue;
    const alone = row.property === undefined || row.why === "" ? row.property : "";
    const key = JSON.stringify([row.subject, alone, row.why]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group.flatMap(renderRow);
    return [`  ~  ${printable(first.subject)}: ${plural(group.length, "property", "properties")}`, ...reason(first)];
  });
}

function renderRow(row: ParityRow): string[] {
  const { subject, property, left, right, verdict, why } = row;
  const name = printable(property === undefined ? subject : `${subject} ${property}`);
  if (verdict === "equal") return [`  =  ${name}: ${short(left)}`];
  const values = verdict === "different" ? `${short(left)} | ${short(right)}` : short(left || right);
  return [`${why === "" ? "!" : " "} ${signOf(row)}  ${name}: ${values}`, ...reason(row)];
}

function reason({ why }: ParityRow): string[] {
  return why === "" ? [] : [`       ${printable(why)}`];
}

function signOf({ verdict, left }: ParityRow): string {
  if (verdict === "different") return "~";
  return left === "" ? ">" : "<";
}

function short(value: string): string {
  const text = printable(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
