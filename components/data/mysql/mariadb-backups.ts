import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MysqlWish } from "../../../environments/schema/stores/stores.ts";
import type { Endpoint, ManagedMysql } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { copyingAccount } from "../../kit/databases/copied-stores.ts";
import { decideCopyPod, type CopyPodParts, type CopyVariable } from "../../kit/databases/mysql/mariadb-copy-pod.ts";
import { mariadbImages, mariadbKeys } from "../../kit/databases/mysql/mariadb-cluster.ts";
import {
  decideDumpDays,
  decideDumpFiles,
  decideRestoreFiles,
  decideTrialFiles,
} from "../../kit/databases/mysql/mariadb-dumps.ts";
import { decideMysqlVersion, mysqlDatabase } from "../../kit/databases/mysql/mysql.ts";
import { decideCopySchedule, decideTrialSchedule } from "../../kit/databases/copy-schedule.ts";
import { contentHash } from "../../kit/names.ts";
import { bucketKeysName } from "../../kit/objects/objects-in-cluster.ts";
import { afterAll } from "../../kit/outputs.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { bucketLoginOf, bucketUrlOf, type BucketLogin } from "../bucket-login.ts";
import type { BackupPlaces } from "../postgres/postgres-backups.ts";
import { describeStore } from "../store-metadata.ts";

/** Which servers are copied, and where to. */
export interface MariadbBackupsArgs {
  readonly store: string;
  readonly wish: MysqlWish;
  readonly server: ManagedMysql;
  /** The Secret with the administrator's password. */
  readonly passwords: string;
  readonly places: BackupPlaces | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * Copies of a MariaDB in the cluster: a Job each night writes its database into its bucket as statements, another one tries the newest copy in a
 * server of its own, and a store that begins from another's copy is filled once, before anybody logs in.
 */
export class MariadbBackups extends Component {
  static readonly type = "landbridge:data:MariadbBackups";
  /** The servers, known to those who log in after what is brought in is there. */
  readonly server: ManagedMysql;

