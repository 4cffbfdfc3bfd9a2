import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, itemsOf, judged, notApplicable, textAt } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Databases refuse connections in the clear. */
export const databaseConnectionsUseTls: ResourceRule = {
  id: "PK-ENC-009",
  name: "database-connections-use-tls",
  says: "Databases refuse connections in the clear.",
  why: "Passwords and rows cross machines of others on their way.",
  fix: {
    gcp: "Set `settings.ipConfiguration.sslMode: ENCRYPTED_ONLY`.",
    aws: "Leave `rds.force_ssl` in the parameter group at 1, and `tls` of DocumentDB at tls1.2+; set `require_secure_transport` of MySQL and MariaDB to 1.",
    azure: "Leave `require_secure_transport` at on, and `ssl_min_protocol_version` at TLSv1.2 or above.",
    kubernetes:
      "Begin `spec.postgresql.pg_hba` of CloudNativePG with `hostnossl all all all reject`. Set `spec.tls.mode: requireTLS` and `allowInvalidCertificates: false` of MongoDB, `spec.tls.required: true` of MariaDB, and `client_encryption_options` and `server_encryption_options` of Cassandra. Set `database.sslmode: verify-full` of a connector of Debezium (`database.ssl.mode` of MariaDB, `mongodb.ssl.enabled: true`), and `sslmode=verify-full` in a `connection.url`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 6.4", "SC-8(1)", "CC6.7"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/configure-ssl-instance",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    azure: "https://learn.microsoft.com/azure/postgresql/flexible-server/security-tls",
    kubernetes: "https://docs.percona.com/percona-operator-for-mongodb/TLS.html",
  },
  ...judgedByType({
    "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup": judgeDocuments,
    "aws:rds/instance:Instance": judgeRds,
    "aws:redshiftserverless/workgroup:Workgroup": judgeWorkgroup,
    "aws:rds/parameterGroup:ParameterGroup": judgeParameters,
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": judgeParameters,
    // Nothing below 1.2 is the default; this API never spoke in the clear.
    "azure-native:cosmosdb:DatabaseAccount": (resource) =>
      judged(
        expectValue(at(inputsOf(resource), "minimalTlsVersion"), "Tls12", (value) => value === "Tls12", "holds"),
        "connections use TLS",
      ),
    "azure-native:dbformysql:Configuration": judgeConfiguration,
    "azure-native:dbforpostgresql:Configuration": judgeConfiguration,
    "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter": judgeCassandra,
    "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB": judgeMariadb,
    "kubernetes:kafka.strimzi.io/v1:KafkaConnector": judgeConnector,
    "kubernetes:postgresql.cnpg.io/v1:Cluster": judgeCloudNativePg,
    "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB": judgeReplicaSet,
  }),
};

/**
 * A connector is a client, which by default takes a connection in the clear where the server offers no other. What a MongoDB's
 * connection string says is a secret.
 * https://debezium.io/documentation/reference/3.6/connectors/postgresql.html#postgresql-property-database-sslmode
 * https://jdbc.postgresql.org/documentation/use/#connection-parameters
 */
function judgeConnector(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const kind = textAt(at(spec, "class")) ?? "";
  const holds = "the connector verifies who the database is";
  if (kind.endsWith(".PostgresConnector"))
    return judged(
      expectValue(
        at(spec, "config", "database.sslmode"),
        "verify-ca or verify-full",
        (value) => value === "verify-ca" || value === "verify-full",
      ),
      holds,
    );
  if (kind.endsWith(".MariaDbConnector"))
    return judged(
      expectValue(
        at(spec, "config", "database.ssl.mode"),
        "verify-ca or verify-full",
        (value) => value === "verify-ca" || value === "verify-full",
      ),
      holds,
    );
  if (kind.endsWith(".MongoDbConnector")) return judgeMongodbCapture(at(spec, "config"), holds);
  if (!kind.endsWith(".JdbcSinkConnector")) return notApplicable("what it says of the database is a secret");
  const url = at(spec, "config", "connection.url");
  if (!(textAt(url) ?? "jdbc:postgresql:").startsWith("jdbc:postgresql:"))
    return notApplicable("it connects to no PostgreSQL");
  return judged(
    expectValue(
      url,
      "an address with sslmode=verify-ca or verify-full",
      (value) => typeof value === "string" && /[?&]sslmode=verify-(?:ca|full)(?:&|$)/.test(value),
    ),
    holds,
  );
}

