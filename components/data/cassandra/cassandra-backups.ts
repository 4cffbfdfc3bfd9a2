import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import { copyingAccount } from "../../kit/databases/copied-stores.ts";
import { decideCopySchedule, decideTrialSchedule } from "../../kit/databases/copy-schedule.ts";
import {
  nightHours,
  decideCassandraCopy,
  decideCopiedNodes,
  nodeCopyScript,
} from "../../kit/databases/cassandra/cassandra-copies.ts";
import {
  decideStepsPod,
  nodeCopierSize,
  nodeCopyFile,
  type CopyStep,
  type NodeCopierParts,
} from "../../kit/databases/cassandra/cassandra-copy-pods.ts";
import { repairSize } from "../../kit/databases/cassandra/cassandra-repair.ts";
import {
  decideCassandraRestore,
  decideCassandraTrial,
  readerCapacity,
} from "../../kit/databases/cassandra/cassandra-restore.ts";
import { cassandraCopies, cassandraStorageGiB, decideKeyspace } from "../../kit/databases/cassandra/cassandra.ts";
import type { CopyVariable } from "../../kit/databases/copies/copy-pod.ts";
import type { Labels } from "../../kit/labels.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { bucketLoginOf, type BucketLogin } from "../bucket-login.ts";
import {
  bucketPlace,
  createCopyAccount,
  createCopyAuthorities,
  createCopyFiles,
  createRestoreJob,
  within,
  type Inside,
} from "../copies/copy-objects.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { describeStore } from "../store-metadata.ts";
import type { CassandraServers } from "./cassandra-setup.ts";

/** Which data centre is copied or begins from a copy, and where that is. */
export interface CassandraCopierArgs {
  readonly store: string;
  readonly wish: CassandraWish;
  readonly places: BackupPlaces | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

type Variables = readonly CopyVariable<Input<string>>[];

/**
 * Who the pods of a store are to the cloud, and what copies each of its nodes beside it: both have to be there before the nodes. Not for a store that has
 * nothing to do with buckets.
 */
export class CassandraCopier extends Component {
  static readonly type = "landbridge:data:CassandraCopier";
  readonly login: BucketLogin;
  readonly account: Input<string>;
  /** What the cloud knows nodes' pods by; nothing where they don't copy. */
  readonly podLabels: Labels;
  /** What each node's pod has besides. - behaviour: nothing, as the store is only brought in. */
  readonly beside: NodeCopierParts<Input<string>> | undefined;

  constructor(name: string, args: CassandraCopierArgs, opts: ComponentResourceOptions) {
    super(CassandraCopier.type, name, { store: args.store }, opts);
    const { store, wish, places, surroundings } = args;
    const inside = { parent: this };
    const { metadata } = describeStore(args, wish.dataClass);
    this.login = bucketLoginOf(store, places);
    const account = copyingAccount(store, "cassandra");
    this.account = createCopyAccount(name, { login: this.login, metadata, account, owner: store }, inside);
    const { backups } = wish;
    this.podLabels = backups === undefined ? {} : this.login.podLabels;
    if (backups !== undefined) {
      const script = nodeCopyScript({ store, keyspace: decideKeyspace(surroundings.system, store) });
      this.beside = {
        image: imageReference("rclone", surroundings.mirrors),
        account: this.account,
        files: createFiles(name, args, "copier", { [nodeCopyFile]: script }, inside).files,
        variables: bucketVariables(args, backups.bucket, this.login),
        bucketAuthority: this.login.authoritySecret,
      };
    }
    this.registerOutputs({ account: this.account });
  }
}

/** Rclone keeps well below what its container may have. */
function bucketVariables({ store, places }: CassandraCopierArgs, bucket: string, login: BucketLogin): Variables {
  return [
    ...login.variables,
    ...bucketPlace(store, bucket, places),
    { name: "GOMEMLIMIT", value: `${nodeCopierSize.memoryGiB * 1024 * 0.75}MiB` },
  ];
}

/** Which nodes, and who may ask them. */
export interface CassandraBackupsArgs extends CassandraCopierArgs {
  readonly copier: CassandraCopier;
  readonly servers: CassandraServers;
  /** Secrets: the superuser, the nodes' certificate, and that which the management API knows. */
  readonly secrets: Readonly<Record<"superuser" | "certificate" | "management", string>>;
}

/**
 * Copies of a Cassandra in the cluster: a Job each night has all nodes make a snapshot, which the container beside each uploads; another one tries the newest
 * night in a server of its own; and a store that begins from another's is filled once, before anybody logs in.
 */
export class CassandraBackups extends Component {
  static readonly type = "landbridge:data:CassandraBackups";
  /** What has to have been brought in before anybody logs in. */
  readonly restored: Resource[];

