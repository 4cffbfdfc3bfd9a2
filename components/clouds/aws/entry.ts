import type { CloudEntry, PodIdentity } from "../../cloud.ts";
import { mirrorsOf } from "../../kit/mirrors.ts";
import { zoneCount } from "../../kit/node-pools.ts";
import { storageClasses } from "../../kit/storage-classes.ts";
import { awsBootstrapChecks } from "./account/bootstrap-doctor.ts";
import { awsCapabilities } from "./capabilities.ts";
import { checkAws } from "./check.ts";
import { awsManagedStores } from "./databases/managed-stores.ts";
import { clusterIdentifier, clusterNameOf, mirrorPrefix } from "./names.ts";
import type { AwsSettings } from "./settings.ts";
import { awsVolumes } from "./cluster/volumes.ts";

/** AWS's row in the table of clouds. */
export const aws: CloudEntry<AwsSettings> = {
  capabilities: awsCapabilities,
  computed: {
    "aws:eks/cluster:Cluster": ["certificateAuthority.data", "vpcConfig.clusterSecurityGroupId"],
  },
  moot: {
    "network.flowLogShare": "a flow log writes down every connection",
    "cluster.patches": "EKS has one pace for all",
    "secretStore.network": "Secrets Manager has one address for all, and who may read a secret is asked there",
    "kafka.users.acls": "rights are set from inside of the cluster, since AWS has no API for them",
    "postgres.wish.pitrDays": "any moment between backups can be restored, and those are kept at least that long",
    "redis.wish.storageGiB": "ElastiCache's log of writes has no size",
  },
  check: checkAws,
  cluster: (environment) => ({
    identifier: clusterIdentifier(environment.cloud, environment.name),
    context: environment.name,
    storageClass: storageClasses.zonal,
    volumes: awsVolumes(environment),
    zones: zoneCount,
    podIdentity,
    mirrors: mirrorsOf(environment, (upstream) =>
      mirrorPrefix(`${environment.name}-registry`, environment.cloud, upstream),
    ),
    managedStores: awsManagedStores,
    autoscaler: {
      provider: "aws",
      cluster: clusterNameOf(`${environment.name}-cluster`),
      region: environment.cloud.regions.primary,
    },
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

/**
 * EKS knows pods by their service account alone; the annotation is for people. Tokens come from the agent on the node.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
const podIdentity: PodIdentity = {
  annotation: "landbridge.dev/identity",
  podLabels: {},
  tokenEndpoints: [{ cidr: "169.254.170.23/32", port: 80 }],
};
