import type { Environment } from "../../../../environments/schema/environment.ts";
import type { VolumeFacts } from "../../../cloud.ts";
import { decideTags } from "../../../kit/tags.ts";
import { labelsOf } from "../tags.ts";
import type { GcpSettings } from "../settings.ts";

/**
 * Persistent disks as Google's CSI driver makes them. A regional disk has a copy in one other zone, chosen by Google.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver
 * https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd
 * https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek#create_an_encrypted_disk
 */
export function gcpVolumes(environment: Environment<GcpSettings>): VolumeFacts {
  const pairs = Object.entries(labelsOf(decideTags(environment))).map(([key, value]) => `${key}=${value}`);
  const labels = pairs.join(",");
  return {
    driver: "pd.csi.storage.gke.io",
    keyParameter: "disk-encryption-kms-key",
    zonal: { type: "pd-ssd", labels },
    replicated: { type: "pd-ssd", "replication-type": "regional-pd", labels },
    // Otherwise the nearest multi-region, which may lie outside of what the data's class allows.
    // https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/volume-snapshots
    snapshots: { "storage-locations": environment.cloud.regions.primary, labels },
  };
}
