import type { Labels } from "../../labels.ts";
import { canonicalJson } from "../../names.ts";
import { byFirstPort, type PortRange } from "../ports.ts";
import type { Flow, Peer } from "./flow.ts";

interface PolicyPort {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  /** The last of a range. */
  readonly endPort?: number;
}

type PolicyPeer =
  | {
      readonly namespaceSelector?: { readonly matchLabels: Labels };
      readonly podSelector: { readonly matchLabels: Labels };
    }
  | { readonly ipBlock: { readonly cidr: string } };

// Lists are mutable because the SDK's types ask for it.
/** A rule of a NetworkPolicy. No peers means anywhere. */
export interface PolicyRule {
  readonly ports: PolicyPort[];
  readonly from?: PolicyPeer[];
  readonly to?: PolicyPeer[];
}

/** One NetworkPolicy: all that one kind of pods may do. */
export interface PolicyDecision {
  readonly name: string;
  readonly spec: {
    /** Empty for every pod: the server drops an empty `matchLabels`, and would see a change in every apply of one. */
    readonly podSelector: { readonly matchLabels?: Labels };
    readonly policyTypes: ("Ingress" | "Egress")[];
    readonly ingress?: PolicyRule[];
    readonly egress?: PolicyRule[];
  };
}

/**
 * The policies of one namespace: what flows in at the callee, what flows out at the caller, since both sides are closed.
 * One policy for each kind of pods, in order of name.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function decideNetworkPolicies(flows: readonly Flow[], namespace: string): PolicyDecision[] {
  const subjects = new Map<string, { labels: Labels; ingress: PolicyRule[]; egress: PolicyRule[] }>();
  const subjectOf = (peer: Peer) => {
    if (peer.kind !== "pods" || peer.namespace !== namespace) return undefined;
    const subject = subjects.get(peer.name) ?? { labels: peer.labels, ingress: [], egress: [] };
    subjects.set(peer.name, subject);
    return subject;
  };
  for (const { from, to, ports } of flows) {
    const open = { ports: [...ports].sort(byFirstPort).map(policyPort) };
    subjectOf(from)?.egress.push({ ...open, ...withPeers("to", policyPeers(to, namespace)) });
    subjectOf(to)?.ingress.push({ ...open, ...withPeers("from", policyPeers(from, namespace)) });
  }
  return [...subjects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { labels, ingress, egress }]) => ({
      name: `allow-${name}`,
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: [
          ...(ingress.length > 0 ? (["Ingress"] as const) : []),
          ...(egress.length > 0 ? (["Egress"] as const) : []),
        ],
        ...(ingress.length > 0 ? { ingress: distinct(ingress) } : {}),
        ...(egress.length > 0 ? { egress: distinct(egress) } : {}),
      },
    }));
}

function policyPort(range: PortRange): PolicyPort {
  if (typeof range === "number") return { protocol: "TCP", port: range };
  return { protocol: "TCP", port: range.first, endPort: range.last };
}

/** Peers of a policy in `namespace`. Empty for anywhere. */
function policyPeers(peer: Peer, namespace: string): PolicyPeer[] {
  switch (peer.kind) {
    case "anywhere":
      return [];
    case "blocks":
      // A rule without peers would open the port to everyone.
      if (peer.cidrs.length === 0) throw new Error("A flow goes to no address block at all");
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case "pods":
      return [
        {
          ...(peer.namespace === namespace ? {} : { namespaceSelector: inNamespace(peer.namespace) }),
          podSelector: { matchLabels: peer.labels },
        },
      ];
    default:
      return peer satisfies never;
  }
}

/** Selects a namespace by the label that the API server gives each. */
export function inNamespace(name: string): { matchLabels: { "kubernetes.io/metadata.name": string } } {
  return { matchLabels: { "kubernetes.io/metadata.name": name } };
}

// A rule with an empty list of peers would mean the same as one without, but reads as closed.
function withPeers(side: "from" | "to", peers: readonly PolicyPeer[]): object {
  return peers.length === 0 ? {} : { [side]: peers };
}

function distinct(rules: readonly PolicyRule[]): PolicyRule[] {
  const byText = new Map(rules.map((rule) => [canonicalJson(rule), rule]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

/** Closes a namespace: nothing in, nothing out. */
export const denyAll: PolicyDecision = {
  name: "default-deny",
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
};

const dnsPorts: PolicyPort[] = [
  { protocol: "TCP", port: 53 },
  { protocol: "UDP", port: 53 },
];

const dnsPods = (app: string): PolicyPeer => ({
  namespaceSelector: inNamespace("kube-system"),
  podSelector: { matchLabels: { "k8s-app": app } },
});

/**
 * Lets every pod of a namespace ask for names: the cluster's DNS, and its cache on the node where there is one. The cache
 * has an address of its own, or is a pod to which the network redirects what was meant for the cluster's DNS; then a
 * policy is asked about that pod.
 * https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 * https://docs.cilium.io/en/stable/network/kubernetes/local-redirect-policy/#node-local-dns-cache
 */
export const allowDns: PolicyDecision = {
  name: "default-dns",
  spec: {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        ports: dnsPorts,
        to: [dnsPods("kube-dns"), dnsPods("node-local-dns"), { ipBlock: { cidr: "169.254.20.10/32" } }],
      },
    ],
  },
};
