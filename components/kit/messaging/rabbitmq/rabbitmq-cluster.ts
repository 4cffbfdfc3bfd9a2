import type { RabbitmqWish } from "../../../../environments/schema/messaging/rabbitmq.ts";
import { decideNodeChoice, decideSpread, hostKey, type NodeChoice, type Spread } from "../../cluster/placement.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { quantities, sizes, volumeSize } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { decideMqttConfig, deviceKeysFolder } from "./mqtt.ts";

/** The label by which the operator and its Services find the pods of a cluster; all others are on the pods alone. */
export function brokerLabels(store: string): Labels {
  return { "app.kubernetes.io/name": store };
}

/**
 * What we set of a RabbitmqCluster, `rabbitmq.com/v1beta1`.
 * https://github.com/rabbitmq/cluster-operator/blob/main/docs/api/rabbitmq.com.ref.asciidoc
 */
export interface RabbitmqClusterSpec {
  readonly replicas: number;
  readonly image: string;
  readonly autoEnableAllFeatureFlags: true;
  readonly terminationGracePeriodSeconds: number;
  readonly service: { readonly type: "ClusterIP" };
  readonly persistence: { readonly storage: string; readonly storageClassName?: string };
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  readonly affinity: object;
  readonly tolerations?: NonNullable<NodeChoice["tolerations"]>;
  readonly secretBackend: { readonly externalSecret: { readonly name: string } };
  readonly tls: {
    readonly secretName: string;
    readonly caSecretName: string;
    readonly disableNonTLSListeners: true;
  };
  readonly rabbitmq: {
    readonly additionalPlugins: readonly string[];
    readonly additionalConfig: string;
    readonly envConfig: string;
  };
  readonly override: {
    readonly statefulSet: {
      readonly spec: {
        readonly persistentVolumeClaimRetentionPolicy: {
          readonly whenDeleted: "Retain" | "Delete";
          readonly whenScaled: "Retain";
        };
        readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: PodOverride };
      };
    };
  };
}

/** What the operator merges into its pods. */
interface PodOverride {
  readonly nodeSelector?: NonNullable<NodeChoice["nodeSelector"]>;
  readonly topologySpreadConstraints: readonly Spread[];
  readonly containers: readonly {
    readonly name: "rabbitmq";
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly: true }[];
  }[];
  readonly volumes: readonly { readonly name: string; readonly configMap: { readonly name: string } }[];
}

/** A ConfigMap that brokers read, and where. */
interface MountedConfig {
  readonly name: string;
  readonly config: string;
  readonly mountPath: string;
}

/** What a cluster of brokers is called and made of, besides the wish. */
export interface RabbitmqIdentity {
  readonly name: string;
  readonly image: string;
  /** Secret with the administrator's name and password. */
  readonly adminSecret: string;
  /** Secret with the servers' certificate and its authority. */
  readonly tlsSecret: string;
  /** ConfigMap with `interNodeTls`. */
  readonly interNodeConfig: string;
  /** ConfigMap with the keys by which devices' tokens are known. - behaviour: there are no devices. */
  readonly deviceKeys?: string | undefined;
  /** Besides those that the operator switches on: management, metrics and discovery. */
  readonly plugins: readonly string[];
  /** Labels of its pods besides the operator's. */
  readonly podLabels: Labels;
}

/**
 * Said on a RabbitmqCluster, so that its pods have our spread and not the operator's besides.
 * https://github.com/rabbitmq/cluster-operator/blob/main/api/v1beta1/rabbitmqcluster_types.go
 */
export const ownSpread = { "rabbitmq.com/disable-default-topology-spread-constraints": "true" } as const;

/**
 * Seconds in which a broker waits, before it stops, until each of its queues would outlive that, then hands over its clients. Where
 * it can't be had, the broker stops after them all the same: longer than clouds wait for a node to drain would be no promise.
 * https://github.com/rabbitmq/cluster-operator/blob/main/docs/design/20200520-graceful-pod-termination.md
 */
