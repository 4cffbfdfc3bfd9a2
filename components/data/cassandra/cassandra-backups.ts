import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import { copiesTrier, copyingAccount, nightsKeeper } from "../../kit/databases/copied-stores.ts";
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
 * Who the nodes of a store are to the cloud, which lets them add to their bucket alone, and what copies each of them beside it: both have to be there before
 * the nodes. Only for a store that is copied.
 */
export class CassandraCopier extends Component {
  static readonly type = "landbridge:data:CassandraCopier";
  /** What the cloud knows nodes' pods by. */
  readonly podLabels: Labels;
  /** What each node's pod has besides. */
  readonly beside: NodeCopierParts<Input<string>>;

  constructor(
    name: string,
    { bucket, ...args }: CassandraCopierArgs & { readonly bucket: string },
    opts: ComponentResourceOptions,
  ) {
    super(CassandraCopier.type, name, { store: args.store }, opts);
    const { store, wish, places, surroundings } = args;
    const inside = { parent: this };
    const { metadata } = describeStore(args, wish.dataClass);
    const login = bucketLoginOf(store, places);
    const account = createCopyAccount(
      name,
      { login, metadata, account: copyingAccount(store, "cassandra"), owner: store },
      inside,
    );
    this.podLabels = login.podLabels;
    const script = nodeCopyScript({ store, keyspace: decideKeyspace(surroundings.system, store) });
    this.beside = {
      image: imageReference("rclone", surroundings.mirrors),
      account,
      files: createFiles(name, args, "copier", { [nodeCopyFile]: script }, inside).files,
      variables: bucketVariables(args, bucket, login),
      bucketAuthority: login.authoritySecret,
    };
    this.registerOutputs({});
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
  readonly servers: CassandraServers;
  /** Secrets: the superuser, the nodes' certificate, and that which the management API knows. */
  readonly secrets: Readonly<Record<"superuser" | "certificate" | "management", string>>;
}

/** Who the pods of a Job are to buckets. */
interface Known {
  readonly login: BucketLogin;
  readonly account: Input<string>;
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
    const keeper = createKnown(name, nightsKeeper(args.store), args, inside);
    this.restored = createRestore(`${name}-restore`, args, keeper, inside);
    const { backups } = wish;
    // What is brought in is the first to be copied.
    const later = { ...inside, dependsOn: this.restored };
    if (backups !== undefined) {
      createNights(`${name}-nights`, args, { bucket: backups.bucket, keeper }, later);
      if (backups.test !== "never")
        createTrial(`${name}-trial`, args, { bucket: backups.bucket, test: backups.test }, later);
    }
    this.registerOutputs({});
  }
}

type Step = CopyStep<Input<string>>;

/** Jobs are known apart from nodes, and what tries nights apart from what keeps them. */
function createKnown(name: string, account: string, args: CassandraBackupsArgs, opts: Inside): Known {
  const login = bucketLoginOf(account, args.places);
  const { metadata } = describeStore(args, args.wish.dataClass);
  return { login, account: createCopyAccount(name, { login, metadata, account, owner: account }, opts) };
}

/** What all pods of the Jobs have. */
function commonOf(args: CassandraBackupsArgs, { login, account }: Known) {
  const { store, wish, secrets } = args;
  const { labels } = describeStore(args, wish.dataClass);
  return {
    ...{ store, secrets, labels: { ...labels, ...login.podLabels }, account },
    bucketAuthority: login.authoritySecret,
  };
}

function createNights(
  name: string,
  args: CassandraBackupsArgs,
  { bucket, keeper }: { readonly bucket: string; readonly keeper: Known },
  opts: Inside,
): void {
  const { store, wish, surroundings } = args;
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
    ...{ needs: ["bucket"], size: nodeCopierSize, variables: bucketVariables(args, bucket, keeper.login) },
  };
  const pod = { ...commonOf(args, keeper), files, steps: [ask("snapshot"), keep, ask("clear")] as const };
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
  const { store, wish, surroundings } = args;
  const trier = createKnown(name, copiesTrier(store), args, opts);
  const scripts = decideCassandraTrial({ store, keyspace: decideKeyspace(surroundings.system, store) });
  const { files, metadata } = createFiles(name, args, "restore-test", scripts, opts);
  const variables = [...bucketVariables(args, bucket, trier.login), python];
  const steps = readingSteps(args, { name: "try", script: "try.sh", needs: ["bucket", "disk"], variables });
  const pod = { ...commonOf(args, trier), files, steps, diskGiB: cassandraStorageGiB(wish) };
  const spec = {
    ...decideTrialSchedule(store, test),
    jobTemplate: { spec: { ...within(20), template: decideStepsPod(pod, surroundings) } },
  };
  new CronJob(`${name}-job`, { metadata: metadata(`${store}-restore-test`), spec }, opts);
}

function createRestore(name: string, args: CassandraBackupsArgs, keeper: Known, opts: Inside): Resource[] {
  const { store, wish, surroundings, servers, secrets } = args;
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
    ...bucketVariables(args, restoreFrom.bucket, keeper.login),
    python,
    { name: "SERVER_HOST", value: servers.endpoint.host },
    { name: "SERVER_PASSWORD", valueFrom: { secretKeyRef: { name: secrets.superuser, key: "password" } } },
    { name: "SERVER_PORT", value: String(servers.endpoint.port) },
    { name: "SERVER_USER", value: servers.admin.user },
  ];
  const steps = readingSteps(args, { name: "load", script: "load.sh", needs: ["bucket", "nodes", "disk"], variables });
  const pod = {
    ...{ ...commonOf(args, keeper), files, steps, authorities },
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
