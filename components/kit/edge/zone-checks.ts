import type { Environment } from "../../../environments/schema/environment.ts";
import { isMissing, isThere, type CloudCheck } from "../account/cloud-checks.ts";

/**
 * Whether the domain above delegates to the zone. `servers` says which name servers are the cloud's. Nothing where no zone
 * is made here.
 */
export function decideDelegationChecks(
  { edge, name }: Pick<Environment, "edge" | "name">,
  servers: RegExp,
): CloudCheck[] {
  if (edge?.dns.placement !== "managed") return [];
  return [
    {
      what: `delegation of ${edge.domain}`,
      command: ["dig", "+short", "NS", edge.domain],
      expect: delegatedTo(servers),
      wayOut: `write NS records for ${edge.domain} at whoever holds the domain above, with edge.nameServers of: npx pulumi stack output platform --stack ${name}.cloud; and edge.delegationSigner as its DS record`,
    },
  ];
}

/** `dig +short` prints one name in each line, and nothing where there are none. https://bind9.readthedocs.io/en/latest/manpages.html#dig-dns-lookup-utility */
export function delegatedTo(servers: RegExp): CloudCheck["expect"] {
  return (stdout) => {
    const names = stdout
      .split("\n")
      .map((line) => line.trim().toLowerCase().replace(/\.$/, ""))
      .filter((line) => line !== "")
      .sort();
    if (names.length === 0) return isMissing("nobody");
    return names.every((one) => servers.test(one)) ? isThere(names.join(", ")) : isMissing(names.join(", "));
  };
}
