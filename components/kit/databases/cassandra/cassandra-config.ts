import type { Size } from "../../../../environments/schema/names.ts";
import { sizes } from "../../sizes.ts";

/** Where servers find their certificate. */
export const tlsFolder = "/etc/cassandra-tls";

/** What the operator writes into the servers' files, by file. https://docs.k8ssandra.io/reference/crd/cass-operator-crds-latest/ */
export interface CassandraConfig {
  readonly "cassandra-yaml": Readonly<Record<string, unknown>>;
  readonly "jvm-server-options": { readonly initial_heap_size: string; readonly max_heap_size: string };
  readonly "cassandra-env-sh": { readonly "additional-jvm-opts": readonly string[] };
}

/** What servers' settings depend on. */
export interface CassandraConfigWish {
  readonly datacenter: string;
  /** Of each row. */
  readonly copies: number;
  readonly size: Size;
}

/**
 * Part of a node's memory that is the heap. The rest is for what Cassandra keeps beside it, the management API, which is a program of its own,
 * and the pages of files. https://cassandra.apache.org/doc/latest/cassandra/managing/operating/hardware.html
 */
const heapShare = 3 / 8;

/** Heap of a server of a size, as Java wants it. */
export function heapOf(size: Size): string {
  return `${Math.floor(sizes[size].memoryGiB * 1024 * heapShare)}M`;
}

/**
 * Settings of the servers: who comes needs a login and a right, and all talk by TLS. Besides those, what a cluster that begins with 5.0 has
 * no reason to keep from before.
 * https://cassandra.apache.org/doc/5.0/cassandra/managing/configuration/cass_yaml_file.html
 */
export function decideCassandraConfig({ datacenter, copies, size }: CassandraConfigWish): CassandraConfig {
  const heap = heapOf(size);
  return {
    "cassandra-yaml": {
      authenticator: { class_name: "PasswordAuthenticator" },
      authorizer: { class_name: "CassandraAuthorizer" },
      role_manager: { class_name: "CassandraRoleManager" },
      num_tokens: 16,
      allocate_tokens_for_local_replication_factor: copies,
      // Else rows that are to go after 2038 are refused.
      storage_compatibility_mode: "NONE",
      client_encryption_options: {
        ...nodeEncryption,
        enabled: true,
        optional: false,
        // They log in with a password.
        require_client_auth: false,
      },
      server_encryption_options: {
        ...nodeEncryption,
        internode_encryption: "all",
        optional: false,
        legacy_ssl_storage_port_enabled: false,
        require_client_auth: true,
        // They call each other by address, which stands in no certificate.
        require_endpoint_verification: false,
      },
    },
    "jvm-server-options": { initial_heap_size: heap, max_heap_size: heap },
    // Else logins would be on one node alone until somebody changed it.
    // https://github.com/k8ssandra/management-api-for-apache-cassandra/blob/master/management-api-agent-common/src/main/java/com/datastax/mgmtapi/interceptors/SystemDistributedReplicationInterceptor.java
    "cassandra-env-sh": {
      "additional-jvm-opts": [`-Dcassandra.system_distributed_replication=${datacenter}:${copies}`],
    },
  };
}

/**
 * The key and certificate as cert-manager writes them. Files that change are read again after ten minutes at most.
 * https://cassandra.apache.org/doc/5.0/cassandra/managing/operating/security.html#ssl-certificate-hot-reloading
 */
export const nodeEncryption = {
  ssl_context_factory: { class_name: "org.apache.cassandra.security.PEMBasedSslContextFactory" },
  keystore: `${tlsFolder}/tls-combined.pem`,
  truststore: `${tlsFolder}/ca.crt`,
  accepted_protocols: ["TLSv1.3", "TLSv1.2"],
} as const;
