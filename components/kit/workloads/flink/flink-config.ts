import type { FlinkWish } from "../../../../environments/schema/services/flink.ts";
import type { Size } from "../../../../environments/schema/names.ts";
import { sizes, type Capacity } from "../../sizes.ts";
import { authoritiesFolder } from "../authorities.ts";
import { objectVariables } from "../bindings.ts";
import { flinkClusterId, flinkMetrics, flinkPorts, flinkSizes } from "./flink.ts";

/** Where a pod of a cluster has its files; all but `work` are read only. */
export const flinkFolders = {
  /** What is written here: settings with passwords, plug-ins, whom the JVM trusts, scripts. */
  files: "/etc/landbridge/flink",
  certificate: "/etc/landbridge/certificate",
  authorities: authoritiesFolder,
  /** What `prepare` leaves for who runs. */
  prepared: "/opt/landbridge",
  /** State of jobs, and all else that is written. */
  work: "/var/lib/flink",
  jars: "/opt/flink/usrlib",
} as const;

/** User of Flink's images. It is known there, which what speaks to S3 asks for. https://github.com/apache/flink-docker */
export const flinkUser = 9999;

/** Variables by which scripts are told what is known only in the cluster. */
export const flinkVariables = {
  role: "FLINK_ROLE",
  address: "POD_IP",
  namespace: "POD_NAMESPACE",
  place: "FLINK_PLACE",
  keystorePassword: "FLINK_KEYSTORE_PASSWORD",
} as const;

/**
 * Settings of all pods of a cluster, by their keys in Flink 2.3. The JVM's defaults of its own TLS are left alone: 1.3 with the suites that it has.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/config/
 */
export function decideFlinkSettings(service: string, wish: FlinkWish, size: Size): Record<string, string> {
  return { ...pods(wish, size), ...checkpoints(wish), ...remembered(service), ...encrypted, ...told };
}

function pods({ slots }: FlinkWish, size: Size): Record<string, string> {
  return {
    "jobmanager.memory.process.size": mebibytes(flinkSizes.jobmanager),
    "taskmanager.memory.process.size": mebibytes(sizes[size]),
    "taskmanager.numberOfTaskSlots": String(slots),
    "jobmanager.bind-host": "0.0.0.0",
    "jobmanager.rpc.port": String(flinkPorts.jobManager),
    "blob.server.port": String(flinkPorts.blobs),
    "taskmanager.bind-host": "0.0.0.0",
    "taskmanager.rpc.port": String(flinkPorts.taskManager),
    "taskmanager.data.port": String(flinkPorts.data),
    "rest.bind-address": "0.0.0.0",
    "rest.port": String(flinkPorts.rest),
    // Programs come by submitting a job alone, which runs their main method elsewhere.
    "web.submit.enable": "false",
    // Goes on with the slots that are left when a node or zone goes.
    "jobmanager.scheduler": "Adaptive",
    "jobmanager.adaptive-scheduler.submission.resource-wait-timeout": "10 min",
    "process.working-dir": `${flinkFolders.work}/process`,
    "io.tmp.dirs": `${flinkFolders.work}/tmp`,
    "env.log.dir": `${flinkFolders.work}/log`,
    "env.java.opts.all": [
      ...opened,
      `-Djavax.net.ssl.trustStore=${trusted}`,
      `-Djava.io.tmpdir=${flinkFolders.work}/tmp`,
      namesUnseen,
    ].join(" "),
  };
}

/**
 * What Flink looks into of Java, said in the settings that its image brings, which these replace.
 * https://github.com/apache/flink/blob/release-2.3/flink-dist/src/main/resources/config.yaml
 */
