import type { Input } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import { poolerMetrics } from "../../kit/databases/postgres/postgres-pooler.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { restrictedContainer } from "../../kit/workloads/pod-security.ts";

/** Key of the address by which numbers are read, in the Secret with the logins. */
export const watchKey = "watch";

/** How a pooler's numbers are read. */
export interface PoolerExporterArgs<Resources> {
  /** Of a Secret the key with the address at which it logs in. */
  readonly address: { readonly name: Input<string>; readonly key: string };
  readonly resources: Resources;
  readonly surroundings: Surroundings;
}

/**
 * The container that tells a pooler's numbers. It logs in anew each time that it is asked, so that it keeps no connection.
 * https://github.com/prometheus-community/pgbouncer_exporter
 */
export function poolerExporter<Resources>({ address, resources, surroundings }: PoolerExporterArgs<Resources>) {
  return {
    name: "exporter",
    image: imageReference("pgbouncer-exporter", surroundings.mirrors),
    imagePullPolicy: "IfNotPresent",
    env: [{ name: "PGBOUNCER_EXPORTER_CONNECTION_STRING", valueFrom: { secretKeyRef: address } }],
    ports: [{ name: poolerMetrics.name, containerPort: poolerMetrics.port, protocol: "TCP" }],
    resources,
    securityContext: restrictedContainer(),
  };
}
