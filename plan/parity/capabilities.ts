import type { capabilitiesOf } from "../../components/clouds/table.ts";

type Capabilities = ReturnType<typeof capabilitiesOf>;
type Capability = Capabilities[keyof Capabilities];

/** What a cloud answers to each wish, as text by the wish's name. */
export function capabilityTexts(capabilities: Capabilities): Map<string, string> {
  return new Map(
    Object.entries<Capability>(capabilities).map(([name, answer]) => [
      name,
      answer.supported ? (answer.differs ?? "yes") : "no",
    ]),
  );
}

/** Why two clouds differ in something, by what their tables say of the capabilities behind it; empty if nothing. */
export function explainCapabilities(names: readonly string[], sides: readonly Capabilities[]): string {
  const reasons = names.flatMap((name) => sides.flatMap((side) => reasonOf(Object.entries<Capability>(side), name)));
  return [...new Set(reasons)].join("; ");
}

function reasonOf(answers: readonly (readonly [string, Capability])[], name: string): string[] {
  const answer = answers.find(([known]) => known === name)?.[1];
  if (answer === undefined) return [];
  if (!answer.supported) return [`${answer.why}: ${answer.instead}`];
  return answer.differs === undefined ? [] : [answer.differs];
}

/** What in a plan differs because of which capability: the first pattern that a subject matches. */
const behind: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(IngressAddress|ingressAddress)\b/, ["ingress.reserved"]],
  [/storageClass(Name)?\b/i, ["cluster.volumes"]],
];

/** Names of the capabilities that decide about something in a plan. */
export function capabilityBehind(subject: string): readonly string[] {
  return behind.find(([pattern]) => pattern.test(subject))?.[1] ?? [];
}