/**
 * What an address says of TLS goes before the setting, and one of SRV records says that it is on.
 * https://www.mongodb.com/docs/drivers/java/sync/current/security/tls/
 */
function judgeMongodbCapture(config: ReturnType<typeof at>, holds: string): Judgement {
  const found = at(config, "mongodb.connection.string");
  const address = textAt(found) ?? "";
  if (address.startsWith("${")) return notApplicable("what it says of the database is a secret");
  const said = [...address.matchAll(/[?&;](?:tls|ssl)=(\w+)/gi)].map(([, value]) => value);
  return judged(
    said.length > 0 || address.startsWith("mongodb+srv:")
      ? expectValue(found, "an address without tls=false", () => said.every((value) => value === "true"))
      : expectValue(at(config, "mongodb.ssl.enabled"), "true", (value) => value === true || value === "true"),
    holds,
  );
}

function judgeCloudSql(resource: PlannedResource): Judgement {
  return judged(
    // The default lets connections in the clear in.
    expectValue(
      at(inputsOf(resource), "settings", "ipConfiguration", "sslMode"),
      "ENCRYPTED_ONLY or TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
      (value) => value === "ENCRYPTED_ONLY" || value === "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
    ),
    "connections use TLS",
  );
}

/** First version whose default parameters refuse connections in the clear, on a server and in a cluster of Aurora's. */
const firstStrict = { server: 15, cluster: 17 };

function judgeRds(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  if (!isAbsent(at(inputs, "parameterGroupName"))) return judged([], "its parameters are judged by themselves");
  if (!isAbsent(at(inputs, "replicateSourceDb"))) return notApplicable("a replica has its primary's parameters");
  return judged(
    expectValue(
      at(inputs, "engineVersion"),
      `${firstStrict.server} or later where no parameter group is named`,
      (value) => typeof value === "string" && Number.parseInt(value) >= firstStrict.server,
    ),
    "the default parameters refuse connections in the clear",
  );
}

function judgeParameters(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const family = textAt(at(inputs, "family")) ?? "";
  if (/mysql|mariadb/.test(family)) return judgeMysqlParameters(resource);
  if (family !== "" && !family.includes("postgres")) return notApplicable("it isn't for PostgreSQL or MySQL");
  const strict = family.startsWith("aurora") ? firstStrict.cluster : firstStrict.server;
  const { items, findings } = itemsOf(at(inputs, "parameters"));
  const parameter = items.find((item) => textAt(at(item, "name")) === "rds.force_ssl");
  if (parameter !== undefined)
    return judged(expectValue(at(parameter, "value"), "1, for rds.force_ssl", isOn), "connections use TLS");
  const byDefault = Number(/[0-9]+$/.exec(family)?.[0] ?? 0) >= strict;
  const missing = byDefault
    ? []
    : expectValue({ path: "parameters: rds.force_ssl", value: undefined }, "1", () => false);
  return judged(findings.length > 0 ? findings : missing, "the default refuses connections in the clear");
}

/** MySQL of RDS lets connections in the clear in by default. */
function judgeMysqlParameters(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "parameters"));
  const parameter = items.find((item) => textAt(at(item, "name")) === "require_secure_transport");
  const place = parameter === undefined ? undefined : at(parameter, "value");
  const value = place ?? { path: "parameters: require_secure_transport", value: undefined };
  const wrong = expectValue(value, "1, for require_secure_transport", isOn);
  return judged(findings.length > 0 ? findings : wrong, "connections use TLS");
}

/** Workgroups that were made before 2025 let connections in the clear in by default. */
function judgeWorkgroup(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "configParameters"));
  const parameter = items.find((item) => textAt(at(item, "parameterKey")) === "require_ssl");
  const place = parameter === undefined ? undefined : at(parameter, "parameterValue");
  const value = place ?? { path: "configParameters: require_ssl", value: undefined };
  const wrong = expectValue(value, "true, for require_ssl", (text) => text === "true");
  return judged(findings.length > 0 ? findings : wrong, "connections use TLS");
}

