import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { interfaceEndpoint } from "../../facts/companions.ts";
import {
  at,
  expectValue,
  hiddenBecause,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  textAt,
  undecidedAt,
  violated,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";

/** Managed databases have private addresses only. */
export const databaseIsPrivate: Rule = {
  id: "PK-NET-006",
  name: "database-is-private",
  says: "Managed databases, caches and brokers have private addresses only.",
  why: "A database with a public address is one password away from being public itself.",
  fix: {
    gcp: "Set `settings.ipConfiguration.ipv4Enabled: false` and a `privateNetwork`.",
    aws: "Leave `publiclyAccessible` at false; for Keyspaces make a `VpcEndpoint` of its service with `privateDnsEnabled`.",
    azure: "Set `network.publicNetworkAccess: Disabled`, and make no `FirewallRule`.",
  },
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 6.6", "CC6.6", "SC-7", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/private-ip",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    azure: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-private-link",
  },
  ...judgedBoth(
    {
      "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
      // False is the default of all.
      "aws:mq/broker:Broker": judgeRds,
      "aws:msk/cluster:Cluster": judgeMsk,
      "aws:rds/clusterInstance:ClusterInstance": judgeRds,
      "aws:rds/instance:Instance": judgeRds,
      "aws:redshiftserverless/workgroup:Workgroup": judgeWorkgroup,
      "azure-native:cosmosdb:DatabaseAccount": judgeSwitch("publicNetworkAccess"),
      "azure-native:dbformysql:FirewallRule": () => judged([violated("it opens a database to public addresses")], ""),
      "azure-native:dbformysql:Server": judgeFlexibleServer,
      "azure-native:dbforpostgresql:FirewallRule": () =>
        judged([violated("it opens a database to public addresses")], ""),
      "azure-native:dbforpostgresql:Server": judgeFlexibleServer,
      "azure-native:eventhub:Namespace": judgeSwitch("publicNetworkAccess"),
      "azure-native:servicebus:Namespace": judgeSwitch("publicNetworkAccess"),
      "azure-native:mongocluster:FirewallRule": () => judged([violated("it opens a database to public addresses")], ""),
      "azure-native:mongocluster:MongoCluster": judgeSwitch("properties", "publicNetworkAccess"),
      "azure-native:redisenterprise:RedisEnterprise": judgeSwitch("publicNetworkAccess"),
      "azure-native:synapse:IpFirewallRule": () => judged([violated("it opens a warehouse to public addresses")], ""),
      "azure-native:synapse:Workspace": judgeSwitch("publicNetworkAccess"),
    },
    { "aws:keyspaces/keyspace:Keyspace": judgeKeyspace },
    [interfaceEndpoint],
  ),
};

function judgeCloudSql(resource: PlannedResource): Judgement {
  const config = at(inputsOf(resource), "settings", "ipConfiguration");
  const { items, findings } = itemsOf(at(config, "authorizedNetworks"));
  return judged(
    [
      // The default is true.
      ...expectValue(at(config, "ipv4Enabled"), "false", (value) => value === false),
      ...findings,
      ...items.map(({ path }) => violated(`${path} opens the database to a public block`)),
    ],
    "the database is reached from inside only",
  );
}

function judgeRds(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "publiclyAccessible"), "false", (value) => value === false, "holds"),
    "the database is reached from inside only",
  );
}

/** What it loads goes by the network's ways as well, and not over the internet, which is the default. */
function judgeWorkgroup(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      ...expectValue(at(inputs, "publiclyAccessible"), "false", (value) => value === false, "holds"),
      ...expectValue(at(inputs, "enhancedVpcRouting"), "true", (value) => value === true),
    ],
    "the warehouse is reached from inside only",
  );
}

function judgeMsk(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type"),
      "DISABLED",
      (value) => value === "DISABLED",
      "holds",
    ),
    "brokers are reached from inside only",
  );
}

function judgeFlexibleServer(resource: PlannedResource): Judgement {
  const network = at(inputsOf(resource), "network");
  // A server in a subnet of ours has no public address; the switch is for all others, and on by default.
  if (!isAbsent(at(network, "delegatedSubnetResourceId")))
    return judged([], "the database is reached from inside only");
  return judged(
    expectValue(at(network, "publicNetworkAccess"), "Disabled", (value) => value === "Disabled"),
    "the database is reached from inside only",
  );
}

function judgeSwitch(...path: readonly string[]): JudgeOne {
  return (resource) =>
    judged(
      // Enabled is the default.
      expectValue(at(inputsOf(resource), ...path), "Disabled", (value) => value === "Disabled"),
      "it is reached from inside only",
    );
}

/** The service has one public name in a region; a door with private names leads it to addresses of the VPC. */
function judgeKeyspace(_: PlannedResource, stack: Stack): Judgement {
  const services = stack
    .ofType(...interfaceEndpoint.types)
    .map((door) => ({ door, service: at(inputsOf(door), ...interfaceEndpoint.at) }));
  const doors = services.filter(({ service }) => textAt(service)?.endsWith(".cassandra") === true);
  const hidden = services.filter(({ service }) => hiddenBecause(service.value) !== undefined);
  const findings = doors.flatMap(({ door }) =>
    expectValue(at(inputsOf(door), "privateDnsEnabled"), "true", (value) => value === true),
  );
  if (doors.length > 0) return judged(findings, "it is reached by a door in the network");
  const none = [violated("no VpcEndpoint of the stack leads to Keyspaces")];
  return judged(hidden.length > 0 ? hidden.map(({ service }) => undecidedAt(service)) : none, "");
}
