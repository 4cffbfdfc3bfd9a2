import { volumeSize } from "../sizes.ts";
import type { Surroundings } from "../surroundings.ts";

/** The claim of a server's volume: an object of its own, so that it can grow, which a StatefulSet's can't. In GiB; of the cluster's own class where none is named. */
export function decideServerClaim(gib: number, { storageClass }: Pick<Surroundings, "storageClass">) {
  return {
    accessModes: ["ReadWriteOnce"],
    ...(storageClass === "" ? {} : { storageClassName: storageClass }),
    resources: { requests: { storage: volumeSize(gib) } },
  };
}
