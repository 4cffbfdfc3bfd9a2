import type { CloudEntry, PodIdentity } from "../../cloud.ts";
import { mirrorsOf } from "../../kit/registry/mirrors.ts";
import { zoneCount } from "../../kit/cluster/node-pools.ts";
import { storageClasses } from "../../kit/cluster/storage-classes.ts";
import { gcpBootstrapChecks } from "./account/bootstrap-doctor.ts";
import { gcpCapabilities } from "./capabilities.ts";
import { checkGcp } from "./check.ts";
import { gcpManagedStores } from "./databases/managed-stores.ts";
import { gcpWarehouses } from "./databases/warehouse-reach.ts";
import { clusterIdentifier, mirrorPrefix } from "./names.ts";
import type { GcpSettings } from "./settings.ts";
import { gcpBalancers } from "./cluster/balancers.ts";
import { gcpNodeRoom } from "./cluster/node-room.ts";
import { gcpVolumes } from "./cluster/volumes.ts";

/** Google Cloud's row in the table of clouds. */
export const gcp: CloudEntry<GcpSettings> = {
  capabilities: gcpCapabilities,
  computed: {
    "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": [
      "dnsResourceRecords.0.data",
      "dnsResourceRecords.0.name",
    ],
    "gcp:compute/haVpnGateway:HaVpnGateway": ["vpnInterfaces.0.ipAddress", "vpnInterfaces.1.ipAddress"],
    "gcp:container/cluster:Cluster": [
      "controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint",
      "masterAuth.clusterCaCertificate",
    ],
    "gcp:sql/databaseInstance:DatabaseInstance": ["serverCaCerts.0.cert"],
  },
  moot: {
    "bootstrap.logDays": "who read state is in the project's audit logs, which keep those of all buckets",
    "budget.wish.from": "a budget counts from the first of each month by itself",
    "objectStore.purpose": "the trail's own account is given its right by the trail",
    "objectStore.network": "Cloud Storage has one address for all, which is reached without NAT",
    "workloadIdentity.network": "Google's APIs have one address for all, which is reached without NAT",
    "accessLogs.tags": "neither log buckets nor sinks take labels",
    "auditTrail.key": "a sink writes to the bucket, which encrypts",
    "auditTrail.tags": "a sink takes no labels",
    "secretStore.network": "Secret Manager has one address for all, which is reached without NAT",
    "workloadIdentity.cluster": "a project's clusters share one pool of service accounts",
    "workloadIdentity.tags": "a service account is granted rights as itself, and nothing is made for it",
    "network.doors": "GKE writes the firewall's rules for a balancer itself",
    "network.doors.scope": "GKE writes the firewall's rules for a balancer itself",
    "network.doors.ports": "GKE writes the firewall's rules for a balancer itself",
    "network.doors.sources": "GKE writes the firewall's rules for a balancer itself",
    "network.peers": "Google's services let in whoever has a route to them, and a gateway needs no subnet",
    "network.peers.block": "Google's services let in whoever has a route to them, and a gateway needs no subnet",
    "network.nat": "Cloud NAT belongs to the region, and the loss of a zone takes no other's way out",
    "network.privateDoors": "Google's APIs are reached without NAT and without charge",
    "cluster.controlPlanePromise": "GKE promises the availability of every regional control plane",
    "cluster.standby": "Google's own pods run on the pools' nodes, in all zones",
    "cluster.auditLogDays": "logs go to the project's log bucket, and who changed what is kept for 400 days by itself",
    "registry.mirrors.repositories": "one repository takes all that is pulled from a registry",
    "registry.repositories": "one repository takes the images of all",
    "kafka.logDays": "logs go to the project's log bucket, which keeps those of all clusters",
    "mysql.logDays": "logs go to the project's log bucket, which keeps those of all servers",
    "postgres.logDays": "logs go to the project's log bucket, which keeps those of all servers",
    "warehouse.wish.size": "BigQuery gives each query what it needs",
    "warehouse.database": "the project stands in a database's place",
    "warehouse.logDays": "who queried what is in the project's audit logs, which nobody can turn off",
    "warehouse.network": "BigQuery has one address for all, which is reached without NAT",
    "edge.logDays": "logs go to the project's log bucket, which keeps those of all edges",
    "network.logDays": "flow logs go to the project's log bucket, which keeps those of all networks",
    "network.key": "flow logs go to the project's log bucket, which has one key for all networks",
  },
  check: checkGcp,
  cluster: (environment) => ({
    identifier: clusterIdentifier(environment.cloud, environment.name),
    context: environment.name,
    storageClass: storageClasses.zonal,
    volumes: gcpVolumes(environment),
    zones: zoneCount,
    nodeRoom: gcpNodeRoom,
    podIdentity,
    mirrors: mirrorsOf(environment, (upstream) =>
      mirrorPrefix(`${environment.name}-registry`, environment.cloud, upstream),
    ),
    managedStores: gcpManagedStores,
    balancers: gcpBalancers,
    warehouses: gcpWarehouses,
  }),
  open: async (environment) => (await import("./cloud.ts")).openGcp(environment),
  bootstrapChecks: gcpBootstrapChecks,
  login: ({ project }) => [
    { what: "Google Cloud, for Pulumi and for kubectl", command: "gcloud auth login --update-adc" },
    {
      what: `the project ${project}, for quotas`,
      command: `gcloud auth application-default set-quota-project ${project}`,
    },
    {
      what: "the plugin that gets tokens for the cluster",
      command: "gcloud components install gke-gcloud-auth-plugin",
    },
    {
      what: "the APIs by which Pulumi turns on all others, once for a project",
      command: `gcloud services enable serviceusage.googleapis.com cloudresourcemanager.googleapis.com --project ${project}`,
    },
  ],
};

/**
 * Google knows pods by their service account alone; the annotation is for people. Tokens come from the metadata server,
 * in Dataplane V2 at its own address. https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity
 */
const podIdentity: PodIdentity = {
  annotation: "landbridge.dev/identity",
  podLabels: {},
  tokenEndpoints: [
    { cidr: "169.254.169.254/32", port: 80 },
    { cidr: "169.254.169.254/32", port: 8080 },
  ],
  // https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/#gke-workload-identity
  barman: { googleCredentials: { gkeEnvironment: true } },
  // https://github.com/cloudnative-pg/barman-cloud/issues/128
  spooledBackups: true,
  // https://rclone.org/googlecloudstorage/#application-default-credentials-adc
  rclone: {
    TYPE: "google cloud storage",
    ENV_AUTH: "true",
    // Rights are the bucket's, and it is there.
    BUCKET_POLICY_ONLY: "true",
    NO_CHECK_BUCKET: "true",
  },
  // https://docs.percona.com/percona-operator-for-mongodb/latest/backups-storage-gcp.html
  percona: { type: "gcs" },
};