  constructor(name: string, args: MariadbBackupsArgs, opts: ComponentResourceOptions) {
    super(MariadbBackups.type, name, { store: args.store }, opts);
    const { store, wish, server } = args;
    const inside = { parent: this };
    const login = bucketLoginOf(store, args.places);
    const parts = createParts(name, args, login, inside);
    const restored = createRestore(`${name}-restore`, args, parts, inside);
    // What is brought in is the first to be copied.
    const later = { ...inside, dependsOn: restored };
    const { backups } = wish;
    if (backups !== undefined) createDump(`${name}-dump`, args, backups.bucket, parts, later);
    if (backups !== undefined && backups.test !== "never")
      createTrial(`${name}-trial`, args, { bucket: backups.bucket, test: backups.test }, parts, later);
    this.server = restored.reduce(serverAfter, server);
    this.registerOutputs({ host: this.server.readWrite.host });
  }
}

type Inside = { readonly parent: Component; readonly dependsOn?: Resource[] };
type Variable = CopyVariable<Input<string>>;

/** What all pods of a store that copy have. */
interface Parts {
  readonly login: BucketLogin;
  readonly common: Pick<CopyPodParts<Input<string>>, "store" | "labels" | "account" | "bucketAuthority">;
  readonly images: { readonly mariadb: string; readonly rclone: string };
  /** How the servers are reached as their administrator. */
  readonly servers: readonly Variable[];
  readonly authorities: Input<string>;
}

function createParts(name: string, args: MariadbBackupsArgs, login: BucketLogin, opts: Inside): Parts {
  const { store, wish, server, passwords, surroundings } = args;
  const { labels, metadata } = describeStore(args, wish.dataClass);
  const account = new ServiceAccount(
    `${name}-account`,
    {
      metadata: { ...metadata(copyingAccount(store, "mysql")), annotations: login.annotations },
      automountServiceAccountToken: false,
    },
    opts,
  );
  if (login.keys !== undefined)
    new Secret(`${name}-bucket-keys`, { metadata: metadata(bucketKeysName(store)), stringData: login.keys }, opts);
  const authorities = new ConfigMap(
    `${name}-authorities`,
    { metadata: metadata(`${store}-copy-authorities`), data: { [authoritiesFile(store)]: server.authorities } },
    opts,
  );
  const image = mariadbImages[decideMysqlVersion(wish)];
  if (image === undefined) throw new Error(`store ${store} runs in no image`);
  return {
    login,
    common: {
      ...{ store, labels: { ...labels, ...login.podLabels }, account: account.metadata.name },
      bucketAuthority: login.authoritySecret,
    },
    images: {
      mariadb: imageReference(image, surroundings.mirrors),
      rclone: imageReference("rclone", surroundings.mirrors),
    },
    servers: [
      { name: "MYSQL_PWD", valueFrom: { secretKeyRef: { name: passwords, key: mariadbKeys.admin } } },
      { name: "SERVER_PORT", value: String(server.readWrite.port) },
      { name: "SERVER_USER", value: server.admin.user },
    ],
    authorities: authorities.metadata.name,
  };
}

const authoritiesOf = (store: string): string => `${authoritiesFolder}/${authoritiesFile(store)}`;

function bucketOf(bucket: string, script: string, { store, places }: MariadbBackupsArgs, { login, images }: Parts) {
  const url = { name: "BUCKET_URL", value: bucketUrlOf(store, bucket, places) };
  // There is no file of settings: all of them are variables.
  const config = { name: "RCLONE_CONFIG", value: "/dev/null" };
  return { script, image: images.rclone, variables: [...login.variables, url, config] };
}

/** From a server that isn't written to, where there is one. Hours for the largest. */
function createDump(name: string, args: MariadbBackupsArgs, bucket: string, parts: Parts, opts: Inside): void {
  const { store, wish, server, surroundings } = args;
  const days = decideDumpDays(wish, surroundings);
  const authorities = authoritiesOf(store);
  const scripts = decideDumpFiles({ store, database: mysqlDatabase(store), days, authorities });
  const { files, metadata } = createFiles(name, args, "backup", scripts, opts);
  const variables = [...parts.servers, { name: "SERVER_HOST", value: server.readOnly.host }];
  const pod = {
    ...{ ...parts.common, files, authorities: parts.authorities },
    database: { script: "dump.sh", image: parts.images.mariadb, variables },
    bucket: bucketOf(bucket, "upload.sh", args, parts),
  };
  const spec = {
    ...decideCopySchedule(store),
    jobTemplate: { spec: { ...within(6), template: decideCopyPod(pod, surroundings) } },
  };
  new CronJob(`${name}-job`, { metadata: metadata(`${store}-backup`), spec }, opts);
}

function createTrial(
  name: string,
  args: MariadbBackupsArgs,
  { bucket, test }: { readonly bucket: string; readonly test: "weekly" | "monthly" },
  parts: Parts,
  opts: Inside,
): void {
  const { store, wish, surroundings } = args;
  const scripts = decideTrialFiles({ store, database: mysqlDatabase(store) });
  const { files, metadata } = createFiles(name, args, "restore-test", scripts, opts);
  const pod = {
    ...{ ...parts.common, files },
    database: { script: "try.sh", image: parts.images.mariadb, variables: [] },
    bucket: bucketOf(bucket, "download.sh", args, parts),
    ownServer: { storageGiB: wish.storageGiB },
  };
  const spec = {
    ...decideTrialSchedule(store, test),
    jobTemplate: { spec: { ...within(10), template: decideCopyPod(pod, surroundings) } },
  };
  new CronJob(`${name}-job`, { metadata: metadata(`${store}-restore-test`), spec }, opts);
}

function serverAfter(server: ManagedMysql, { urn }: Resource): ManagedMysql {
  const later = ({ host, port }: Endpoint): Endpoint => ({ host: afterAll(host, [urn]), port });
  return { ...server, readWrite: later(server.readWrite), readOnly: later(server.readOnly) };
}

function createRestore(name: string, args: MariadbBackupsArgs, parts: Parts, opts: Inside): Resource[] {
  const { store, wish, server, surroundings } = args;
  const { restoreFrom } = wish;
  if (restoreFrom === undefined) return [];
  const { store: origin, at, bucket } = restoreFrom;
  const authorities = authoritiesOf(store);
  const scripts = decideRestoreFiles({ origin, at, database: mysqlDatabase(store), authorities });
  const { files, metadata, object } = createFiles(name, args, "restore", scripts, opts);
  const variables = [...parts.servers, { name: "SERVER_HOST", value: server.readWrite.host }];
  const pod = {
    ...{ ...parts.common, files, authorities: parts.authorities },
    database: { script: "load.sh", image: parts.images.mariadb, variables },
    bucket: bucketOf(bucket, "download.sh", args, parts),
  };
  const job = new Job(
    `${name}-job`,
    {
      // One that failed is made again by the next `up`, and goes on where nothing was brought in.
      metadata: { ...metadata(object), annotations: { "pulumi.com/replaceUnready": "true" } },
      spec: { ...within(12), backoffLimit: 3, template: decideCopyPod(pod, surroundings) },
    },
    { ...opts, customTimeouts: { create: "12h" } },
  );
  return [job];
}

function createFiles(
  name: string,
  args: MariadbBackupsArgs,
  role: string,
  data: Readonly<Record<string, string>>,
  opts: Inside,
) {
  const { metadata } = describeStore(args, args.wish.dataClass);
  const object = `${args.store}-${role}-${contentHash(data)}`;
  const config = new ConfigMap(`${name}-files`, { metadata: metadata(object), immutable: true, data }, opts);
  return { metadata, object, files: config.metadata.name };
}

/** One try and another one, in so many hours. */
function within(hours: number) {
  return { backoffLimit: 1, activeDeadlineSeconds: hours * 3600 };
}
