import type { Answer, Capacity, Nodes } from "../../plan/capacity/capacity.ts";
import { sumOf, type Load, type Requests } from "../../plan/capacity/pod-group.ts";
import type { StorageRow } from "../../plan/capacity/storage.ts";
import type { UsageRow } from "../../plan/capacity/usage.ts";
import { printable } from "../../policies/reports/printable.ts";
import type { Context } from "../context.ts";
import { paint } from "./paint.ts";
import { alignColumns, lines, plural } from "./words.ts";

type Screen = Pick<Context, "isTerminal" | "env">;
type Cells = readonly (string | number)[];

/** An environment's capacity for people: what is asked of which nodes, volumes, and the answers with their reasons. */
export function renderCapacity(capacity: Capacity, screen: Screen): string {
  const { environment, nodes, groups, requested, storage, assumptions, unknown } = capacity;
  const title = (text: string): string => paint(screen, "bold", text);
  return lines(
    `${title(environment)}: pods request ${amount(requested.least)} at rest, ${amount(requested.most)} at peak`,
    "",
    title("Pods"),
    ...alignColumns([["", "pods", "CPU", "GiB", "asked for by"], ...groups.map(groupCells)]),
    ...(nodes === undefined ? [] : ["", title("Nodes: requested of what pods may request"), ...poolLines(nodes)]),
    ...(storage.rows.length === 0 ? [] : ["", title("Volumes"), ...storageLines(storage)]),
    ...(nodes === undefined ? [] : ["", ...answerLines(nodes, screen)]),
    ...listed(title("Not known"), unknown),
    ...listed(title("Taken for granted"), assumptions),
  );
}

function groupCells({ name, least, most, each, wish }: Capacity["groups"][number]): Cells {
  const count = least === most ? String(least) : `${least}-${most}`;
  return [printable(name), count === "0" ? "each node" : count, cpus(each), gibibytes(each), wish];
}

function poolLines({ pools, usage }: Nodes): string[] {
  const rows = pools.flatMap(({ name, least, most, room }): Cells[] => {
    const own = (load: Load): UsageRow[] => usage[load].filter(({ pool }) => pool === name);
    const zones = own("least").map(({ zone }): Cells => [
      `  zone ${zone}`,
      "",
      ...usageCells(own("least").filter((row) => row.zone === zone)),
      ...usageCells(own("most").filter((row) => row.zone === zone)),
    ]);
    const range = `${least}-${most} of ${amount(room)}`;
    const left = `${amount(sumOf(own("most").map((row) => row.left)))} left`;
    return [[name, range, ...usageCells(own("least")), ...usageCells(own("most")), left], ...zones];
  });
  return alignColumns([["", "nodes", "at rest", "CPU", "GiB", "at peak", "CPU", "GiB"], ...rows]);
}

function usageCells(rows: readonly UsageRow[]): Cells {
  const nodes = rows.reduce((sum, row) => sum + row.nodes, 0);
  const requested = sumOf(rows.map((row) => row.requested));
  const room = sumOf(rows.map((row) => row.room));
  if (nodes === 0) return ["0 nodes", "", ""];
  return [
    plural(nodes, "node"),
    `${cpus(requested)} of ${cpus(room)}`,
    `${gibibytes(requested)} of ${gibibytes(room)}`,
  ];
}

function storageLines({ rows, classes }: Capacity["storage"]): string[] {
  return [
    ...alignColumns([["", "class", "volumes", "GiB each", "grown in place by"], ...rows.map(storageCells)]),
    ...classes.map(
      ({ storageClass, volumes, gib, largestGib }) =>
        `  ${classOf(storageClass)}: ${gib} GiB in ${plural(volumes, "volume")}, the largest of ${largestGib}; twice as large they need ${gib} GiB more`,
    ),
  ];
}

function storageCells({ group, storageClass, volumes, gibEach, path, grows }: StorageRow): Cells {
  const how = path === "" ? "follows from another" : path;
  return [printable(group), classOf(storageClass), volumes, gibEach, grows === false ? "can't be grown" : how];
}

function classOf(storageClass: string): string {
  return storageClass === "" ? "the cluster's default" : printable(storageClass);
}

function answerLines({ fits, survives }: Nodes, screen: Screen): string[] {
  return [
    ...answered("Every pod finds a node", fits, screen),
    ...answered("Survives the loss of any one node", survives.node, screen),
    ...answered("Survives the loss of any one zone", survives.zone, screen),
  ];
}

function answered(question: string, { least, most }: Readonly<Record<Load, Answer>>, screen: Screen): string[] {
  const bold = `${paint(screen, "bold", question)}:`;
  const verdict = (holds: boolean): string => (holds ? paint(screen, "green", "yes") : paint(screen, "red", "no"));
  const same = least.holds === most.holds;
  const answer = same ? verdict(most.holds) : `at rest ${verdict(least.holds)}, at peak ${verdict(most.holds)}`;
  return [`${bold} ${answer}`, ...findingLines(least, most)];
}

/** Each finding once, with what to write. What is only found at one load says at which. */
function findingLines(least: Answer, most: Answer): string[] {
  const key = (finding: Answer["findings"][number]): string => JSON.stringify(finding);
  const [atRest, atPeak] = [new Set(least.findings.map(key)), new Set(most.findings.map(key))];
  return [
    ...most.findings.map((finding) => ({ ...finding, when: atRest.has(key(finding)) ? "" : "at peak " })),
    ...least.findings
      .filter((finding) => !atPeak.has(key(finding)))
      .map((finding) => ({ ...finding, when: "at rest " })),
  ].flatMap(({ group, says, mend, when }) => [
    `  ${group === "" ? "" : `${printable(group)}: `}${when}${printable(says)}`,
    ...(mend === "" ? [] : [`    write ${printable(mend)}`]),
  ]);
}

function listed(title: string, all: readonly string[]): string[] {
  return all.length === 0 ? [] : ["", title, ...all.map((text) => `  ${printable(text)}`)];
}

function amount(requests: Requests): string {
  return `${cpus(requests)} CPUs and ${gibibytes(requests)} GiB`;
}

function cpus({ milliCpu }: Requests): string {
  return String(Math.round(milliCpu / 10) / 100);
}

function gibibytes({ memoryMiB }: Requests): string {
  return String(Math.round((memoryMiB / 1024) * 10) / 10);
}
