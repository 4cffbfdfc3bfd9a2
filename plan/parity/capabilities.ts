import type { capabilitiesOf } from "../../components/clouds/table.ts";

type Capabilities = ReturnType<typeof capabilitiesOf>;
type Capability = Capabilities[keyof Capabilities];

/** Begins the answer of a cloud that can, and says how. */
export const ownWay = "in its own way: ";

/** What a cloud answers to each wish, as text by the wish's name. */
export function capabilityTexts(capabilities: Capabilities): Map<string, string> {
  return new Map(
    Object.entries<Capability>(capabilities).map(([name, answer]) => [
      name,
      answer.supported ? (answer.differs === undefined ? "yes" : `${ownWay}${answer.differs}`) : "no",
    ]),
  );
}

/** A cloud's name and its answers. */
export interface Answers {
  readonly cloud: string;
  readonly capabilities: Capabilities;
}

/** Why two clouds differ in something, by what their tables say of the capabilities behind it; empty if nothing. */
export function explainCapabilities(names: readonly string[], sides: readonly Answers[]): string {
  return names.flatMap((name) => sides.flatMap((side) => reasonOf(side, name))).join("; ");
}

function reasonOf({ cloud, capabilities }: Answers, name: string): string[] {
  const answer = Object.entries<Capability>(capabilities).find(([known]) => known === name)?.[1];
  if (answer === undefined) return [];
  if (!answer.supported) return [`${cloud}: ${answer.why}; ${answer.instead}`];
  return answer.differs === undefined ? [] : [`${cloud}: ${answer.differs}`];
}

/** What in a plan differs because of which capability: the first pattern that a subject matches. */
const behind: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(IngressAddress|(platform\.)?ingress(Address(es)?|Annotations))\b/, ["ingress.reserved"]],
  [/(storageClass(Name)?|snapshotClass)\b/i, ["cluster.volumes"]],
  [/-devices-public\b.*\bannotations\b/, ["cluster.balancers.public"]],
  [/-(?:devices|brokers-\d+)\b.*\bannotations\b/, ["cluster.balancers.internal"]],
  [/\bcluster-autoscaler\b/, ["cluster.pools"]],
  [/\bkarpenter\b|^NodeGroups\b|\b(NodePool|EC2NodeClass|AKSNodeClass)\b/i, ["cluster.autoProvision"]],
  [/^(Function events-function|(platform\.)?events\.functions)\b/, ["events.functions"]],
  [/^((Events|Queue|Topic) events|(platform\.)?events)\b/, ["events"]],
  [/^ObjectStore access-logs\b/, ["buckets.accessLogs"]],
  [/\blandbridge-objects\b|^Object(Server|Store)\b|\bbucket-keys\b|^platform\.buckets\b/, ["buckets"]],
  [/\bAWS_[A-Z0-9_]+\b|^WorkloadIdentity\b|^platform\.identities\b/, ["identities"]],
  [/^platform\.stores\.[^.]+\.authorities$|SSLMODE\.value$|\.sslmode$/, ["stores.postgres.managed"]],
  // What is inside of a server is written alike everywhere, but for who may read its log.
  [/^ConfigMap landbridge-data\/[^.]+-setup-<hash> data\.server\.sql$/, ["stores.postgres.managed"]],
  [/^platform\.peers\.[^.]+\.gateway$/, ["network.peers.vpn"]],
  [/SSL_MODE\.value$/, ["stores.mysql.managed"]],
];

/** Names of the capabilities that decide about something in a plan. */
export function capabilityBehind(subject: string): readonly string[] {
  return behind.find(([pattern]) => pattern.test(subject))?.[1] ?? [];
}