const stopSeconds = 1800;

/**
 * The specification of a RabbitmqCluster: TLS between all and to all, brokers over the zones, volumes that stay where the
 * environment is protected. An unprotected store takes its volumes along, since the next one of its name couldn't log in to what is on
 * them. https://www.rabbitmq.com/kubernetes/operator/using-operator
 */
export function decideRabbitmqCluster(
  wish: RabbitmqWish,
  identity: RabbitmqIdentity,
  surroundings: Surroundings,
): RabbitmqClusterSpec {
  const { cpu, memory } = quantities(sizes[wish.size]);
  const { storageClass, tier } = surroundings;
  const { tolerations } = decideNodeChoice("data", surroundings);
  return {
    replicas: wish.brokers,
    image: identity.image,
    // The next minor version starts only where those of this one are on.
    autoEnableAllFeatureFlags: true,
    terminationGracePeriodSeconds: stopSeconds,
    service: { type: "ClusterIP" },
    persistence: {
      storage: volumeSize(wish.storageGiB),
      ...(storageClass === "" ? {} : { storageClassName: storageClass }),
    },
    resources: { requests: { cpu, memory }, limits: { memory } },
    affinity: apart(identity.name, tier),
    ...(tolerations === undefined ? {} : { tolerations }),
    secretBackend: { externalSecret: { name: identity.adminSecret } },
    // With an authority brokers ask clients for a certificate, and let in those without.
    tls: { secretName: identity.tlsSecret, caSecretName: identity.tlsSecret, disableNonTLSListeners: true },
    rabbitmq: {
      additionalPlugins: [...identity.plugins].sort(),
      additionalConfig: `${decideBrokerConfig(wish)}${decideMqttConfig(identity.name, wish.mqtt)}`,
      envConfig: interNodeEnvironment,
    },
    override: { statefulSet: { spec: decideOverride(identity, surroundings) } },
  };
}

/** What the operator has no field for. */
function decideOverride(
  { name, interNodeConfig, deviceKeys, podLabels }: RabbitmqIdentity,
  surroundings: Surroundings,
): RabbitmqClusterSpec["override"]["statefulSet"]["spec"] {
  const { nodeSelector } = decideNodeChoice("data", surroundings);
  const configs: readonly MountedConfig[] = [
    { name: "inter-node", config: interNodeConfig, mountPath: interNodeFolder },
    ...(deviceKeys === undefined ? [] : [{ name: "device-keys", config: deviceKeys, mountPath: deviceKeysFolder }]),
  ];
  const volumeMounts = configs.map(({ name: volume, mountPath }) => ({
    name: volume,
    mountPath,
    readOnly: true as const,
  }));
  return {
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: surroundings.protect ? "Retain" : "Delete",
      whenScaled: "Retain",
    },
    template: {
      metadata: { labels: { ...podLabels, ...meshOff } },
      spec: {
        ...(nodeSelector === undefined ? {} : { nodeSelector }),
        topologySpreadConstraints: decideSpread(brokerLabels(name), surroundings),
        containers: [{ name: "rabbitmq", volumeMounts }],
        volumes: configs.map(({ name: volume, config }) => ({ name: volume, configMap: { name: config } })),
      },
    },
  };
}

/** No two brokers on one node: two of three would be most of them. In production a broker waits rather than share. */
function apart(name: string, tier: Surroundings["tier"]): object {
  const term = { topologyKey: hostKey, labelSelector: { matchLabels: brokerLabels(name) } };
  return {
    podAntiAffinity:
      tier === "production"
        ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
        : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] },
  };
}

/** Bytes of a MiB. */
const mib = 1024 ** 2;

/** Part of a broker's memory, less what the operator sets aside, above which nobody may send. RabbitMQ's own default. */
const highWatermark = 0.6;

/** RabbitMQ's own bound of the log of writes. */
const largestLogMiB = 512;