const opened: readonly string[] = [
  ...["java.rmi/sun.rmi.registry", "java.security.jgss/sun.security.krb5"].map(exported),
  ...["api", "file", "parser", "tree", "util"].map((part) => exported(`jdk.compiler/com.sun.tools.javac.${part}`)),
  ...[
    ...["java.lang", "java.lang.reflect", "java.net", "java.io", "java.nio", "sun.nio.ch", "java.text", "java.time"],
    ...["java.util", "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks"],
  ].map((part) => `--add-opens=java.base/${part}=ALL-UNNAMED`),
];

function exported(part: string): string {
  return `--add-exports=${part}=ALL-UNNAMED`;
}

/**
 * Between TaskManagers too names aren't looked at: the Netty that Flink 2.3 brings looks at them by itself, and they reach each other by address (tried).
 * https://netty.io/wiki/netty-4.2-migration-guide.html
 */
const namesUnseen = "-Dorg.apache.flink.shaded.netty4.io.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE";

/** Whom JVMs trust: who the image knows, and who signed stores' certificates. Nothing of it is encrypted, so that no JVM needs a password. */
const trusted = `${flinkFolders.prepared}/trusted`;

function mebibytes({ memoryGiB }: Capacity): string {
  return `${Math.round(memoryGiB * 1024)} mb`;
}

/** https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/ops/state/checkpoints/ */
function checkpoints({ checkpointSeconds }: FlinkWish): Record<string, string> {
  return {
    "state.backend.type": "rocksdb",
    "state.backend.rocksdb.localdir": `${flinkFolders.work}/rocksdb`,
    "execution.checkpointing.interval": `${checkpointSeconds} s`,
    "execution.checkpointing.mode": "EXACTLY_ONCE",
    "execution.checkpointing.incremental": "true",
    "execution.checkpointing.storage": "filesystem",
    "execution.checkpointing.num-retained": "3",
    // One that fails is tried again a little later; a bucket that is away for longer stops nothing that runs.
    "execution.checkpointing.tolerable-failed-checkpoints": "10",
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    "restart-strategy.type": "exponential-delay",
    "restart-strategy.exponential-delay.max-backoff": "1 min",
  };
}

/** https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/ha/kubernetes_ha/ */
function remembered(service: string): Record<string, string> {
  return { "kubernetes.cluster-id": flinkClusterId(service) };
}

/**
 * Numbers are told to a Prometheus, by a plug-in that Flink's images bring.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/metric_reporters/#prometheus
 */
const told: Record<string, string> = {
  "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
  "metrics.reporter.prom.port": String(flinkMetrics.port),
};

const stores = `${flinkFolders.certificate}/keystore.p12`;
const trusts = `${flinkFolders.certificate}/truststore.p12`;

/**
 * Pods of a cluster know each other by certificates of an authority that signs for this cluster alone, and so does whoever submits jobs. Names aren't
 * looked at: told to, Flink 2.3's client gives TLS no name and refuses every server (tried); whoever has such a certificate is of the cluster.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/deployment/security/security-ssl/
 */
const encrypted: Record<string, string> = {
  "security.ssl.protocol": "TLSv1.3",
  "security.ssl.algorithms": "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384",
  ...Object.fromEntries(
    ["internal", "rest"].flatMap((kind) => [
      [`security.ssl.${kind}.enabled`, "true"],
      [`security.ssl.${kind}.keystore`, stores],
      [`security.ssl.${kind}.truststore`, trusts],
    ]),
  ),
  "security.ssl.rest.authentication-enabled": "true",
};

/** Settings as the file that Flink reads: keys in order, values as JSON writes text, which YAML reads. */
export function renderFlinkSettings(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join("");
}

/** Logs go to the container's output, a JSON object a line. */
export const flinkLogging = [
  "rootLogger.level = INFO",
  "rootLogger.appenderRef.console.ref = Console",
  "appender.console.name = Console",
  "appender.console.type = CONSOLE",
  "appender.console.layout.type = JsonTemplateLayout",
  "appender.console.layout.eventTemplateUri = classpath:EcsLayout.json",
  "",
].join("\n");

