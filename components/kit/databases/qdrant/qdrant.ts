import type { QdrantWish } from "../../../../environments/schema/stores/qdrant.ts";
import { namespaces } from "../../cluster/namespaces.ts";

/** A node of a store: a StatefulSet of one, by its number from 0. */
export interface QdrantNode {
  /** Of its StatefulSet and of its volume's claim. */
  readonly name: string;
  readonly number: number;
}

/** Most nodes of a store. */
const mostNodes = 9;

/** What in-cluster stores of Qdrant put behind their name for their nodes, as far as a wish can go. */
export const qdrantNodeEndings: readonly string[] = Array.from({ length: mostNodes }, (_, number) => String(number));

/** The nodes of a store in the order in which they are made and changed: the first one founds the cluster. */
export function decideQdrantNodes(store: string, { nodes }: Pick<QdrantWish, "nodes">): QdrantNode[] {
  return Array.from({ length: nodes }, (_, number) => ({ name: `${store}-${number}`, number }));
}

/** The one pod of a node. */
export function qdrantPod({ name }: Pick<QdrantNode, "name">): string {
  return `${name}-0`;
}

/** The Service by which nodes have names of their own. */
export function qdrantNodesService(store: string): string {
  return `${store}-nodes`;
}

/** What follows the name of a node's pod in its name of the network. */
export function qdrantDomain(store: string): string {
  return `${qdrantNodesService(store)}.${namespaces.data}.svc`;
}

/** How many nodes have each point, and how many of them have it before a writer is told. */
export interface QdrantCopies {
  readonly copies: number;
  readonly written: number;
}

/**
 * Three copies where there are three nodes, of which two have what a writer is told of: any node can be lost, nothing that was
 * written is, and writing goes on. With two copies it is one of these three at most.
 * https://qdrant.tech/documentation/guides/distributed_deployment/#write-consistency-factor
 */
export function decideQdrantCopies({ nodes }: Pick<QdrantWish, "nodes">): QdrantCopies {
  const copies = Math.min(3, nodes);
  return { copies, written: Math.floor(copies / 2) + 1 };
}
