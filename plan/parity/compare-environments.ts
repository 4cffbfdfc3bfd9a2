import { capabilitiesOf, type AnyEnvironment } from "../../components/clouds/table.ts";
import type { Origins } from "../../environments/load.ts";
import type { Plan } from "../planned-resource.ts";
import { capabilityBehind, capabilityTexts, explainCapabilities, ownWay, type Answers } from "./capabilities.ts";
import { componentsOf, objectsOf, outputsOf } from "./facets.ts";
import { neutralOf } from "./neutral.ts";
import { compareRows, type Parity, type ParityRow, type ParitySection } from "./row.ts";

/** An environment with what is known about it: where its values come from, and what it asks for. */
export interface ParitySide {
  readonly environment: AnyEnvironment;
  readonly origins: Origins;
  readonly plan: Plan;
}

/**
 * Lays two environments side by side: what they wish for, what their clouds can do, which components their platforms
 * have, the shape of their outputs, and every Kubernetes object. The clouds' own resources differ by nature and are not
 * compared; what they are for is.
 */
export function compareEnvironments(left: ParitySide, right: ParitySide): Parity {
  const [first, second] = [answersOf(left), answersOf(right)];
  const answers = [first, second];
  const wishes = compareWishes(left, right);
  const otherwise = wishes.some(({ subject, verdict }) => verdict !== "equal" && !places.includes(subject));
  const explain = (subject: string): string =>
    explainCapabilities(capabilityBehind(subject), answers) ||
    (otherwise ? "the environments ask for other things" : "");
  const facet = (read: (side: ParitySide) => ReadonlyMap<string, string>): ParityRow[] =>
    compareRows(read(left), read(right), explain);
  const sections: ParitySection[] = [
    { name: "wishes", rows: wishes },
    {
      name: "capabilities",
      rows: compareAnswers(first, second),
    },
    { name: "components", rows: facet(({ plan }) => componentsOf(plan)) },
    { name: "outputs", rows: facet(({ plan, environment }) => outputsOf(plan, neutralOf(environment, plan))) },
    { name: "objects", rows: compareObjects(left, right, explain) },
  ];
  const opaque = [left, right].flatMap(({ plan }) => plan.opaque.map(({ chart, version }) => `${chart} ${version}`));
  return {
    left: left.environment.name,
    right: right.environment.name,
    sections,
    opaque: [...new Set(opaque)].sort(),
  };
}

function answersOf({ environment }: ParitySide): Answers {
  return { cloud: environment.cloud.name, capabilities: capabilitiesOf(environment) };
}

// Two clouds that both can, each in its own way, differ: how is part of the reason and not of the answer.
function compareAnswers(first: Answers, second: Answers): ParityRow[] {
  const [a, b] = [capabilityTexts(first.capabilities), capabilityTexts(second.capabilities)];
  const short = (text: string): string => (text.startsWith(ownWay) ? "in its own way" : text);
  return compareRows(a, b, (name) => explainCapabilities([name], [first, second])).map((row) => ({
    ...row,
    left: short(row.left),
    right: short(row.right),
  }));
}

// Where it is and under which name differs between any two environments, and is made neutral in what follows: two networks
// that may once be joined share no address, and two edges no domain.
const places: readonly string[] = ["network.cidr", "edge.domain", "bootstrap.stateRegion"];

// An object that one side lacks is one row; of one that both have, each property that differs.
function compareObjects(left: ParitySide, right: ParitySide, explain: (subject: string) => string): ParityRow[] {
  const [a, b] = [left, right].map(({ plan, environment }) => objectsOf(plan, neutralOf(environment, plan)));
  const there = (objects: typeof a): Map<string, string> =>
    new Map([...(objects?.keys() ?? [])].map((subject) => [subject, "there"]));
  return compareRows(there(a), there(b), explain).flatMap((row) => {
    const [first, second] = [a?.get(row.subject), b?.get(row.subject)];
    if (first === undefined || second === undefined) return [row];
    const properties = compareRows(first, second, (path) => explain(`${row.subject} ${path}`));
    const other = properties.filter(({ verdict }) => verdict !== "equal");
    return other.length === 0 ? [row] : other.map((one) => ({ ...one, subject: row.subject, property: one.subject }));
  });
}

// What people wrote needs no other reason than where they wrote it.
function compareWishes(left: ParitySide, right: ParitySide): ParityRow[] {
  const [a, b] = [wishesOf(left), wishesOf(right)];
  const origin = ({ origins, environment }: ParitySide, subject: string): string => {
    const found = origins[subject]?.origin;
    if (found === undefined) return `${environment.name}: not set`;
    return found === "default" ? `${environment.name}: the default` : `${found.file}:${found.line}`;
  };
  return compareRows(a, b, (subject) => `${origin(left, subject)}; ${origin(right, subject)}`);
}

function wishesOf({ origins }: ParitySide): Map<string, string> {
  return new Map(
    Object.entries(origins)
      // Each cloud's own block says where the platform is, and policies how it is judged; neither says what it is.
      .filter(([, { path }]) => path[0] !== "cloud" && path[0] !== "policies")
      .map(([subject, { value }]) => [subject, value]),
  );
}
