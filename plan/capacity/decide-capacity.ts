import { autoProvisionGroup, decideNodeGroups } from "../../components/kit/cluster/node-groups.ts";
import { purposeLabel, type NodePool } from "../../components/kit/cluster/node-pools.ts";
import type { Capacity as Machine } from "../../components/kit/sizes.ts";
import type { AutoProvisionWish } from "../../environments/schema/cluster.ts";
import { assumptionsOf } from "./assumptions.ts";
import type { Answer, Capacity, Nodes } from "./capacity.ts";
import { decideRoomFindings } from "./mend-room.ts";
import {
  decideNodePlaces,
  everyLabel,
  fitsInto,
  growing,
  takes,
  type Growing,
  type NodeFacts,
  type NodePlace,
} from "./node-places.ts";
import { packPods, type Waiting } from "./pack-pods.ts";
import { podsAt, sumOf, times, type Domain, type Load, type PodGroup } from "./pod-group.ts";
import { decideStorage } from "./storage.ts";
import { decideHomeless, decideKeeping, podsOf, type Finding, type Stake } from "./survive.ts";
import { decideUsage } from "./usage.ts";

/** All that the calculation is made from. */
export interface CapacityInput {
  readonly environment: string;
  readonly cloud: string;
  readonly groups: readonly PodGroup[];
  /** What the readers of pods didn't know. */
  readonly notes: readonly string[];
  readonly pools: readonly NodePool[];
  readonly autoProvision?: AutoProvisionWish | undefined;
  /** Absent where nobody can know how large nodes are. */
  readonly facts?: NodeFacts | undefined;
  /** Classes of volumes that are the environment's own, and whether their volumes grow in place. */
  readonly expandable: Readonly<Record<string, boolean>>;
  readonly isZonal: Stake["isZonal"];
}

/** What the cluster has to carry, whether it does, and whether it goes on doing so without a zone or a node. */
export function decideCapacity(input: CapacityInput): Capacity {
  const { environment, cloud, groups, notes, facts, pools } = input;
  const ofLoad = (load: Load) => sumOf(groups.map((group) => times(group.each, podsAt(group, load))));
  const hasNodes = facts !== undefined && pools.length > 0;
  return {
    environment,
    cloud,
    groups: groups.map(({ name, kind, wish, least, most, each }) => ({ name, kind, wish, least, most, each })),
    requested: { least: ofLoad("least"), most: ofLoad("most") },
    storage: decideStorage(groups, input.expandable),
    ...(hasNodes ? { nodes: decideNodes(input, facts) } : {}),
    assumptions: hasNodes ? assumptionsOf(input) : [],
    unknown: [
      ...notes,
      ...(hasNodes ? [] : ["how many nodes the cluster has, and how large: the environment makes none"]),
    ],
  };
}

function decideNodes(input: CapacityInput, facts: NodeFacts): Nodes {
  const { pools, groups } = input;
  const places = placesWith(input, facts, pools);
  const pack = (load: Load) => packPods(places, podsOf(groups, load));
  const byLoad = <T>(of: (load: Load) => T): Record<Load, T> => ({ least: of("least"), most: of("most") });
  return {
    zones: facts.zones,
    pools: poolRows(places),
    usage: byLoad((load) => decideUsage(places, pack(load))),
    fits: byLoad((load) =>
      answer(roomFindings(input, facts, ({ places: tried }) => packPods(tried, podsOf(groups, load)).waiting)),
    ),
    survives: {
      zone: byLoad((load) => survives(input, facts, "zone", load)),
      node: byLoad((load) => survives(input, facts, "node", load)),
    },
  };
}

function survives(input: CapacityInput, facts: NodeFacts, domain: Domain, load: Load): Answer {
  if (domain === "zone" && facts.zones < 2) return answer([{ group: "", says: "there is one zone only", mend: "" }]);
  const homeless = roomFindings(input, facts, (stake) => decideHomeless(stake, domain, load));
  return answer([...decideKeeping(stakeWith(input, facts, input.pools), domain), ...homeless]);
}

function roomFindings(
  input: CapacityInput,
  facts: NodeFacts,
  waitingOf: (stake: Stake) => readonly Waiting[],
): Finding[] {
  const waitingWith = (pools: readonly NodePool[]) => waitingOf(stakeWith(input, facts, pools));
  return decideRoomFindings({ pools: input.pools, facts, waitingWith });
}

function stakeWith(input: CapacityInput, facts: NodeFacts, pools: readonly NodePool[]): Stake {
  return { places: placesWith(input, facts, pools), groups: input.groups, isZonal: input.isZonal };
}

function placesWith(input: CapacityInput, facts: NodeFacts, pools: readonly NodePool[]): NodePlace[] {
  const everywhere = input.groups.filter(({ kind }) => kind === "every node");
  return decideNodePlaces([...pools.map(growing), ...onTop(input, facts, pools)], facts, everywhere);
}

/**
 * Nodes that the cloud may add besides those of pools: as many as what is left of the wish holds when all are of one size,
 * the smallest that takes each pod that may be there, or else the largest.
 */
function onTop({ autoProvision, groups }: CapacityInput, facts: NodeFacts, pools: readonly NodePool[]): Growing[] {
  const group = decideNodeGroups(pools, autoProvision).find(({ name }) => name === autoProvisionGroup);
  if (group === undefined) return [];
  const nodesOf = (capacity: Machine): Growing => ({
    name: group.name,
    capacity,
    min: 0,
    max: Math.floor(Math.min(group.most.cpu / capacity.cpu, group.most.memoryGiB / capacity.memoryGiB)),
    labels: { ...everyLabel, [purposeLabel]: group.purposes },
    taints: [],
  });
  const everywhere = groups.filter(({ kind }) => kind === "every node");
  const takesAll = (candidate: Growing): boolean =>
    decideNodePlaces([candidate], facts, everywhere).every((place) =>
      groups.every(({ each, nodes }) => !takes(place, nodes) || fitsInto(each, place.room)),
    );
  const candidates = group.capacities.map(nodesOf);
  const chosen = candidates.find(takesAll) ?? candidates.at(-1);
  return chosen === undefined ? [] : [chosen];
}

function poolRows(places: readonly NodePlace[]) {
  return [...Map.groupBy(places, ({ pool }) => pool)].flatMap(([name, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const sum = (what: "least" | "most"): number => own.reduce((total, place) => total + place[what], 0);
    return [{ name, least: sum("least"), most: sum("most"), room: first.room }];
  });
}

function answer(findings: readonly Finding[]): Answer {
  return { holds: findings.length === 0, findings };
}
