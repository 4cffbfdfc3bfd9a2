import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { at, expectValue, inputsOf, itemsOf, judged, textAt, violated, type Finding, type Place } from "../../read.ts";
import { aksNodeClassType, ec2NodeClassType } from "../../facts/node-groups.ts";
import { levels, type ResourceRule } from "../../rule.ts";

const everything = ["environment", "system", "tier", "owner", "cost-centre", "managed-by"];

/** Resources that have tags, and whether they hold data. Where they have them, if not in `tags`. */
const taggable: Readonly<Record<string, { readonly at?: readonly string[]; readonly holdsData?: true }>> = {
  "gcp:artifactregistry/repository:Repository": { at: ["labels"] },
  "gcp:bigquery/dataset:Dataset": { at: ["labels"], holdsData: true },
  "gcp:compute/address:Address": { at: ["labels"] },
  "gcp:compute/disk:Disk": { at: ["labels"], holdsData: true },
  "gcp:compute/externalVpnGateway:ExternalVpnGateway": { at: ["labels"] },
  "gcp:compute/globalAddress:GlobalAddress": { at: ["labels"] },
  "gcp:compute/haVpnGateway:HaVpnGateway": { at: ["labels"] },
  "gcp:compute/vPNTunnel:VPNTunnel": { at: ["labels"] },
  "gcp:container/cluster:Cluster": { at: ["resourceLabels"] },
  "gcp:container/nodePool:NodePool": { at: ["nodeConfig", "resourceLabels"] },
  "gcp:kms/cryptoKey:CryptoKey": { at: ["labels"] },
  "gcp:managedkafka/cluster:Cluster": { at: ["labels"], holdsData: true },
  "gcp:cloudrunv2/service:Service": { at: ["labels"] },
  "gcp:pubsub/subscription:Subscription": { at: ["labels"], holdsData: true },
  "gcp:pubsub/topic:Topic": { at: ["labels"], holdsData: true },
  "gcp:secretmanager/secret:Secret": { at: ["labels"] },
  "gcp:sql/databaseInstance:DatabaseInstance": { at: ["settings", "userLabels"], holdsData: true },
  "gcp:storage/bucket:Bucket": { at: ["labels"], holdsData: true },
  "aws:cloudfront/distribution:Distribution": {},
  "aws:cloudtrail/trail:Trail": {},
  "aws:cloudwatch/logGroup:LogGroup": {},
  "aws:ec2/customerGateway:CustomerGateway": {},
  "aws:docdb/cluster:Cluster": { holdsData: true },
  "aws:docdb/clusterInstance:ClusterInstance": {},
  "aws:ec2/eip:Eip": {},
  "aws:ec2/natGateway:NatGateway": {},
  "aws:ec2/vpc:Vpc": {},
  "aws:ec2/vpcEndpoint:VpcEndpoint": {},
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": {},
  "aws:ec2/vpnConnection:VpnConnection": {},
  "aws:ec2/vpnGateway:VpnGateway": {},
  "aws:ecr/repository:Repository": {},
  "aws:eks/cluster:Cluster": {},
  "aws:eks/nodeGroup:NodeGroup": {},
  "aws:elasticache/replicationGroup:ReplicationGroup": { holdsData: true },
  "aws:keyspaces/keyspace:Keyspace": { holdsData: true },
  "aws:keyspaces/table:Table": { holdsData: true },
  "aws:kms/key:Key": {},
  "aws:lambda/function:Function": {},
  "aws:lb/loadBalancer:LoadBalancer": {},
  "aws:mq/broker:Broker": { holdsData: true },
  "aws:msk/cluster:Cluster": { holdsData: true },
  "aws:rds/cluster:Cluster": { holdsData: true },
  "aws:rds/instance:Instance": { holdsData: true },
  "aws:redshiftserverless/namespace:Namespace": { holdsData: true },
  "aws:redshiftserverless/workgroup:Workgroup": {},
  "aws:route53/zone:Zone": {},
  "aws:s3/bucket:Bucket": { holdsData: true },
  "aws:secretsmanager/secret:Secret": {},
  "aws:sns/topic:Topic": {},
  "aws:sqs/queue:Queue": { holdsData: true },
  "aws:wafv2/webAcl:WebAcl": {},
  "azure-native:cdn:Profile": {},
  "azure-native:compute:DiskEncryptionSet": {},
  "azure-native:containerregistry:Registry": {},
  "azure-native:containerservice:AgentPool": {},
  "azure-native:containerservice:ManagedCluster": {},
  "azure-native:cosmosdb:DatabaseAccount": { holdsData: true },
  "azure-native:dbformysql:Server": { holdsData: true },
  "azure-native:dbforpostgresql:Server": { holdsData: true },
  "azure-native:eventhub:Namespace": { holdsData: true },
  "azure-native:dns:Zone": {},
  "azure-native:frontdoor:Policy": {},
  "azure-native:keyvault:Vault": {},
  "azure-native:network:LocalNetworkGateway": {},
  "azure-native:mongocluster:MongoCluster": { holdsData: true },
  "azure-native:network:NatGateway": {},
  "azure-native:network:PrivateEndpoint": {},
  "azure-native:network:PublicIPAddress": {},
  "azure-native:network:VirtualNetwork": {},
  "azure-native:network:VirtualNetworkGateway": {},
  "azure-native:network:VirtualNetworkGatewayConnection": {},
  "azure-native:operationalinsights:Workspace": {},
  "azure-native:redisenterprise:RedisEnterprise": { holdsData: true },
  "azure-native:resources:ResourceGroup": {},
  "azure-native:app:ContainerApp": {},
  "azure-native:app:ManagedEnvironment": {},
  "azure-native:eventgrid:SystemTopic": {},
  "azure-native:servicebus:Namespace": { holdsData: true },
  "azure-native:storage:StorageAccount": { holdsData: true },
  "azure-native:synapse:Workspace": { holdsData: true },
  "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter": { at: ["metadata", "labels"], holdsData: true },
  "kubernetes:core/v1:Namespace": { at: ["metadata", "labels"] },
  "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB": { at: ["metadata", "labels"], holdsData: true },
  "kubernetes:kafka.strimzi.io/v1:Kafka": { at: ["metadata", "labels"], holdsData: true },
  "kubernetes:kafka.strimzi.io/v1:KafkaNodePool": { at: ["metadata", "labels"], holdsData: true },
  [aksNodeClassType]: { at: ["spec", "tags"] },
  [ec2NodeClassType]: { at: ["spec", "tags"] },
  "kubernetes:postgresql.cnpg.io/v1:Cluster": { at: ["metadata", "labels"], holdsData: true },
  "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB": { at: ["metadata", "labels"], holdsData: true },
  "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster": { at: ["metadata", "labels"], holdsData: true },
};

