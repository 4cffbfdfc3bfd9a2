import type { Environment } from "../../../environments/schema/environment.ts";
import type { CloudEntry, ClusterFacts, PodIdentity } from "../../cloud.ts";
import { mirrorsOf } from "../../kit/registry/mirrors.ts";
import { zoneCount } from "../../kit/cluster/node-pools.ts";
import { decideTags } from "../../kit/tags.ts";
import { storageClasses } from "../../kit/cluster/storage-classes.ts";
import { awsBootstrapChecks } from "./account/bootstrap-doctor.ts";
import { awsCapabilities } from "./capabilities.ts";
import { checkAws } from "./check.ts";
import { awsProvisioner } from "./cluster/node-class.ts";
import { awsManagedStores } from "./databases/managed-stores.ts";
import { serverFacts } from "./databases/authorities/server-authorities.ts";
import { documentFacts } from "./databases/mongodb/mongodb-facts.ts";
import { awsWarehouses } from "./databases/warehouse/warehouse-reach.ts";
import { clusterIdentifier, clusterNameOf, mirrorPrefix } from "./names.ts";
import type { AwsSettings } from "./settings.ts";
import { awsBalancers } from "./cluster/balancers.ts";
import { awsNodeRoom } from "./cluster/node-room.ts";
import { awsVolumes } from "./cluster/volumes.ts";

/** AWS's row in the table of clouds. */
export const aws: CloudEntry<AwsSettings> = {
  capabilities: awsCapabilities,
  computed: {
    "aws:eks/cluster:Cluster": ["certificateAuthority.data", "vpcConfig.clusterSecurityGroupId"],
    "aws:mq/broker:Broker": ["instances.0.endpoints.0"],
  },
  moot: {
    "network.peers": "stores' own groups let them in",
    "network.peers.block": "stores' own groups let them in",
    "network.doors": "EKS opens the nodes' security group for a balancer itself",
    "network.doors.scope": "EKS opens the nodes' security group for a balancer itself",
    "network.doors.ports": "EKS opens the nodes' security group for a balancer itself",
    "network.doors.sources": "EKS opens the nodes' security group for a balancer itself",
    "network.flowLogShare": "a flow log writes down every connection",
    "cluster.controlPlanePromise": "EKS promises the availability of every control plane",
    "cluster.standby": "EKS's add-ons run on the pools' nodes, in all zones",
    "cluster.patches": "EKS has one pace for all",
    "objectStore.network": "S3 has one address for all, and each bucket's policy says who may come in",
    "workloadIdentity.grants.bucket.looksUp": "who may list a bucket's objects may ask whether it is there",
    "workloadIdentity.network": "AWS's APIs have one address for all, which a network's endpoints lead to",
    "secretStore.network": "Secrets Manager has one address for all, and who may read a secret is asked there",
    "kafka.users.acls": "rights are set from inside of the cluster, since AWS has no API for them",
    "mysql.wish.pitrDays": "any moment between backups can be restored, and those are kept at least that long",
    "postgres.wish.pitrDays": "any moment between backups can be restored, and those are kept at least that long",
    "cassandra.wish.size": "Keyspaces is paid by request, and takes as many as come",
    "cassandra.network": "one door in the network leads to all keyspaces",
    "cassandra.backupDays": "any second of the last 35 days can be restored",
    "warehouse.undoDays": "Redshift keeps points of recovery for 24 hours, whatever is asked",
    "mongodb.wish.pitrDays": "any moment of all the days that backups are kept can be restored",
    "mongodb.wish.storageGiB": "DocumentDB's volume grows and shrinks by itself",
    "redis.wish.storageGiB": "ElastiCache's log of writes has no size",
  },
  check: checkAws,
  cluster: (environment) => ({
    identifier: clusterIdentifier(environment.cloud, environment.name),
    context: environment.name,
    storageClass: storageClasses.zonal,
    volumes: awsVolumes(environment),
    zones: zoneCount,
    nodeRoom: awsNodeRoom,
    podIdentity: podIdentityIn(environment.cloud.regions.primary),
    mirrors: mirrorsOf(
      environment,
      (upstream) => mirrorPrefix(`${environment.name}-registry`, environment.cloud, upstream),
      { ownProvisioner: environment.cluster.autoProvision !== undefined },
    ),
    managedStores: {
      ...awsManagedStores,
      servers: serverFacts(environment.cloud),
      mongodb: documentFacts(environment.cloud),
    },
    balancers: awsBalancers(decideTags(environment)),
    warehouses: awsWarehouses,
    ...nodeMoverOf(environment),
  }),
  open: async (environment) => (await import("./cloud.ts")).openAws(environment),
  bootstrapChecks: awsBootstrapChecks,
  login: ({ account }) => [
    { what: "AWS, for Pulumi and for kubectl, as one of the deployers", command: "aws sso login" },
    {
      what: `the account ${account}: its number is what this prints`,
      command: "aws sts get-caller-identity --query Account --output text",
    },
  ],
};

/** The one that makes nodes come and go: with two of them each would make one for the same waiting pod. */
function nodeMoverOf(environment: Environment<AwsSettings>): Pick<ClusterFacts, "autoscaler" | "provisioner"> {
  const provisioner = awsProvisioner(environment);
  if (provisioner !== undefined) return { provisioner };
  const { primary: region } = environment.cloud.regions;
  return { autoscaler: { provider: "aws", cluster: clusterNameOf(`${environment.name}-cluster`), region } };
}

/**
 * EKS knows pods by their service account alone; the annotation is for people. Tokens come from the agent on the node.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const podIdentityIn = (region: string): PodIdentity => ({
  annotation: "landbridge.dev/identity",
  podLabels: {},
  tokenEndpoints: [{ cidr: "169.254.170.23/32", port: 80 }],
  // Whatever the SDK for Python finds in the pod. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
  barman: { s3Credentials: { inheritFromIAMRole: true } },
  // An object has 10,000 parts at most: of 64 MiB they hold 625 GiB. https://rclone.org/s3/#authentication
  rclone: {
    TYPE: "s3",
    PROVIDER: "AWS",
    ENV_AUTH: "true",
    REGION: region,
    NO_CHECK_BUCKET: "true",
    CHUNK_SIZE: "64M",
    UPLOAD_CONCURRENCY: "2",
  },
  // Of what is encrypted by a key of KMS, as buckets do unasked, the ETag isn't an MD5. Told of SSE-KMS without the bucket's key, rclone would ask for Amazon's own.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
  falseHashes: true,
  // https://docs.percona.com/percona-operator-for-mongodb/latest/backups-storage-s3.html
  percona: { type: "s3", region },
});