const { role, address, namespace, place, keystorePassword } = flinkVariables;
const { region, endpoint } = objectVariables;
const { files, prepared, work, authorities } = flinkFolders;

/**
 * Adds what is known only in the pod, for a root that is read only: the image's own entry point writes into its folders. A plug-in is chosen by
 * the bucket's address. A PEM file may hold several certificates, of which keytool would take the first.
 */
export const flinkPrepare = `set -euo pipefail
conf="${prepared}/conf"
mkdir -p "$conf" "${prepared}/plugins"
cp "${files}/log4j-console.properties" "$conf/log4j-console.properties"
cp "${files}/log4j-console.properties" "$conf/log4j-cli.properties"
case "$${place}" in
  s3://*) plugin=flink-s3-fs-hadoop ;;
  gs://*) plugin=flink-gs-fs-hadoop ;;
  *) echo "Flink can't write to $${place}" >&2; exit 2 ;;
esac
setting() { printf '%s: "%s"\\n' "$1" "$2" >> "$conf/config.yaml"; }
cp "${files}/config.yaml" "$conf/config.yaml"
chmod u+w "$conf/config.yaml"
for kind in internal rest; do
  for part in keystore key truststore; do setting "security.ssl.$kind.$part-password" "$${keystorePassword}"; done
done
setting kubernetes.namespace "$${namespace}"
setting execution.checkpointing.dir "$${place}/checkpoints"
setting execution.checkpointing.savepoint-dir "$${place}/savepoints"
if [ "$${role}" = submit ]; then
  setting rest.address "$FLINK_REST_HOST"
else
  setting high-availability.type kubernetes
  setting high-availability.storageDir "$${place}/ha"
fi
if [ -n "\${${endpoint}:-}" ]; then
  setting s3.endpoint "$${endpoint}"
  setting s3.path.style.access true
fi
if [ -n "\${${region}:-}" ]; then setting s3.endpoint.region "$${region}"; fi
for found in /opt/flink/plugins/*/; do ln -sfn "\${found%/}" "${prepared}/plugins/"; done
mkdir -p "${prepared}/plugins/$plugin"
ln -sf /opt/flink/opt/$plugin-*.jar "${prepared}/plugins/$plugin/"
cp "$JAVA_HOME/lib/security/cacerts" "${trusted}"
chmod u+w "${trusted}"
count=0
for file in "${authorities}"/*.pem; do
  [ -e "$file" ] || continue
  one=""
  while IFS= read -r line || [ -n "$line" ]; do
    one="$one$line"$'\\n'
    case "$line" in
      *"END CERTIFICATE"*)
        count=$((count + 1))
        printf '%s' "$one" | "$JAVA_HOME/bin/keytool" -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE -importcert -noprompt -alias "landbridge-$count" -keystore "${trusted}" -storepass changeit
        one="" ;;
    esac
  done < "$file"
done
`;

/** Runs a JobManager or TaskManager, with the allocator that Flink's images bring, since glibc's keeps what RocksDB gives back. */
export const flinkRun = `set -euo pipefail
mkdir -p "${work}/tmp" "${work}/log" "${work}/process" "${work}/rocksdb"
jemalloc="/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so"
if [ -f "$jemalloc" ]; then export LD_PRELOAD="$jemalloc"; fi
if [ "$${role}" = jobmanager ]; then
  exec /opt/flink/bin/jobmanager.sh start-foreground -D "jobmanager.rpc.address=$${address}"
fi
exec /opt/flink/bin/taskmanager.sh start-foreground -D "taskmanager.host=$${address}"
`;

/** What Flink's scripts are told of folders. */
export const flinkEnvironment = {
  FLINK_CONF_DIR: `${prepared}/conf`,
  FLINK_PLUGINS_DIR: `${prepared}/plugins`,
  FLINK_LOG_DIR: `${work}/log`,
  FLINK_PID_DIR: `${work}/tmp`,
} as const;