/** By version: what bounds the log of writes of quorum queues. 4.2 doesn't know the newer word, and 4.3 no longer heeds the older. */
const logBound: Readonly<Record<RabbitmqWish["version"], string>> = {
  "4.2": "raft.wal_max_size_bytes",
  "4.3": "quorum_queue.wal_max_size_bytes",
};

/**
 * Lines of rabbitmq.conf besides the operator's, in order. A queue is on all brokers, also on those that join later. Nobody may send
 * any more while less is free on the volume than the broker has memory, or half of a small volume, where the operator's 2 GB might be all of it.
 * The log of writes is held in memory before it is written to queues, so a small broker has a small one.
 * https://www.rabbitmq.com/docs/quorum-queues#resource-use
 * https://www.rabbitmq.com/docs/disk-alarms
 * https://github.com/rabbitmq/rabbitmq-server/blob/v4.3.5/deps/rabbit/priv/schema/rabbit.schema
 */
export function decideBrokerConfig({ size, brokers, storageGiB, version }: RabbitmqWish): string {
  const memoryMiB = sizes[size].memoryGiB * 1024;
  const freeMiB = Math.min(memoryMiB, storageGiB * 512);
  const lines = {
    default_queue_type: "quorum",
    // What a later version will no longer have, nobody shall begin to use.
    "deprecated_features.permit.global_qos": false,
    "deprecated_features.permit.transient_nonexcl_queues": false,
    "disk_free_limit.absolute": freeMiB * mib,
    "management.ssl.versions.1": "tlsv1.3",
    "management.ssl.versions.2": "tlsv1.2",
    queue_leader_locator: "balanced",
    "quorum_queue.continuous_membership_reconciliation.enabled": true,
    "quorum_queue.continuous_membership_reconciliation.target_group_size": brokers,
    "quorum_queue.initial_cluster_size": brokers,
    [logBound[version]]: Math.min(largestLogMiB, memoryMiB / 8) * mib,
    "ssl_options.fail_if_no_peer_cert": false,
    "ssl_options.versions.1": "tlsv1.3",
    "ssl_options.versions.2": "tlsv1.2",
    "vm_memory_high_watermark.relative": highWatermark,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key} = ${value}\n`)
    .sort()
    .join("");
}

const interNodeFolder = "/etc/rabbitmq-inter-node";

/** Where the operator mounts the servers' certificate. */
const tlsFolder = "/etc/rabbitmq-tls";

/** Name of the file with `interNodeTls` in its ConfigMap. */
export const interNodeFile = "inter-node-tls.config";

/**
 * How brokers, and the tools beside them, know each other: each shows its certificate, and a broker is the one whose name is on it. Without
 * it messages would go from broker to broker in the clear. New certificates are read as they come.
 * https://www.rabbitmq.com/docs/clustering-ssl
 * https://github.com/rabbitmq/cluster-operator/tree/main/docs/examples/mtls-inter-node
 */
export const interNodeTls = `[
  {server, [
    {cacertfile, "${tlsFolder}/ca.crt"},
    {certfile, "${tlsFolder}/tls.crt"},
    {keyfile, "${tlsFolder}/tls.key"},
    {verify, verify_peer},
    {fail_if_no_peer_cert, true}
  ]},
  {client, [
    {cacertfile, "${tlsFolder}/ca.crt"},
    {certfile, "${tlsFolder}/tls.crt"},
    {keyfile, "${tlsFolder}/tls.key"},
    {verify, verify_peer},
    {customize_hostname_check, [{match_fun, public_key:pkix_verify_hostname_match_fun(https)}]}
  ]}
].
`;

const interNodeArguments = `-proto_dist inet_tls -ssl_dist_optfile ${interNodeFolder}/${interNodeFile}`;

/** For the server, and for rabbitmqctl and rabbitmq-upgrade, which the operator runs beside it. */
const interNodeEnvironment = `SERVER_ADDITIONAL_ERL_ARGS="${interNodeArguments}"\nRABBITMQ_CTL_ERL_ARGS="${interNodeArguments}"\n`;
