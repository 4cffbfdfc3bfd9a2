import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodMysqlParameters, goodParameterGroup, goodRdsInstance } from "../aws-store-fixture.ts";
import { goodConfiguration, goodMysqlConfiguration } from "../azure-fixture.ts";
import { goodCosmosAccount } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseConnectionsUseTls } from "./database-connections-use-tls.ts";

const good = goodDatabase;

type ConnectorSetting = string | boolean | typeof unknownMarker;

function connectorOf(kind: string, config: Readonly<Record<string, ConnectorSetting>>) {
  const spec = { class: `io.debezium.connector.${kind}Connector`, config };
  return planned("kubernetes:kafka.strimzi.io/v1:KafkaConnector", { spec });
}

function mongodbCapture(enabled: ConnectorSetting) {
  return connectorOf("mongodb.MongoDb", { "mongodb.ssl.enabled": enabled });
}

function mongodbAt(address: string, enabled: ConnectorSetting = "false") {
  return connectorOf("mongodb.MongoDb", { "mongodb.connection.string": address, "mongodb.ssl.enabled": enabled });
}

function jdbcConnector(url: string) {
  return connectorOf("jdbc.JdbcSink", { "connection.url": url });
}

const captureConnector = connectorOf("postgresql.Postgres", { "database.sslmode": "verify-full" });

const first: RuleFixtures = {
  rule: databaseConnectionsUseTls,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "asks for certificates": ["settings.ipConfiguration.sslMode", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.ipConfiguration.sslMode", undefined],
      "takes both": ["settings.ipConfiguration.sslMode", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"],
    }),
    ...changes([good], { "has no settings": ["settings", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.ipConfiguration.sslMode", unknownMarker],
      "a text of the cloud": ["settings.ipConfiguration.sslMode", fromCloud],
    }),
  },
  guards: [{ path: "settings.ipConfiguration.sslMode", absent: "violated", bad: ["ALLOW_UNENCRYPTED_AND_ENCRYPTED"] }],
};

