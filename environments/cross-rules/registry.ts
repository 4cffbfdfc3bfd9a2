import { upstreamsOf } from "../../components/kit/registry/mirrors.ts";
import type { Check } from "../cross-rules.ts";

/** Logins are at registries that are mirrored: nobody else would use them. */
export const loginsAreUsed: Check = ({ registry, stores }, at) => {
  if (registry.placement === "external") return [];
  const { mirror, logins } = registry;
  const upstreams = upstreamsOf({ stores });
  return Object.keys(logins).flatMap((upstream) => {
    const place = at(["registry", "logins", upstream], "key");
    if (!mirror)
      return [
        { ...place, rule: "is used by nobody, since nothing is mirrored", wayOut: "write mirror: true, or delete it" },
      ];
    if (upstreams.some((known) => known === upstream)) return [];
    const wayOut = `delete it; images come from ${upstreams.join(", ")}`;
    return [{ ...place, rule: "is at a registry from which the platform pulls nothing", wayOut }];
  });
};
