import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { imageReference } from "../../charts/catalogue.ts";
import type { PostgresWish } from "../../environments/schema/stores.ts";
import type { Login, ManagedPostgres, PostgresAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { setupPods } from "../kit/flows.ts";
import { decideLabels, meshOff } from "../kit/labels.ts";
import { contentHash } from "../kit/names.ts";
import { after } from "../kit/outputs.ts";
import { decideNodePreference } from "../kit/placement.ts";
import { podUser, restrictedContainer, restrictedPod } from "../kit/pod-security.ts";
import { databaseName } from "../kit/postgres-names.ts";
import { decidePostgresSetup, setupFolders } from "../kit/postgres-setup.ts";
import type { PostgresLogin } from "../kit/postgres.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { createPassword } from "../secrets/password.ts";

/** Which managed server, for whom, and where from it is set up. */
export interface PostgresSetupArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly logins: readonly PostgresLogin[];
  readonly server: ManagedPostgres;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * What is inside of a managed PostgreSQL server: its database and a login for each service. A Job makes them, since only
 * the cluster reaches the server. It is named by what it does, so that it runs again when that changes, and it is replaced
 * with the Secret that holds the passwords. It stays when it is done: without it the next `up` would run it again.
 */
export class PostgresSetup extends Component {
  static readonly type = "landbridge:data:PostgresSetup";
  readonly access: PostgresAccess;

  constructor(name: string, args: PostgresSetupArgs, opts: ComponentResourceOptions) {
    super(PostgresSetup.type, name, { store: args.store, logins: args.logins.map(({ name: login }) => login) }, opts);
    const { store, wish, server, surroundings, namespace } = args;
    const inside = { parent: this };
    const tags = { ...surroundings.tags, "data-class": wish.dataClass };
    const labels = decideLabels({ name: store, component: "store", partOf: surroundings.system }, tags);
    const metadata = (object: string) => ({ name: object, namespace, labels });

    const passwords = args.logins.map((login): [string, Output<string>] => [
      login.name,
      createPassword(`${name}-login-${login.name}-password`, inside),
    ]);
    const secret = new Secret(
      `${name}-secret`,
      {
        metadata: metadata(`${store}-setup`),
        stringData: { [adminKey]: server.admin.password, ...Object.fromEntries(passwords) },
      },
      inside,
    );
    const database = databaseName(store);
    const files = decidePostgresSetup({ database, version: wish.version, logins: args.logins });
    const object = `${store}-setup-${contentHash({ files, image: imageOf(wish, surroundings) })}`;
    const config = new ConfigMap(
      `${name}-config`,
      { metadata: metadata(object), immutable: true, data: files },
      inside,
    );
    const job = new Job(
      `${name}-job`,
      {
        metadata: { ...metadata(object), annotations: againWhenFailed },
        spec: jobSpec(args, { labels, config, secret, logins: passwords.map(([key]) => key) }),
      },
      { ...inside, replaceWith: [secret], customTimeouts: { create: "15m" } },
    );
    this.access = {
      kind: "postgres",
      readWrite: server.readWrite,
      readOnly: server.readOnly,
      database,
      // Who takes a login waits until the Job has made it.
      logins: Object.fromEntries(
        passwords.map(([user, password]): [string, Login] => [user, { user: after(job, user), password }]),
      ),
    };
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}

/**
 * A Job that failed is made again by the next `up`; else every one would wait for it and fail. It can run any number of times.
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/batch/v1/job/
 */
export const againWhenFailed = { "pulumi.com/replaceUnready": "true" } as const;

/** Key of the Secret that holds the admin's password. No login is called so: each has a dash. */
const adminKey = "admin";

/** The image that in-cluster servers of the version run: it has the client. */
function imageOf({ version }: PostgresWish, { mirrors }: Surroundings): string {
  return imageReference(`postgres-${version}`, mirrors);
}

interface JobParts {
  readonly labels: Readonly<Record<string, string>>;
  readonly config: ConfigMap;
  readonly secret: Secret;
  readonly logins: readonly string[];
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
function jobSpec(args: PostgresSetupArgs, parts: JobParts) {
  const { store, wish, surroundings } = args;
  const volumes = volumesOf(parts);
  return {
    // With ever longer pauses: about ten minutes, in which a server that was just made becomes reachable by its name.
    backoffLimit: 6,
    activeDeadlineSeconds: 840,
    template: {
      metadata: { labels: { ...parts.labels, ...setupPods(store).labels, ...meshOff } },
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        ...decideNodePreference("general", surroundings),
        containers: [
          {
            name: "setup",
            image: imageOf(wish, surroundings),
            imagePullPolicy: "IfNotPresent",
            command: ["/bin/sh", `${setupFolders.files}/setup.sh`],
            env: connection(args, parts.secret),
            resources: {
              requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "16Mi" },
              limits: { memory: "64Mi", "ephemeral-storage": "64Mi" },
            },
            securityContext: restrictedContainer(),
            volumeMounts: volumes.map(({ name }) => ({ name, mountPath: setupFolders[name], readOnly: true })),
          },
        ],
        volumes,
      },
    },
  };
}

/** The admin's password goes by another way, so that each item is named; and without any item all would be there. */
function volumesOf({ config, secret, logins }: JobParts) {
  const items = logins.map((key) => ({ key, path: key }));
  const files = { name: "files" as const, configMap: { name: config.metadata.name } };
  const passwords = {
    name: "passwords" as const,
    secret: { secretName: secret.metadata.name, defaultMode: 0o440, items },
  };
  return logins.length === 0 ? [files] : [files, passwords];
}

/** https://www.postgresql.org/docs/current/libpq-envars.html */
function connection({ server }: PostgresSetupArgs, secret: Secret) {
  return [
    { name: "HOME", value: "/tmp" },
    { name: "PGAPPNAME", value: "landbridge-setup" },
    { name: "PGCONNECT_TIMEOUT", value: "10" },
    { name: "PGHOST", value: server.readWrite.host },
    { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: secret.metadata.name, key: adminKey } } },
    { name: "PGPORT", value: String(server.readWrite.port) },
    // Whoever answers is never sent the password itself. https://www.postgresql.org/docs/16/libpq-connect.html#LIBPQ-CONNECT-REQUIRE-AUTH
    { name: "PGREQUIREAUTH", value: "scram-sha-256,md5" },
    { name: "PGSSLMODE", value: "require" },
    { name: "PGUSER", value: server.admin.user },
  ];
}
