import { namespaces } from "../../cluster/namespaces.ts";
import { exporterSize } from "../../monitoring/exporter-size.ts";
import { metricsPorts, ports } from "../../network/ports.ts";
import { quantities } from "../../sizes.ts";
import { restrictedContainer } from "../../workloads/pod-security.ts";

/** Where the exporter finds who signed its member's certificate. */
const tlsFolder = "/etc/mongodb-ssl";

/** The volume with the certificate, as the operator calls it. https://github.com/percona/percona-server-mongodb-operator/blob/main/pkg/psmdb/statefulset.go */
const tlsVolume = "ssl";

/** A container that the operator puts beside each member as it is. */
export interface MongodbSidecar {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: "IfNotPresent";
  readonly args: readonly string[];
  readonly env: readonly object[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol: "TCP" }[];
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  readonly securityContext: ReturnType<typeof restrictedContainer>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly: true }[];
}

/**
 * Percona's exporter, which asks the member that it stands beside, by the member's own name, which is on its certificate, as the operator's user
 * that may look at everything and change nothing. The older names of numbers are among them, since only those tell how far the
 * log of operations goes back.
 * https://github.com/percona/mongodb_exporter
 * https://docs.percona.com/percona-operator-for-mongodb/sidecar.html
 */
export function decideMongodbExporter({
  image,
  users,
  service,
}: {
  readonly image: string;
  /** Secret with the operator's users. */
  readonly users: string;
  /** The Service by which members have names. */
  readonly service: string;
}): MongodbSidecar {
  const { cpu, memory } = quantities(exporterSize);
  const member = `$(POD_NAME).${service}.${namespaces.data}.svc.cluster.local:${ports.mongodb}`;
  const fromUsers = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: users, key } } });
  return {
    name: "exporter",
    image,
    imagePullPolicy: "IfNotPresent",
    args: ["--collector.diagnosticdata", "--compatible-mode", `--web.listen-address=:${metricsPorts.mongodb}`],
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      fromUsers("MONGODB_USER", "MONGODB_CLUSTER_MONITOR_USER"),
      fromUsers("MONGODB_PASSWORD", "MONGODB_CLUSTER_MONITOR_PASSWORD"),
      { name: "MONGODB_URI", value: `mongodb://${member}/admin?tls=true&tlsCAFile=${tlsFolder}/ca.crt` },
    ],
    ports: [{ name: "metrics", containerPort: metricsPorts.mongodb, protocol: "TCP" }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    volumeMounts: [{ name: tlsVolume, mountPath: tlsFolder, readOnly: true }],
  };
}