const cloudNativePg = planned("kubernetes:postgresql.cnpg.io/v1:Cluster", {
  spec: { postgresql: { pg_hba: ["hostnossl all all all reject"] } },
});

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    databaseConnectionsUseTls,
    "PostgreSQL in the cluster",
    [cloudNativePg],
    [
      {
        path: "spec.postgresql.pg_hba",
        absent: "violated",
        bad: [
          [],
          ["hostssl all all all scram-sha-256"],
          ["host all all all scram-sha-256", "hostnossl all all all reject"],
          ["hostnossl all report 10.0.0.0/8 trust", "hostnossl all all all reject"],
          ["hostnossl orders all all reject"],
          ["hostnossl all all all rejected"],
        ],
        good: [
          ["hostssl all all all scram-sha-256", "hostnossl all all all reject", "host all all all scram-sha-256"],
          ["local all all peer", "host all old all reject", "hostnossl  all all all  reject"],
        ],
      },
      { path: "spec.postgresql.pg_hba[0]", absent: "violated", bad: ["hostnossl all all all md5", 7] },
    ],
  ),

  fixturesOf(
    databaseConnectionsUseTls,
    "Cosmos DB",
    [goodCosmosAccount],
    [{ path: "minimalTlsVersion", absent: "holds", bad: ["Tls", "Tls11"] }],
  ),

  fixturesOf(
    databaseConnectionsUseTls,
    "RDS with its own defaults",
    changedIn([goodRdsInstance], ["parameterGroupName", undefined]),
    [{ path: "engineVersion", absent: "violated", bad: ["14.9", "9.6", 17], good: ["15.4"] }],
    {
      holds: { "with parameters that are judged by themselves": [goodRdsInstance] },
      notApplicable: {
        "a replica": changedAll([goodRdsInstance], ["parameterGroupName", undefined], ["replicateSourceDb", "orders"]),
      },
    },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "a parameter group",
    [goodParameterGroup],
    [
      { path: "parameters[0].value", absent: "violated", bad: ["0", "off"], good: [1] },
      { path: "parameters", absent: "holds", bad: [[{ name: "rds.force_ssl", value: "0" }], "none"] },
    ],
    {
      violated: {
        "an older family without it": changedAll([goodParameterGroup], ["parameters", []], ["family", "postgres14"]),
        "an older family of Aurora without it": changedAll(
          [goodParameterGroup],
          ["parameters", undefined],
          ["family", "aurora-postgresql16"],
        ),
      },
      notApplicable: { "another engine": changedIn([goodParameterGroup], ["family", "oracle-ee-19"]) },
    },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "a server on Azure",
    [goodConfiguration("require_secure_transport", "on")],
    [
      { path: "value", absent: "violated", bad: ["off", true] },
      { path: "configurationName", absent: "violated", bad: [] },
    ],
    {
      holds: { "TLS of a good version": [goodConfiguration("ssl_min_protocol_version", "TLSv1.3")] },
      violated: { "TLS of an old version": [goodConfiguration("ssl_min_protocol_version", "TLSv1.1")] },
      notApplicable: { "another parameter": [goodConfiguration("wal_level", "logical")] },
    },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "parameters of MySQL on RDS",
    [goodMysqlParameters],
    [
      { path: "parameters", absent: "violated", bad: [[], [{ name: "require_secure_transport", value: "0" }], "none"] },
      { path: "parameters[0].value", absent: "violated", bad: ["0", "off"], good: [1] },
    ],
    { holds: { MariaDB: changedIn([goodMysqlParameters], ["family", "mariadb11.8"]) } },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "MySQL on Azure",
    [goodMysqlConfiguration("require_secure_transport", "ON")],
    [{ path: "value", absent: "violated", bad: ["OFF", true] }],
    {
      holds: { "in small letters": [goodMysqlConfiguration("require_secure_transport", "on")] },
      notApplicable: { "another parameter": [goodMysqlConfiguration("slow_query_log", "ON")] },
    },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "a connector that captures",
    [captureConnector],
    [
      {
        path: "spec.config",
        absent: "violated",
        bad: [{ "database.sslmode": "prefer" }, { "database.sslmode": "require" }],
      },
    ],
    {
      holds: { "by its authority alone": [connectorOf("postgresql.Postgres", { "database.sslmode": "verify-ca" })] },
      notApplicable: {
        "an address in a file": [
          connectorOf("mongodb.MongoDb", { "mongodb.connection.string": "${logins:/mnt/logins/a:b}" }),
        ],
      },
    },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "a connector that captures MariaDB",
    [connectorOf("mariadb.MariaDb", { "database.ssl.mode": "verify-full" })],
    [
      {
        path: "spec.config",
        absent: "violated",
        bad: [{ "database.ssl.mode": "required" }, { "database.ssl.mode": "disable" }],
      },
    ],
    { holds: { "by its authority alone": [connectorOf("mariadb.MariaDb", { "database.ssl.mode": "verify-ca" })] } },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "a connector that captures MongoDB",
    [mongodbCapture("true")],
    [{ path: "spec.config", absent: "violated", bad: [{ "mongodb.ssl.enabled": "false" }] }],
    {
      holds: {
        "as a truth": [mongodbCapture(true)],
        "by its address": [mongodbAt("mongodb://a.example/?replicaSet=rs0&tls=true")],
        "by SRV records": [mongodbAt("mongodb+srv://a.example/?retryWrites=true")],
      },
      violated: {
        "in the clear": [mongodbCapture("false")],
        "in the clear by its address, which goes first": [mongodbAt("mongodb://a.example/?SSL=false", "true")],
        "in the clear in spite of SRV records": [mongodbAt("mongodb+srv://a.example/?tls=false")],
        "says nothing": [connectorOf("mongodb.MongoDb", { "mongodb.connection.string": "mongodb://a.example" })],
      },
      undecided: { "only the cloud knows": [mongodbCapture(unknownMarker)] },
    },
  ),
  fixturesOf(
    databaseConnectionsUseTls,
    "a connector that writes to a database",
    [jdbcConnector("jdbc:postgresql://a.example/b?sslmode=verify-full&user=c")],
    [{ path: "spec.config", absent: "violated", bad: [{ "connection.url": "jdbc:postgresql://a.example/b" }] }],
    {
      holds: {
        "by its authority alone": [jdbcConnector("jdbc:postgresql://a.example/b?sslmode=verify-ca")],
      },
      violated: {
        "without looking at who it is": [jdbcConnector("jdbc:postgresql://a.example/b?sslmode=require")],
      },
      notApplicable: { "another database": [jdbcConnector("jdbc:sqlserver://a.example")] },
    },
  ),
];
