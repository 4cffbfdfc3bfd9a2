import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, itemsOf, judged, violated } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed databases have private addresses only. */
export const databaseIsPrivate: ResourceRule = {
  id: "PK-NET-006",
  name: "database-is-private",
  says: "Managed databases, caches and brokers have private addresses only.",
  why: "A database with a public address is one password away from being public itself.",
  fix: {
    gcp: "Set `settings.ipConfiguration.ipv4Enabled: false` and a `privateNetwork`.",
    aws: "Leave `publiclyAccessible` at false.",
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
  ...judgedByType({
    "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
    // False is the default of all three.
    "aws:msk/cluster:Cluster": judgeMsk,
    "aws:rds/clusterInstance:ClusterInstance": judgeRds,
    "aws:rds/instance:Instance": judgeRds,
    "azure-native:dbforpostgresql:FirewallRule": () =>
      judged([violated("it opens a database to public addresses")], ""),
    "azure-native:dbforpostgresql:Server": judgeFlexibleServer,
    "azure-native:eventhub:Namespace": judgeSwitch("publicNetworkAccess"),
    "azure-native:redisenterprise:RedisEnterprise": judgeSwitch("publicNetworkAccess"),
  }),
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

function judgeSwitch(property: string): JudgeOne {
  return (resource) =>
    judged(
      // Enabled is the default.
      expectValue(at(inputsOf(resource), property), "Disabled", (value) => value === "Disabled"),
      "it is reached from inside only",
    );
}
