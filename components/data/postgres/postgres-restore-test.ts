import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { concat, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Component } from "../../kit/component.ts";
import { decideOrigin, originName } from "../../kit/databases/postgres/postgres-backups.ts";
import { decideTrialScripts } from "../../kit/databases/postgres/restore-test-scripts.ts";
import { decideTrialPod, type TrialImages } from "../../kit/databases/postgres/restore-test-pod.ts";
import {
  decideTrialSchedule,
  restoreTestName,
  trialName,
  trialSeconds,
  type TriedWish,
} from "../../kit/databases/postgres/restore-test.ts";
import { decideTrial } from "../../kit/databases/postgres/trial-server.ts";
import type { Labels } from "../../kit/labels.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { createPlace, loginOf, type BucketLogin, type PostgresBackupsArgs } from "./postgres-backups.ts";

/** Whose backups are tried, and by which programs. */
export interface PostgresRestoreTestArgs extends Omit<PostgresBackupsArgs, "wish" | "labels"> {
  readonly wish: TriedWish;
  readonly database: string;
  readonly images: TrialImages;
  /** The Secret with the store's certificate, which the restored server shows too. */
  readonly certificate: string;
  /** Of servers' pods. */
  readonly podLabels: Labels;
}

/**
 * Tries a store's backups again and again: marks moments in the store, has a server restored under another name, looks whether the marks
 * are there and all of it can be read, and deletes it. A Job that fails is the alarm. Its account may make such servers, and look at and delete
 * that one; its token is in the containers that ask for it only.
 */
export class PostgresRestoreTest extends Component {
  static readonly type = "landbridge:data:PostgresRestoreTest";

  constructor(name: string, args: PostgresRestoreTestArgs, opts: ComponentResourceOptions) {
    super(PostgresRestoreTest.type, name, { store: args.store, schedule: args.wish.backups.test }, opts);
    const { store, wish, surroundings } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const own = metadata(restoreTestName(store));
    const login = createOrigin(name, args, labels, this);
    const account = createAccount(name, store, metadata, this);
    const config = new ConfigMap(
      `${name}-files`,
      { metadata: own, data: { ...decideTrialScripts(), "cluster.json": renderTrial(args, login, labels) } },
      inside,
    );
    const { database, images, certificate } = args;
    const parts = { store, database, images, certificate, account: account.metadata.name, files: config.metadata.name };
    new CronJob(
      `${name}-job`,
      {
        // Of the server that it makes, so that its network policies are known to lead somewhere.
        metadata: metadata(trialName(store)),
        spec: {
          schedule: decideTrialSchedule(store, wish.backups.test === "monthly" ? "monthly" : "weekly"),
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          // A cluster that slept on Sunday tries in the days after.
          startingDeadlineSeconds: 2 * 24 * 3600,
          successfulJobsHistoryLimit: 4,
          failedJobsHistoryLimit: 2,
          jobTemplate: {
            spec: {
              // Once more where its node went; a trial that failed has failed.
              backoffLimit: 1,
              podFailurePolicy: { rules: [failedIsFailed] },
              activeDeadlineSeconds: trialSeconds.whole,
              template: decideTrialPod(parts, labels, surroundings),
            },
          },
        },
      },
      inside,
    );
    this.registerOutputs({});
  }
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy */
const failedIsFailed = {
  action: "FailJob",
  onExitCodes: { containerName: "finish", operator: "In", values: [1] },
};

/** Where the server begins: the store's backups, of which nothing is deleted there. */
function createOrigin(name: string, args: PostgresRestoreTestArgs, labels: Labels, parent: Component): BucketLogin {
  const { store, wish, places } = args;
  const trial = { ...args, store: trialName(store), labels };
  const login = loginOf(name, trial, { parent });
  if (login === undefined || places?.ready === undefined)
    throw new Error(`what tries the backups of store ${store} reaches no bucket`);
  const place = {
    object: originName(trial.store),
    bucket: wish.backups.bucket,
    spec: decideOrigin(wish, login.credentials),
  };
  createPlace(`${name}-origin`, place, trial, { parent, dependsOn: [places.ready, ...login.ready] });
  return login;
}

function createAccount(name: string, store: string, metadata: StoreMetadata, parent: Component): ServiceAccount {
  const own = metadata(restoreTestName(store));
  const account = new ServiceAccount(
    `${name}-account`,
    { metadata: own, automountServiceAccountToken: false },
    { parent },
  );
  const clusters = { apiGroups: ["postgresql.cnpg.io"], resources: ["clusters"] };
  const role = new Role(
    `${name}-role`,
    {
      metadata: own,
      rules: [
        // Whoever makes something has no name for it yet that rights could ask for.
        { ...clusters, verbs: ["create"] },
        { ...clusters, resourceNames: [trialName(store)], verbs: ["get", "delete"] },
      ],
    },
    { parent },
  );
  new RoleBinding(
    `${name}-binding`,
    {
      metadata: own,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: account.metadata.namespace }],
    },
    { parent },
  );
  return account;
}

/** Stands for what the server is in the cloud, which only the cloud knows. */
const identityMark = "@IDENTITY@";

/** The server as an object of the API, owned by the Job that asks for it: it goes with the Job at the latest. */
function renderTrial(args: PostgresRestoreTestArgs, login: BucketLogin, labels: Labels): Output<string> {
  const { store, wish, database, images, certificate, podLabels, surroundings } = args;
  const identity = { store, database, image: images.postgres, certificate, labels: podLabels };
  const owner = { apiVersion: "batch/v1", kind: "Job", name: "@JOB@", uid: "@JOB_UID@" };
  // One at most: what the cloud calls it. None where it has keys.
  const [annotation] = Object.entries(login.annotations);
  const annotations = annotation === undefined ? {} : { [annotation[0]]: identityMark };
  const cluster = {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: { name: trialName(store), labels, ownerReferences: [owner] },
    spec: { ...decideTrial(wish, identity, surroundings), serviceAccountTemplate: { metadata: { annotations } } },
  };
  const [before = "", after = ""] = JSON.stringify(cluster, undefined, 1).split(identityMark);
  return concat(before, annotation?.[1] ?? "", after);
}
