import type { CloudEntry } from "../../cloud.ts";
import { zoneCount } from "../../kit/node-pools.ts";
import { gcpCapabilities } from "./capabilities.ts";
import { checkGcp } from "./check.ts";
import { clusterIdentifier } from "./names.ts";
import type { GcpSettings } from "./settings.ts";

/** Google Cloud's row in the table of clouds. */
export const gcp: CloudEntry<GcpSettings> = {
  capabilities: gcpCapabilities,
  computed: {
    "gcp:container/cluster:Cluster": [
      "controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint",
      "masterAuth.clusterCaCertificate",
    ],
  },
  check: checkGcp,
  cluster: ({ cloud, name }) => ({
    identifier: clusterIdentifier(cloud, name),
    context: name,
    // SSD, made by GKE in every cluster. https://cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes
    storageClass: "premium-rwo",
    zones: zoneCount,
  }),
  open: async (environment) => (await import("./cloud.ts")).openGcp(environment),
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
