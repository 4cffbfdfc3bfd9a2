import { platformUpstreams } from "../../components/kit/mirrors.ts";
import type { Check } from "../cross-rules.ts";

/** Logins are at registries that are mirrored: nobody else would use them. */
export const loginsAreUsed: Check = ({ registry }, at) => {
  if (registry.placement === "external") return [];
  const { mirror, logins } = registry;
  return Object.keys(logins).flatMap((upstream) => {
    const place = at(["registry", "logins", upstream], "key");
    if (!mirror)
      return [
        { ...place, rule: "is used by nobody, since nothing is mirrored", wayOut: "write mirror: true, or delete it" },
      ];
    if (platformUpstreams.some((known) => known === upstream)) return [];
    const wayOut = `delete it; images come from ${platformUpstreams.join(", ")}`;
    return [{ ...place, rule: "is at a registry from which the platform pulls nothing", wayOut }];
  });
};