/** The default, "enabled", also lets TLS 1.0 and 1.1 in. https://docs.aws.amazon.com/documentdb/latest/developerguide/cluster_parameter_groups-list_of_parameters.html */
function judgeDocuments(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "parameters"));
  const parameter = items.find((item) => textAt(at(item, "name")) === "tls");
  const value = parameter === undefined ? { path: "parameters: tls", value: undefined } : at(parameter, "value");
  const wanted = ["tls1.2+", "tls1.3+", "fips-140-3"];
  const wrong = expectValue(value, wanted.join(", "), (text) => typeof text === "string" && wanted.includes(text));
  return judged(findings.length > 0 ? findings : wrong, "connections use TLS 1.2 or above");
}

/**
 * The operator's last line lets in who knows a password, also in the clear; the first line that fits decides.
 * https://cloudnative-pg.io/documentation/current/postgresql_conf/#the-pg_hba-section
 */
function judgeCloudNativePg(resource: PlannedResource): Judgement {
  const place = at(inputsOf(resource), "spec", "postgresql", "pg_hba");
  const { items, findings } = itemsOf(place);
  const refuses = items.findIndex((item) => /^host(?:nossl)?\s+all\s+all\s+all\s+reject$/.test(textAt(item) ?? ""));
  const wanted = "a line that begins with local or hostssl, or refuses";
  const before = items.slice(0, refuses < 0 ? items.length : refuses);
  return judged(
    [
      ...findings,
      ...before.flatMap((item) =>
        expectValue(
          item,
          wanted,
          (line) => typeof line === "string" && (/^(?:local|hostssl)\s/.test(line) || /\sreject$/.test(line)),
        ),
      ),
      ...(refuses < 0 && findings.length === 0 && before.every((item) => textAt(item) !== undefined)
        ? expectValue({ path: place.path, value: undefined }, "hostnossl all all all reject", () => false)
        : []),
    ],
    "connections use TLS",
  );
}

/** Left out, connections in the clear and certificates by anybody are taken as well. */
function judgeReplicaSet(resource: PlannedResource): Judgement {
  const tls = at(inputsOf(resource), "spec", "tls");
  return judged(
    [
      ...expectValue(at(tls, "mode"), "requireTLS", (value) => value === "requireTLS"),
      ...expectValue(at(tls, "allowInvalidCertificates"), "false", (value) => value === false),
    ],
    "connections use TLS",
  );
}

/**
 * Left out, servers take connections in the clear as well, and copy everything to each other so.
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/tls.md
 */
function judgeMariadb(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const copies = at(spec, "galera", "enabled").value === true ? ["galeraSSTEnabled"] : [];
  return judged(
    ["enabled", "required", ...copies].flatMap((field) =>
      expectValue(at(spec, "tls", field), "true", (value) => value === true),
    ),
    "connections use TLS",
  );
}

/**
 * Left out, servers speak in the clear, to clients and to each other.
 * https://cassandra.apache.org/doc/5.0/cassandra/managing/operating/security.html#tlsssl-encryption
 */
function judgeCassandra(resource: PlannedResource): Judgement {
  const settings = at(inputsOf(resource), "spec", "config", "cassandra-yaml");
  const [client, server] = [at(settings, "client_encryption_options"), at(settings, "server_encryption_options")];
  return judged(
    [
      ...expectValue(at(client, "enabled"), "true", (value) => value === true),
      ...expectValue(at(client, "optional"), "false", (value) => value === false, "holds"),
      ...expectValue(at(server, "internode_encryption"), "all", (value) => value === "all"),
      ...expectValue(at(server, "optional"), "false", (value) => value === false, "holds"),
    ],
    "connections use TLS",
  );
}

function isOn(value: unknown): boolean {
  return value === "1" || value === 1 || value === "on";
}

/** A server refuses connections in the clear, and TLS below 1.2, unless it is told otherwise. */
function judgeConfiguration(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const name = at(inputs, "configurationName");
  const value = at(inputs, "value");
  switch (textAt(name)) {
    case "require_secure_transport":
      return judged(
        expectValue(value, "on", (text) => text === "on" || text === "ON"),
        "connections use TLS",
      );
    case "ssl_min_protocol_version":
      return judged(
        expectValue(value, "TLSv1.2 or TLSv1.3", (text) => text === "TLSv1.2" || text === "TLSv1.3"),
        "connections use TLS",
      );
    case undefined:
      return judged(
        expectValue(name, "a name", (text) => typeof text === "string" && text !== ""),
        "it says nothing of TLS",
      );
    default:
      return notApplicable("it says nothing of TLS");
  }
}
