import { zoneCount } from "../cluster/node-pools.ts";

/** Where each kind of address comes from. All blocks lie in `whole`, none overlaps another. */
export interface AddressPlan {
  readonly whole: string;
  /** Pods; half of the whole. */
  readonly pods: string;
  /** Nodes; `nodesByZone` cuts it for clouds whose subnets belong to a zone. */
  readonly nodes: string;
  readonly nodesByZone: readonly string[];
  /** Load balancers and NAT that face the outside, by zone. */
  readonly edgeByZone: readonly string[];
  /** Managed services with an address in the network, by zone. */
  readonly dataByZone: readonly string[];
  /** Kubernetes Services. */
  readonly services: string;
  /** Managed services that live in the provider's network and are reached by peering. */
  readonly peeredServices: string;
  /** The API server, where a cloud wants a /28 of its own. */
  readonly controlPlane: string;
}

/** Longest prefix that still holds everything: /17 leaves 64 nodes' worth of pods and 1,024 Services. */
export const longestPrefix = 17;
/** Shortest prefix that private ranges and clouds allow. */
export const shortestPrefix = 12;

/**
 * Cuts a block into the plan by powers of two: pods 1/2, nodes 1/4, edge 1/8, data 1/16, Services 1/32, peered services
 * 1/64, control plane a /28 from what is left. Throws for a block that `cidrProblem` refuses.
 */
export function decideAddresses(whole: string): AddressPlan {
  const problem = cidrProblem(whole);
  if (problem !== undefined) throw new Error(`${whole} ${problem}`);
  const [pods, rest1] = halves(whole);
  const [nodes, rest2] = halves(rest1);
  const [edge, rest3] = halves(rest2);
  const [data, rest4] = halves(rest3);
  const [services, rest5] = halves(rest4);
  const [peeredServices, rest6] = halves(rest5);
  return {
    whole,
    pods,
    nodes,
    nodesByZone: zoneBlocks(nodes),
    edgeByZone: zoneBlocks(edge),
    dataByZone: zoneBlocks(data),
    services,
    peeredServices,
    controlPlane: `${toText(range(rest6).first)}/28`,
  };
}

/** What is wrong with a block as a platform's whole, or undefined. */
export function cidrProblem(block: string): string | undefined {
  const { first, prefix, address } = range(block);
  if (address !== first) return `doesn't begin on its own boundary; ${toText(first)}/${prefix} does`;
  if (prefix > longestPrefix)
    return `holds ${2 ** (32 - prefix)} addresses, a platform needs ${2 ** (32 - longestPrefix)} (/${longestPrefix})`;
  if (prefix < shortestPrefix) return `is wider than /${shortestPrefix}, the widest private block that clouds take`;
  if (!isPrivate(block)) return `isn't private (${privateBlocks.join(", ")})`;
  return undefined;
}

/** RFC 1918, and RFC 6598 which clouds allow inside a network. */
const privateBlocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** Whether every address of a block is private. */
export function isPrivate(block: string): boolean {
  return privateBlocks.some((outer) => contains(outer, block));
}

/**
 * Where a cloud's VPN gateway stands, where that wants a subnet of its own: a /27 of what the plan leaves over. Apart from
 * the plan, so that it takes no place where there is no gateway. Throws for a block that `cidrProblem` refuses.
 */
export function gatewayBlock(whole: string): string {
  const { controlPlane } = decideAddresses(whole);
  // The control plane's is the first of two /28; this is the /27 after both.
  return `${nthAddress(controlPlane, 32)}/27`;
}

/**
 * Where a cloud's functions stand, where they want a subnet of their own: the second half of what the plan leaves over, 256
 * addresses or more. Apart from the plan, so that it takes no place where there are none. Throws for a block that
 * `cidrProblem` refuses.
 */
export function functionsBlock(whole: string): string {
  const { controlPlane } = decideAddresses(whole);
  const prefix = range(whole).prefix + partsOfRest;
  return `${nthAddress(controlPlane, 2 ** (32 - prefix))}/${prefix}`;
}

/** Bits by which half of the plan's rest is narrower than the whole: the rest is a 64th of it. */
const partsOfRest = 7;

/** Whether two blocks share an address. */
export function overlap(a: string, b: string): boolean {
  const [x, y] = [range(a), range(b)];
  return x.first <= y.last && y.first <= x.last;
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [x, y] = [range(outer), range(inner)];
  return x.first <= y.first && y.last <= x.last;
}

/** The address that so many others of a block come before. */
export function nthAddress(block: string, n: number): string {
  return toText(range(block).first + n);
}

/** A block cut into pieces of a prefix; itself where it is no wider. */
export function cutTo(block: string, prefix: number): string[] {
  return range(block).prefix >= prefix ? [block] : halves(block).flatMap((half) => cutTo(half, prefix));
}

/** The block around another that is wider by so many bits. */
export function widened(block: string, bits: number): string {
  const { address, prefix } = range(block);
  const { first } = range(`${toText(address)}/${prefix - bits}`);
  return `${toText(first)}/${prefix - bits}`;
}

/** One piece of a block for each zone, and a fourth to spare. */
export function zoneBlocks(block: string): string[] {
  return quarters(block).slice(0, zoneCount);
}

interface Range {
  readonly address: number;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

// Plain numbers, not 32-bit operators: those are signed.
function range(block: string): Range {
  const [text = "", length = "32"] = block.split("/");
  const prefix = Number(length);
  const address = text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const count = 2 ** (32 - prefix);
  const first = Math.floor(address / count) * count;
  return { address, first, last: first + count - 1, prefix };
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

function halves(block: string): [string, string] {
  const { first, prefix } = range(block);
  return [`${toText(first)}/${prefix + 1}`, `${toText(first + 2 ** (31 - prefix))}/${prefix + 1}`];
}

function quarters(block: string): string[] {
  return halves(block).flatMap(halves);
}
