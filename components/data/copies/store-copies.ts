import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import type { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { DataClass } from "../../../environments/schema/names.ts";
import type { BackupsWish, RestoreWish } from "../../../environments/schema/stores/backups.ts";
import type { Component } from "../../kit/component.ts";
import { copiesTrier, copyingAccount, type CopiedByJobs } from "../../kit/databases/copied-stores.ts";
import { decideCopyPod, type CopyPodParts, type CopyVariable } from "../../kit/databases/copies/copy-pod.ts";
import { decideCopySchedule, decideTrialSchedule } from "../../kit/databases/copy-schedule.ts";
import { bucketLoginOf, type BucketLogin } from "../bucket-login.ts";
import { describeStore } from "../store-metadata.ts";
import type { CopiedStoreArgs } from "./backup-places.ts";
import {
  bucketPlace,
  createCopyAccount,
  createCopyAuthorities,
  createCopyFiles,
  createRestoreJob,
  within,
  type Inside,
} from "./copy-objects.ts";

/** What the first container of a Job is: a client of the servers, or a server of its own. */
export interface CopyTask<Script extends string> extends Pick<
  CopyPodParts<Input<string>>,
  "diskForBoth" | "diskGiB" | "programs" | "shell" | "size" | "user"
> {
  readonly image: string;
  /** Its script, that of the container which speaks to the bucket, and what else they read. */
  readonly files: Readonly<Record<Script, string> & Record<string, string>>;
  readonly variables: readonly CopyVariable<Input<string>>[];
}

/** Which store Jobs copy, where to, and how. */
export interface StoreCopiesArgs extends CopiedStoreArgs<{
  readonly kind: CopiedByJobs | "mongodb";
  readonly dataClass: DataClass;
  readonly backups?: BackupsWish | undefined;
  readonly restoreFrom?: Pick<RestoreWish, "bucket"> | undefined;
}> {
  /** Who signed the servers' certificates, in PEM: `authoritiesFolder`/`authoritiesFile(store)` of those who ask servers. */
  readonly authorities: Input<string>;
  /** Name of who the Jobs run as, where the store's own is its servers'. - behaviour: the store's own. */
  readonly copier?: string;
  /** Asks the servers, and writes a copy into the pipe. - behaviour: the servers copy themselves. */
  readonly dump?: CopyTask<"dump.sh" | "upload.sh"> | undefined;
  /** Reads the newest copy from the pipe into a server that nobody else reaches. */
  readonly trial: CopyTask<"try.sh" | "download.sh">;
  /** Reads a copy from the pipe into the servers, once. - behaviour: the store begins empty. */
  readonly restore?: CopyTask<"load.sh" | "download.sh"> | undefined;
}

/**
 * Copies of a store in the cluster: a Job each night pipes one into its bucket, another one tries the newest in a server of its own, and a store that
 * begins from another's copy is filled once. Gives what has to be there before anybody logs in.
 */
export function createStoreCopies(
  name: string,
  args: StoreCopiesArgs,
  opts: { readonly parent: Component },
): Resource[] {
  const { wish, dump, trial, restore } = args;
  const authorities = createAuthorities(name, args, opts);
  const copier = args.copier ?? args.store;
  const account = args.copier ?? copyingAccount(args.store, wish.kind);
  const parts = createParts(name, args, { copier, account, authorities }, opts);
  const restored =
    restore === undefined || wish.restoreFrom === undefined
      ? []
      : [createRestore(`${name}-restore`, args, { ...restore, bucket: wish.restoreFrom.bucket }, parts, opts)];
  // What is brought in is the first to be copied.
  const later = { ...opts, dependsOn: restored };
  const { backups } = wish;
  if (backups !== undefined && dump !== undefined)
    createDump(`${name}-dump`, args, { ...dump, bucket: backups.bucket }, parts, later);
  if (backups !== undefined && backups.test !== "never") {
    const task = { ...trial, bucket: backups.bucket, test: backups.test };
    const trier = copiesTrier(args.store);
    // Where servers copy themselves, who else is known at the bucket may only read there already.
    const reader =
      dump === undefined
        ? parts
        : createParts(`${name}-trial`, args, { copier: trier, account: trier, authorities }, opts);
    createTrial(`${name}-trial`, args, task, reader, later);
  }
  return restored;
}

/** What all pods of a store that copy have. */
interface Parts {
  readonly login: BucketLogin;
  readonly common: Pick<CopyPodParts<Input<string>>, "store" | "labels" | "account" | "bucketAuthority">;
  /** The ConfigMap with who signed the servers' certificates. */
  readonly authorities: Input<string>;
}

function createAuthorities(name: string, args: StoreCopiesArgs, opts: Inside): Input<string> {
  const { store, wish } = args;
  const { metadata } = describeStore(args, wish.dataClass);
  return createCopyAuthorities(name, { store, metadata, authorities: args.authorities }, opts);
}

/** What is known at buckets as `copier` and runs as `account`. */
function createParts(
  name: string,
  args: StoreCopiesArgs,
  { copier, account, authorities }: { readonly copier: string; readonly account: string } & Pick<Parts, "authorities">,
  opts: Inside,
): Parts {
  const { store, wish, places } = args;
  const login = bucketLoginOf(copier, places);
  const { labels, metadata } = describeStore(args, wish.dataClass);
  const runsAs = createCopyAccount(name, { login, metadata, account, owner: copier }, opts);
  return {
    login,
    common: {
      ...{ store, labels: { ...labels, ...login.podLabels }, account: runsAs },
      bucketAuthority: login.authoritySecret,
    },
    authorities,
  };
}

/** A task, and which bucket it reads or writes. */
type Bucketed<Task> = Task & { readonly bucket: string };

/** What the Job of a task is called, and what its containers run. */
interface Role {
  readonly object: string;
  readonly scripts: readonly [database: string, bucket: string];
  /** Whether it asks the store's servers. */
  readonly asks: boolean;
}

/** The pods of a task, with the files that they read, by whose content these are named. */
function createPods(
  name: string,
  args: StoreCopiesArgs,
  { object, scripts: [script, bucketScript], asks }: Role,
  { bucket, files: data, image, variables, ...task }: Bucketed<CopyTask<string>>,
  { login, common, authorities }: Parts,
  opts: Inside,
) {
  const { store, wish, places, surroundings } = args;
  const { metadata } = describeStore(args, wish.dataClass);
  const { named, files } = createCopyFiles(name, { store, role: object, metadata, data }, opts);
  const rclone = imageReference("rclone", surroundings.mirrors);
  const parts = {
    ...{ ...common, ...task, files, ...(asks ? { authorities } : {}) },
    database: { script, image, variables },
    bucket: {
      script: bucketScript,
      image: rclone,
      variables: [...login.variables, ...bucketPlace(store, bucket, places)],
    },
  };
  return { metadata, named, template: decideCopyPod(parts, surroundings) };
}

/** Hours for the largest. */
function createDump(
  name: string,
  args: StoreCopiesArgs,
  task: Bucketed<NonNullable<StoreCopiesArgs["dump"]>>,
  parts: Parts,
  opts: Inside,
): void {
  const role: Role = { object: "backup", scripts: ["dump.sh", "upload.sh"], asks: true };
  const { metadata, template } = createPods(name, args, role, task, parts, opts);
  const spec = { ...decideCopySchedule(args.store), jobTemplate: { spec: { ...within(6), template } } };
  new CronJob(`${name}-job`, { metadata: metadata(`${args.store}-backup`), spec }, opts);
}

function createTrial(
  name: string,
  args: StoreCopiesArgs,
  { test, ...task }: Bucketed<StoreCopiesArgs["trial"]> & { readonly test: "weekly" | "monthly" },
  parts: Parts,
  opts: Inside,
): void {
  const role: Role = { object: "restore-test", scripts: ["try.sh", "download.sh"], asks: false };
  const { metadata, template } = createPods(name, args, role, task, parts, opts);
  const spec = { ...decideTrialSchedule(args.store, test), jobTemplate: { spec: { ...within(10), template } } };
  new CronJob(`${name}-job`, { metadata: metadata(`${args.store}-restore-test`), spec }, opts);
}

function createRestore(
  name: string,
  args: StoreCopiesArgs,
  task: Bucketed<NonNullable<StoreCopiesArgs["restore"]>>,
  parts: Parts,
  opts: Inside,
): Job {
  const role: Role = { object: "restore", scripts: ["load.sh", "download.sh"], asks: true };
  const { metadata, named, template } = createPods(name, args, role, task, parts, opts);
  // It goes on where nothing was brought in.
  return createRestoreJob(name, { metadata, named, template, hours: 12 }, opts);
}
