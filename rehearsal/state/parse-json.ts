/** Text as strict UTF-8 and JSON, or what is wrong with it. */
export function parseJson(bytes: Uint8Array): { readonly value: unknown } | { readonly problem: string } {
  if (bytes.length === 0) return { problem: "it is empty" };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { problem: "it is compressed (gzip), not JSON" };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { problem: "it isn't UTF-8" };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: "it isn't whole JSON; it was cut off or changed by hand" };
  }
}
