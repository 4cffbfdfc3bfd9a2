/** The parts of an image's name that follow the registry. A registry given by the cloud doesn't hide them. */
export interface ImageName {
  /** Host with port, or a placeholder; undefined where the runtime would choose one. */
  readonly registry: string | undefined;
  /** With everything between the registry and the tag. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** With its algorithm, e.g. `sha256:…`. */
  readonly digest: string | undefined;
}

const placeholder = /\$\{urn:pulumi:[^}]*\}/g;

/**
 * Takes an image's name apart as https://github.com/distribution/reference does. Undefined where its end is a
 * placeholder, so that tag and digest can't be known.
 */
export function parseImage(text: string): ImageName | undefined {
  const hidden: string[] = [];
  // Placeholders hold / : and @ themselves; they are put aside while the rest is read.
  const plain = text.replace(placeholder, (found) => `\u0000${hidden.push(found) - 1}\u0000`);
  const [nameAndTag, digest] = split(plain, "@");
  const slash = nameAndTag.lastIndexOf("/");
  const [lastPart, tag] = split(nameAndTag.slice(slash + 1), ":");
  if ([lastPart, tag, digest].some((part) => part?.includes("\u0000") === true)) return undefined;
  const [first = "", ...others] = [...nameAndTag.slice(0, Math.max(slash, 0)).split("/"), lastPart].filter(
    (part) => part !== "",
  );
  const hasRegistry = others.length > 0 && (/[.:]|^localhost$/.test(first) || first.includes("\u0000"));
  return {
    registry: hasRegistry ? restored(first, hidden) : undefined,
    repository: (hasRegistry ? others : [first, ...others]).map((part) => restored(part, hidden)).join("/"),
    tag,
    digest,
  };
}

function split(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function restored(part: string, hidden: readonly string[]): string {
  return part.replace(/\u0000(\d+)\u0000/g, (_whole, index: string) => hidden[Number(index)] ?? "");
}
