import type { PlannedValue } from "../../plan/planned-resource.ts";
import type { ReplacementTable } from "./replacement-table.ts";

/**
 * AWS's, as the `ForceNew` and `RequiresReplace` marks of https://github.com/hashicorp/terraform-provider-aws (the provider
 * under @pulumi/aws) say, one resource file each. Nothing moves to another region, so `region` counts everywhere.
 */
export const awsReplacements: ReplacementTable = withRegion({
  "aws:cloudwatch/eventRule:EventRule": { on: ["eventBusName", "name", "namePrefix"] },
  "aws:cloudwatch/eventTarget:EventTarget": { on: ["eventBusName", "rule", "targetId"] },
  "aws:cloudwatch/logGroup:LogGroup": { on: ["name", "namePrefix", "logGroupClass"] },
  "aws:ec2/customerGateway:CustomerGateway": {
    on: ["bgpAsn", "bgpAsnExtended", "certificateArn", "deviceName", "ipAddress", "type"],
  },
  "aws:docdb/cluster:Cluster": {
    on: [
      "availabilityZones",
      "clusterIdentifier",
      "clusterIdentifierPrefix",
      "dbSubnetGroupName",
      "engine",
      "kmsKeyId",
      "masterUsername",
      "port",
      "restoreToPointInTime",
      "snapshotIdentifier",
      "storageEncrypted",
    ],
  },
  "aws:docdb/clusterInstance:ClusterInstance": {
    on: ["availabilityZone", "clusterIdentifier", "engine", "identifier", "identifierPrefix"],
  },
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": { on: ["description", "family", "name", "namePrefix"] },
  "aws:docdb/subnetGroup:SubnetGroup": { on: ["name", "namePrefix"] },
  "aws:ec2/eip:Eip": { on: ["domain", "networkBorderGroup", "publicIpv4Pool"] },
  "aws:ec2/flowLog:FlowLog": {
    on: [
      "deliverCrossAccountRole",
      "destinationOptions",
      "eniId",
      "iamRoleArn",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "maxAggregationInterval",
      "subnetId",
      "trafficType",
      "vpcId",
    ],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": { on: ["name", "namePrefix"] },
  "aws:ec2/natGateway:NatGateway": { on: ["allocationId", "connectivityType", "privateIp", "subnetId"] },
  "aws:ec2/route:Route": {
    on: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"],
  },
  "aws:ec2/routeTable:RouteTable": { on: ["vpcId"] },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { on: ["gatewayId", "subnetId"] },
  "aws:ec2/securityGroup:SecurityGroup": { on: ["description", "name", "namePrefix", "vpcId"] },
  "aws:ec2/subnet:Subnet": {
    on: ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId"],
  },
  "aws:ec2/vpc:Vpc": { on: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"] },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { on: ["serviceName", "vpcEndpointType", "vpcId"] },
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": { on: ["peerOwnerId", "peerRegion", "peerVpcId", "vpcId"] },
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": { on: ["vpcPeeringConnectionId"] },
  "aws:ec2/vpnConnection:VpnConnection": {
    on: ["enableAcceleration", "outsideIpAddressType", "staticRoutesOnly", "tunnelInsideIpVersion", "type"],
  },
  "aws:ec2/vpnGateway:VpnGateway": { on: ["amazonSideAsn", "availabilityZone"] },
  "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": { on: ["routeTableId", "vpnGatewayId"] },
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": { on: ["cidrBlock", "vpcId"] },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { on: ["repository"] },
  "aws:ecr/repository:Repository": { on: ["encryptionConfigurations", "name"] },
  "aws:eks/accessEntry:AccessEntry": { on: ["clusterName", "principalArn", "type"] },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    on: ["accessScope", "clusterName", "policyArn", "principalArn"],
  },
  "aws:eks/addon:Addon": { on: ["addonName", "clusterName"] },
  "aws:eks/cluster:Cluster": {
    on: [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "bootstrapSelfManagedAddons",
      "encryptionConfig",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "name",
      "roleArn",
    ],
    // Encryption can be turned on, and never off.
    unless: { encryptionConfig: (_old, next) => isGiven(next) },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    on: [
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "instanceTypes",
      "launchTemplate.id",
      "launchTemplate.name",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "remoteAccess",
      "subnetIds",
    ],
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { on: ["clusterName", "namespace", "serviceAccount"] },
  "aws:elasticache/parameterGroup:ParameterGroup": { on: ["description", "family", "name"] },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    on: [
      "atRestEncryptionEnabled",
      "dataTieringEnabled",
      "globalReplicationGroupId",
      "kmsKeyId",
      "networkType",
      "port",
      "replicationGroupId",
      "securityGroupNames",
      "snapshotArns",
      "snapshotName",
      "subnetGroupName",
    ],
  },
  "aws:elasticache/subnetGroup:SubnetGroup": { on: ["name"] },
  "aws:elasticache/user:User": { on: ["userId", "userName"] },
  "aws:elasticache/userGroup:UserGroup": { on: ["userGroupId"] },
  "aws:keyspaces/keyspace:Keyspace": { on: ["name"] },
  "aws:keyspaces/table:Table": {
    on: [
      "comment",
      "keyspaceName",
      "schemaDefinition.clusteringKeys",
      "schemaDefinition.columns",
      "schemaDefinition.partitionKeys",
      "schemaDefinition.staticColumns",
      "tableName",
    ],
    // Columns can only be added.
    unless: { "schemaDefinition.columns": (old, next) => isWithin(old, next) },
  },
  "aws:kms/alias:Alias": { on: ["name", "namePrefix"] },
  "aws:kms/key:Key": { on: ["customerMasterKeySpec", "customKeyStoreId", "keyUsage", "multiRegion", "xksKeyId"] },
  "aws:mq/broker:Broker": {
    on: [
      "brokerName",
      "dataReplicationPrimaryBrokerArn",
      "deploymentMode",
      "encryptionOptions",
      "engineType",
      "ldapServerMetadata",
      "publiclyAccessible",
      "subnetIds",
    ],
  },
  "aws:msk/cluster:Cluster": {
    on: [
      "brokerNodeGroupInfo.azDistribution",
      "brokerNodeGroupInfo.clientSubnets",
      "brokerNodeGroupInfo.securityGroups",
      "clusterName",
      "encryptionInfo.encryptionAtRestKmsKeyArn",
      "encryptionInfo.encryptionInTransit.inCluster",
    ],
  },
  "aws:msk/configuration:Configuration": { on: ["kafkaVersions", "name"] },
  "aws:msk/scramSecretAssociation:ScramSecretAssociation": { on: ["clusterArn"] },
  "aws:rds/instance:Instance": {
    on: [
      "availabilityZone",
      "characterSetName",
      "customIamInstanceProfile",
      "dbName",
      "engine",
      "kmsKeyId",
      "ncharCharacterSetName",
      "restoreToPointInTime",
      "snapshotIdentifier",
      "storageEncrypted",
      "timezone",
      "username",
    ],
  },
  "aws:rds/optionGroup:OptionGroup": {
    on: ["engineName", "majorEngineVersion", "name", "namePrefix", "optionGroupDescription"],
  },
  "aws:rds/parameterGroup:ParameterGroup": { on: ["description", "family", "name", "namePrefix"] },
  "aws:rds/subnetGroup:SubnetGroup": { on: ["name", "namePrefix"] },
  "aws:s3/bucket:Bucket": { on: ["bucket", "bucketPrefix", "objectLockEnabled"] },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { on: ["bucket", "expectedBucketOwner"] },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": { on: ["bucket", "expectedBucketOwner"] },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { on: ["bucket"] },
  "aws:s3/bucketPolicy:BucketPolicy": { on: ["bucket"] },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { on: ["bucket"] },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    on: ["bucket", "expectedBucketOwner"],
  },
  "aws:s3/bucketVersioning:BucketVersioning": { on: ["bucket", "expectedBucketOwner"] },
  "aws:secretsmanager/secret:Secret": { on: ["name", "namePrefix"] },
  "aws:secretsmanager/secretPolicy:SecretPolicy": { on: ["secretArn"] },
  "aws:secretsmanager/secretVersion:SecretVersion": { on: ["secretBinary", "secretId", "secretString"] },
  // Those that are everywhere at once have no region.
  "aws:iam/instanceProfile:InstanceProfile": { on: ["name", "namePrefix", "path"] },
  "aws:iam/policy:Policy": { on: ["description", "name", "namePrefix", "path"] },
  "aws:iam/role:Role": { on: ["name", "namePrefix", "path"] },
  "aws:iam/rolePolicy:RolePolicy": { on: ["name", "namePrefix", "role"] },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { on: ["policyArn", "role"] },
  "aws:route53/zone:Zone": { on: ["delegationSetId", "name"] },
});

function withRegion(table: ReplacementTable): ReplacementTable {
  return Object.fromEntries(
    Object.entries(table).map(([type, rows]) => [
      type,
      /^aws:(?:iam|route53)\//.test(type) ? rows : { ...rows, on: [...rows.on, "region"] },
    ]),
  );
}

function isGiven(value: PlannedValue | undefined): boolean {
  return value !== undefined && value !== null;
}

/** Whether every item of a list is still there. */
function isWithin(old: PlannedValue | undefined, next: PlannedValue | undefined): boolean {
  if (!Array.isArray(old) || !Array.isArray(next)) return false;
  const there = new Set(next.map((item) => JSON.stringify(item)));
  return old.every((item) => there.has(JSON.stringify(item)));
}