/** What a launch template tags of what it makes: AWS hands on no tags of a node group's. */
const tagsOfNodes = "aws:ec2/launchTemplate:LaunchTemplate";

/** Everything that costs money says whose it is, what for and how sensitive. */
export const resourcesCarryTags: ResourceRule = {
  id: "PK-CST-008",
  name: "resources-carry-tags",
  says: "Everything that costs money says whose it is, what for and how sensitive.",
  why: "A bill without owners is nobody's; a store without a class is treated as harmless.",
  fix: "Set the labels or tags environment, system, tier, owner, cost-centre and managed-by; data-class on stores.",
  severity: "medium",
  pack: "cost",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps", "CM-8", "CC6.1"],
  source: {
    gcp: "https://cloud.google.com/resource-manager/docs/labels-overview",
    aws: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
    azure: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
  },
  appliesTo: [...Object.keys(taggable), tagsOfNodes],
  judge: (resource) =>
    judged(resource.type === tagsOfNodes ? expectOnNodes(resource) : expectOn(resource), "it says whose it is"),
};

function expectOn(resource: PlannedResource): readonly Finding[] {
  const { at: path = ["tags"], holdsData } = taggable[resource.type] ?? {};
  // Labels of objects have it; tags in the cloud haven't, whoever makes what carries them.
  const prefix = path[0] === "metadata" ? "landbridge.dev/" : "";
  return expectTags(
    at(inputsOf(resource), ...path),
    holdsData === true ? [...everything, "data-class"] : everything,
    prefix,
  );
}

function expectTags(tags: Place, keys: readonly string[], prefix = ""): readonly Finding[] {
  return keys.flatMap((key) =>
    expectValue(at(tags, `${prefix}${key}`), "set", (value) => typeof value === "string" && value !== ""),
  );
}

function expectOnNodes(template: PlannedResource): readonly Finding[] {
  const { items, findings } = itemsOf(at(inputsOf(template), "tagSpecifications"));
  if (findings.length > 0) return findings;
  return ["instance", "volume"].flatMap((kind) => {
    const specification = items.find((item) => textAt(at(item, "resourceType")) === kind);
    return specification === undefined
      ? [violated(`tagSpecifications has none for ${kind}; nodes say nothing of whose they are`)]
      : expectTags(at(specification, "tags"), everything);
  });
}