  constructor(name: string, args: CassandraBackupsArgs, opts: ComponentResourceOptions) {
    super(CassandraBackups.type, name, { store: args.store }, opts);
    const { wish } = args;
    const inside = { parent: this };
    this.restored = createRestore(`${name}-restore`, args, inside);
    const { backups } = wish;
    // What is brought in is the first to be copied.
    const later = { ...inside, dependsOn: this.restored };
    if (backups !== undefined) {
      createNights(`${name}-nights`, args, backups.bucket, later);
      if (backups.test !== "never")
        createTrial(`${name}-trial`, args, { bucket: backups.bucket, test: backups.test }, later);
    }
    this.registerOutputs({});
  }
}

type Step = CopyStep<Input<string>>;

/** What all pods of the Jobs have. */
function commonOf(args: CassandraBackupsArgs) {
  const { store, wish, copier, secrets } = args;
  const { labels } = describeStore(args, wish.dataClass);
  return {
    ...{ store, secrets, labels: { ...labels, ...copier.login.podLabels }, account: copier.account },
    bucketAuthority: copier.login.authoritySecret,
  };
}

function createNights(name: string, args: CassandraBackupsArgs, bucket: string, opts: Inside): void {
  const { store, wish, surroundings, copier } = args;
  const scripts = decideCassandraCopy({
    ...{ store, keyspace: decideKeyspace(surroundings.system, store), days: decideBackupDays(surroundings) },
    nodes: decideCopiedNodes(store, wish, surroundings),
  });
  const { files, metadata } = createFiles(name, args, "backup", scripts, opts);
  const ask = (step: "snapshot" | "clear"): Step => ({
    ...{ name: step, script: `${step}.sh`, image: imageReference("curl", surroundings.mirrors), shell: "/bin/sh" },
    ...{ needs: ["management"], size: repairSize, variables: [] },
  });
  const keep: Step = {
    ...{ name: "keep", script: "keep.sh", image: imageReference("rclone", surroundings.mirrors), shell: "/bin/sh" },
    ...{ needs: ["bucket"], size: nodeCopierSize, variables: bucketVariables(args, bucket, copier.login) },
  };
  const pod = { ...commonOf(args), files, steps: [ask("snapshot"), keep, ask("clear")] as const };
  const spec = {
    ...decideCopySchedule(store),
    jobTemplate: { spec: { ...within(nightHours), template: decideStepsPod(pod, surroundings) } },
  };
  new CronJob(`${name}-job`, { metadata: metadata(`${store}-backup`), spec }, opts);
}

/** What a pod that reads a night is made of: rclone comes along, as the servers' image hasn't it. */
function readingSteps(
  { surroundings }: CassandraBackupsArgs,
  last: Pick<Step, "name" | "script" | "needs" | "variables">,
): readonly [Step, Step] {
  const first: Step = {
    ...{ name: "programs", script: "programs.sh", image: imageReference("rclone", surroundings.mirrors) },
    ...{ shell: "/bin/sh", needs: [], size: repairSize, variables: [] },
  };
  const image = imageReference("cassandra-5.0", surroundings.mirrors);
  return [first, { ...last, image, shell: "/bin/bash", size: readerCapacity }];
}

/** The image has no other, and the shell looks for it under other names. */
const python = { name: "CQLSH_PYTHON", value: "python3.11" };

function createTrial(
  name: string,
  args: CassandraBackupsArgs,
  { bucket, test }: { readonly bucket: string; readonly test: "weekly" | "monthly" },
  opts: Inside,
): void {
  const { store, wish, surroundings, copier } = args;
  const scripts = decideCassandraTrial({ store, keyspace: decideKeyspace(surroundings.system, store) });
  const { files, metadata } = createFiles(name, args, "restore-test", scripts, opts);
  const variables = [...bucketVariables(args, bucket, copier.login), python];
  const steps = readingSteps(args, { name: "try", script: "try.sh", needs: ["bucket", "disk"], variables });
  const pod = { ...commonOf(args), files, steps, diskGiB: cassandraStorageGiB(wish) };
  const spec = {
    ...decideTrialSchedule(store, test),
    jobTemplate: { spec: { ...within(20), template: decideStepsPod(pod, surroundings) } },
  };
  new CronJob(`${name}-job`, { metadata: metadata(`${store}-restore-test`), spec }, opts);
}

function createRestore(name: string, args: CassandraBackupsArgs, opts: Inside): Resource[] {
  const { store, wish, surroundings, copier, servers, secrets } = args;
  const { restoreFrom } = wish;
  if (restoreFrom === undefined) return [];
  const scripts = decideCassandraRestore({
    ...{ origin: restoreFrom.store, at: restoreFrom.at, keyspace: decideKeyspace(surroundings.system, store) },
    ...{
      datacenter: store,
      copies: cassandraCopies(wish),
      authorities: `${authoritiesFolder}/${authoritiesFile(store)}`,
    },
  });
  const { files, metadata, named } = createFiles(name, args, "restore", scripts, opts);
  const authorities = createCopyAuthorities(name, { store, metadata, authorities: servers.authorities }, opts);
  const variables = [
    ...bucketVariables(args, restoreFrom.bucket, copier.login),
    python,
    { name: "SERVER_HOST", value: servers.endpoint.host },
    { name: "SERVER_PASSWORD", valueFrom: { secretKeyRef: { name: secrets.superuser, key: "password" } } },
    { name: "SERVER_PORT", value: String(servers.endpoint.port) },
    { name: "SERVER_USER", value: servers.admin.user },
  ];
  const steps = readingSteps(args, { name: "load", script: "load.sh", needs: ["bucket", "nodes", "disk"], variables });
  const pod = {
    ...{ ...commonOf(args), files, steps, authorities },
    diskGiB: cassandraStorageGiB(wish),
  };
  const template = decideStepsPod(pod, surroundings);
  // It goes on with the node at which it was.
  return [createRestoreJob(name, { metadata, named, template, hours: 24 }, opts)];
}

function createFiles(
  name: string,
  args: CassandraCopierArgs,
  role: string,
  data: Readonly<Record<string, string>>,
  opts: Inside,
) {
  const { metadata } = describeStore(args, args.wish.dataClass);
  return { metadata, ...createCopyFiles(name, { store: args.store, role, metadata, data }, opts) };
}
