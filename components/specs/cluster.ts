import type { Output } from "@pulumi/pulumi";
import type { ClusterAccess } from "../../environments/schema/cluster.ts";
import type { AddressPlan } from "../kit/addresses.ts";
import type { NodePool } from "../kit/node-pools.ts";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

export interface ClusterSpec {
  readonly kubernetes: string;
  readonly access: ClusterAccess;
  readonly pools: readonly NodePool[];
  readonly addresses: AddressPlan;
  readonly network: Network;
  /** Encrypts Kubernetes Secrets and node disks. Absent where the cloud has no keys. */
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** What a cluster gives once it exists. */
export interface Cluster {
  /** Address of the API server. Traffic of users never goes here. */
  readonly apiServer: Output<string>;
  /**
   * Without credentials: the cloud's exec plugin gets a token for whoever runs it. Its one context is
   * `ClusterFacts.context`.
   */
  readonly kubeconfig: Output<string>;
}

/** What is known of an environment's cluster before it exists, so that the cluster layer can decide by it. */
export interface ClusterFacts {
  /** Stable id of ours; never computed, so that a change in the cloud replaces no Kubernetes object. */
  readonly identifier: string;
  /** Context in the kubeconfig. */
  readonly context: string;
  /** Storage class for volumes that hold data, or the empty string for the cluster's default. */
  readonly storageClass: string;
  /** Failure domains that pods can be spread over: zones, or 1 on a laptop. */
  readonly zones: number;
}
