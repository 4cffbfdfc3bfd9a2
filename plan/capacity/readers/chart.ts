import { charts } from "../../../charts/charts.ts";
import { isObject, type PlannedObject, type PlannedValue } from "../../planned-resource.ts";
import { dig, textAt } from "../fields.ts";
import { placingOf } from "../pod-spec.ts";
import { requestsOf } from "../quantities.ts";
import { notesOf, type Reader, type ReadPods } from "../reader.ts";

/**
 * The operators of a chart, where the plan has nothing of what is inside: as many pods as its values say, asking for what
 * they say. A chart's first program has its values at the top, others in a block of their own, which may leave out what the
 * top says. What a chart adds by itself stays unknown.
 */
export const readChart: Reader = ({ urn, inputs }, { resources }) => {
  if (runsNothing.includes(textAt(inputs, "name"))) return { groups: [], notes: [] };
  // What the renderer found is read by itself.
  if (resources.some(({ parent }) => parent === urn)) return { groups: [], notes: [] };
  const name = `${textAt(inputs, "namespace")}/${textAt(inputs, "name")}`;
  const values = dig(inputs, "values");
  const top = isObject(values) ? values : {};
  const blocks = Object.entries(top)
    .flatMap(([key, block]): [string, PlannedValue][] => (hasResources(block) ? [[key, block]] : []))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const read = [
    ...(hasResources(top) ? [readProgram(name, top, {})] : []),
    ...blocks.map(([key, block]) => readProgram(`${name}-${key}`, block, top)),
  ];
  const closed = "is a chart that nobody could look into";
  const how =
    read.length === 0 ? `${closed}, and its values don't say what it requests` : `${closed}: counted as its values say`;
  return {
    groups: read.flatMap(({ groups }) => groups),
    notes: [...read.flatMap(({ notes }) => notes), ...notesOf(name, [how])],
  };
};

/** Charts that only define kinds. */
const runsNothing = charts.filter(({ pods }) => Object.keys(pods).length === 0).map(({ name }) => name);

function hasResources(block: PlannedValue | undefined): boolean {
  return dig(block, "resources", "requests") !== undefined && dig(block, "enabled") !== false;
}

function readProgram(name: string, block: PlannedValue, top: PlannedObject): ReadPods {
  const either = (key: string): PlannedValue | undefined => dig(block, key) ?? top[key];
  const count = either("replicaCount") ?? either("replicas");
  const { notes, ...placing } = placingOf({
    nodeSelector: either("nodeSelector") ?? {},
    tolerations: either("tolerations") ?? [],
    affinity: either("affinity") ?? {},
    topologySpreadConstraints: either("topologySpreadConstraints") ?? [],
  });
  const pods = typeof count === "number" ? count : 1;
  return {
    groups: [
      {
        name,
        kind: "operator",
        wish: "",
        each: requestsOf(dig(block, "resources")),
        least: pods,
        most: pods,
        ...placing,
        claims: [],
        keeps: [],
      },
    ],
    notes: notesOf(name, notes),
  };
}
