import { harmlessEventTypes } from "./harmless-event-types.ts";
import { harmlessEdgeTypes } from "./harmless-edge-types.ts";

/**
 * Types of resources that no rule names, and why there is nothing to judge in them by themselves. A type that is
 * neither here nor named by a rule breaks PK-GOV-011: a cloud without rules must not look like a cloud without mistakes.
 */
export const harmlessTypes: Readonly<Record<string, string>> = {
  ...harmlessEdgeTypes,
  ...harmlessEventTypes,
  "aws:appautoscaling/policy:Policy": "Lets the disks of brokers grow; the brokers are judged.",
  "aws:appautoscaling/target:Target": "Says what may grow, and how far; the brokers are judged.",
  "aws:cloudwatch/eventRule:EventRule":
    "Picks notices of AWS's out; who may put them into a queue is judged at the queue's policy.",
  "aws:cloudwatch/eventTarget:EventTarget": "Passes notices on to a queue of ours; the queue's policy is judged.",
  "aws:docdb/subnetGroup:SubnetGroup": "Names subnets for a cluster; they and the cluster are judged.",
  "aws:ec2/internetGateway:InternetGateway":
    "A door that nothing leads through by itself; addresses of nodes and who gets in are judged.",
  "aws:ec2/route:Route": "A way; that nothing has a public address, and who gets in, is judged at subnets and groups.",
  "aws:ec2/routeTable:RouteTable": "A list of ways, each of its own type.",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "Gives a subnet its list of ways; the subnet is judged.",
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter":
    "Agrees to a way that the environment names; who gets in by it is judged at groups.",
  "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation":
    "Puts the ways to peers into a list of ways; tunnels to them, and who gets in, are judged.",
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation":
    "Adds a private block to a network; who may enter is judged at its groups.",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "Removes images that lost their tags; the repository is judged.",
  "aws:eks/accessEntry:AccessEntry":
    "Makes a role known to a cluster: a node's as a node, any other without rights before a policy is associated with it.",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation":
    "Names who administers the cluster: those whom the environment lists as deployers, and who else would make it?",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation":
    "Gives a role to the pods of one service account; what the role may do is judged.",
  "aws:elasticache/parameterGroup:ParameterGroup":
    "How a cache evicts and shards; its encryption and logins are judged at the cache.",
  "aws:elasticache/subnetGroup:SubnetGroup": "Names subnets for a cache; they and the cache are judged.",
  "aws:iam/instanceProfile:InstanceProfile": "Gives a machine a role; what the role may do is judged.",
  "aws:kms/alias:Alias": "A name for a key; the key is judged.",
  "aws:msk/scramSecretAssociation:ScramSecretAssociation":
    "Makes logins known to brokers; the secrets that hold them are judged.",
  "aws:rds/subnetGroup:SubnetGroup": "Names subnets for a database; they and the database are judged.",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":
    "Moves and removes objects by age, as the environment says; versions and locks are judged at the bucket.",
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration":
    "Can only keep objects longer; the bucket is judged.",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig":
    "Copies a bucket to another of ours; both are judged, and the region of the second as that of any bucket.",
  "aws:secretsmanager/secretVersion:SecretVersion":
    "A value of a secret; that it isn't in the clear is judged for every resource.",
  "azure-native:containerservice:MaintenanceConfiguration":
    "When a cluster may be updated; that it is updated is judged at the cluster.",
  "azure-native:eventhub:EventHub": "A topic in a namespace; the namespace is judged, and copies are Azure's to keep.",
  "azure-native:eventhub:NamespaceAuthorizationRule":
    "A login of a namespace, to read, to write or both; who reaches the namespace is judged.",
  "azure-native:keyvault:Secret":
    "A value in a vault, which is judged; that it isn't in the clear is judged for every resource.",
  "azure-native:managedidentity:UserAssignedIdentity":
    "An identity without a password that may do nothing before it is granted something.",
  "azure-native:network:PrivateDnsZoneGroup": "Writes the private address of a door into a zone of names.",
  "azure-native:privatedns:PrivateZone": "Names that only our networks can ask for.",
  "azure-native:privatedns:VirtualNetworkLink": "Lets a network ask for private names.",
  "azure-native:storage:ManagementPolicy":
    "Moves and removes blobs by age, as the environment says; versions are judged at the account.",
  "azure-native:storage:ObjectReplicationPolicy":
    "Copies a container to another account of ours; both accounts are judged, and the region of the second as that of any.",
  "gcp:compute/network:Network": "An empty frame: what may enter and leave is judged at its subnets and firewalls.",
  "gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig":
    "Tells Google's managed services the ways to peers; who calls them is judged at them.",
  "gcp:compute/router:Router":
    "Carries NAT for nodes, and tells peers of private blocks of ours; tunnels to them are judged.",
  "gcp:compute/routerInterface:RouterInterface": "An address inside of a tunnel, which is judged.",
  "gcp:compute/routerPeer:RouterPeer": "Exchanges routes through a tunnel, which is judged.",
  "gcp:compute/routerNat:RouterNat":
    "Lets nodes out and nobody in; that nodes have no addresses is judged at their pools.",
  "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember":
    "Lets an account write names of one zone. Rules judge grants on projects.",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember":
    "Lets a service of the cloud use one key. Rules judge the key itself, and grants on projects.",
  "gcp:kms/keyRing:KeyRing": "A name and a place for keys; the keys are judged.",
  "gcp:logging/projectExclusion:ProjectExclusion":
    "Keeps logs out of the project's own bucket; what is logged, and where it goes, is judged.",
  "gcp:logging/projectSink:ProjectSink": "Copies logs to a bucket, which is judged.",
  "gcp:managedkafka/acl:Acl": "Who may read and write which topic; without one nobody but the administrator may.",
  "gcp:monitoring/notificationChannel:NotificationChannel": "An address that is told of something.",
  "gcp:projects/service:Service": "Turns an API on; what is made through it is judged.",
  "gcp:projects/serviceIdentity:ServiceIdentity":
    "The cloud's own account of a service; what it may do is granted elsewhere.",
  "gcp:secretmanager/secretIamMember:SecretIamMember":
    "Lets somebody read one secret. Rules judge the secret, and grants on projects.",
  "gcp:secretmanager/secretVersion:SecretVersion":
    "A value of a secret; that it isn't in the clear is judged for every resource.",
  "gcp:serviceaccount/account:Account": "An account without a key that may do nothing before it is granted something.",
  "gcp:servicenetworking/connection:Connection":
    "Joins the network of managed databases; their addresses are judged at them.",
  "gcp:sql/database:Database": "A name in a database server; the server is judged.",
  "gcp:sql/user:User": "A login of a database server; that no password is in clear is judged for every resource.",
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition":
    "Defines a kind and runs nothing; PK-GOV-010 judges its order.",
  "kubernetes:core/v1:ConfigMap": "Runs nothing; that no secret is in it is judged for every resource.",
  "kubernetes:core/v1:LimitRange": "Can only tighten; that a namespace has one is judged at the namespace.",
  "kubernetes:core/v1:ResourceQuota": "Can only tighten; that a namespace has one is judged at the namespace.",
  "kubernetes:core/v1:Secret": "Runs nothing; that its values are marked as secret is judged for every resource.",
  "kubernetes:core/v1:ServiceAccount": "May do nothing by itself; its roles, and which pods use it, are judged.",
  "kubernetes:kafka.strimzi.io/v1:KafkaUser":
    "A login of a Kafka cluster, refused where no rule of its own allows; the cluster's listeners are judged.",
  "kubernetes:monitoring.coreos.com/v1:PodMonitor":
    "Says where numbers are read; who may read them is judged at network policies.",
  "random:index/randomId:RandomId": "Digits for a name, not secret; where they go is judged there.",
  "kubernetes:postgresql.cnpg.io/v1:Database": "Extensions of a database; the servers that hold it are judged.",
  "kubernetes:postgresql.cnpg.io/v1:Publication":
    "Says which tables' changes may be read by who logs in for it; the cluster and its logins are judged.",
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass":
    "Says where snapshots go; they are encrypted as their volumes are.",
  "kubernetes:storage.k8s.io/v1:StorageClass":
    "Says how volumes are made. The key that it names is known to the cloud layer, and each cloud's facts hold that it does.",
  "random:index/randomPassword:RandomPassword":
    "A value in the state, secret by its type; where it goes is judged there.",
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule":
    "Names a public registry whose images are kept here; which images run is judged at pods.",
  "aws:ecr/replicationConfiguration:ReplicationConfiguration":
    "Copies images to another region; they hold no data of users.",
  "azure-native:containerregistry:CacheRule":
    "Names a public registry whose images are kept here; which images run is judged at pods.",
  "azure-native:containerregistry:Replication": "Copies images to another region; they hold no data of users.",
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool": "A name for issuers of tokens, each judged by its condition.",
};
