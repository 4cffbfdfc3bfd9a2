/** Where pods find the certificates of those that signed stores', in PEM, by the file's name. */
export const authoritiesFolder = "/etc/landbridge/authorities";

/** Name of the file with a store's authorities. */
export function authoritiesFile(store: string): string {
  return `${store}.pem`;
}
