import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { CustomResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { DataClass } from "../../environments/schema/names.ts";
import type { Login } from "../cloud.ts";
import type { Component } from "../kit/component.ts";
import { setupPods } from "../kit/network/flows/store-flows.ts";
import { meshOff } from "../kit/labels.ts";
import { contentHash } from "../kit/names.ts";
import { after } from "../kit/outputs.ts";
import { decideNodePreference } from "../kit/cluster/placement.ts";
import { authoritiesFile, authoritiesFolder } from "../kit/workloads/authorities.ts";
import { podUser, restrictedContainer, restrictedPod } from "../kit/workloads/pod-security.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { createPassword } from "../secrets/password.ts";
import { describeStore, type StoreMetadata } from "./store-metadata.ts";

/** A variable of the Job's container. */
export interface SetupVariable {
  readonly name: string;
  readonly value: Input<string>;
}

/** A folder of the Job's container besides its files and passwords: one to write into, or files of a Secret. */
export type SetupVolume = { readonly name: string; readonly mountPath: string } & (
  | { readonly emptyDir: { readonly medium?: "Memory"; readonly sizeLimit: string } }
  | {
      readonly secret: {
        readonly secretName: string;
        readonly items: readonly { readonly key: string; readonly path: string }[];
      };
    }
);

/** What a Job that sets up the inside of a managed store is made from. */
export interface SetupJobArgs {
  readonly store: string;
  readonly dataClass: DataClass;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  readonly image: string;
  readonly command: readonly string[];
  /** What it runs, by name. A file with a path of its own is put there besides. */
  readonly files: Readonly<Record<string, string>>;
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Where the container finds its files and, by login, the passwords to set. */
  readonly folders: { readonly files: string; readonly passwords: string };
  /** Names of the logins that get a password here. */
  readonly logins: readonly string[];
  /** What the server calls a login. - behaviour: the same. */
  readonly userOf?: (login: string) => string;
  /** The administrator's password, and the variable in which the container finds it. */
  readonly admin: { readonly variable: string; readonly password: Input<string> };
  readonly variables: readonly SetupVariable[];
  readonly volumes?: readonly SetupVolume[];
  /** Who signed the server's certificate, in PEM: the container finds them where services do. - behaviour: nobody asks. */
  readonly authorities?: Input<string> | undefined;
  readonly resources: SetupResources;
  /** What is run again and again once the Job is done, with its files and the administrator's password. - behaviour: nothing. */
  readonly again?: { readonly schedule: string; readonly command: readonly string[] } | undefined;
}

/** What the container asks for; its memory is its limit as well. */
export interface SetupResources {
  readonly cpu: string;
  readonly memory: string;
  /** Scratch space: asked for, and allowed. */
  readonly scratch: readonly [string, string];
}

/** What a Job leaves behind. */
export interface SetupJob {
  readonly job: Resource;
  /** By name. Who takes one waits until the Job has made it. */
  readonly logins: Readonly<Record<string, Login>>;
}

/** The logins of services among those that a Job makes: nobody is told those of who captures. */
export function servicesOf(
  logins: Readonly<Record<string, Login>>,
  services: readonly string[],
): Readonly<Record<string, Login>> {
  return Object.fromEntries(Object.entries(logins).filter(([login]) => services.includes(login)));
}

/** An authority of ours, which has no certificate yet when the Job is written. */
export interface SetupAuthority {
  /** In PEM. */
  readonly certificate: Output<string>;
  /** The Secret that has it as `ca.crt`. */
  readonly secretName: string;
}

/** That authority as a file, where services find it. None where nobody says whose the server's certificate is. */
export function authorityVolumes(store: string, authority: SetupAuthority | undefined): SetupVolume[] {
  if (authority === undefined) return [];
  const items = [{ key: "ca.crt", path: authoritiesFile(store) }];
  return [{ name: "authority", secret: { secretName: authority.secretName, items }, mountPath: authoritiesFolder }];
}

/** Name of the Secret with the passwords that a Job sets, each under its login's name. */
export function setupSecret(store: string): string {
  return `${store}-setup`;
}

/** Where the administrator's password of a store is that a Job sets up, for other pods in its namespace. */
export function adminOf(store: string) {
  return { valueFrom: { secretKeyRef: { name: setupSecret(store), key: adminKey } } };
}

/** Key of the Secret that holds the administrator's password. No login is called so: each has a dash. */
const adminKey = "admin";

/**
 * A Job makes what is inside of a managed store, since only the cluster reaches it. It is named by what it does, so that it
 * runs again when that changes, and it is replaced with the Secret that holds the passwords. It stays when it is done:
 * without it the next `up` would run it again.
 */
export function createSetupJob(name: string, args: SetupJobArgs, parent: Component): SetupJob {
  const { store, files } = args;
  const inside = { parent };
  const { labels, metadata } = describeStore(args, args.dataClass);
  const passwords = args.logins.map((login): [string, Output<string>] => [
    login,
    createPassword(`${name}-login-${login}-password`, inside),
  ]);
  const secret = new Secret(
    `${name}-secret`,
    {
      metadata: metadata(setupSecret(store)),
      stringData: { [adminKey]: args.admin.password, ...Object.fromEntries(passwords) },
    },
    inside,
  );
  const object = `${store}-setup-${contentHash({ files, image: args.image })}`;
  const config = new ConfigMap(`${name}-config`, { metadata: metadata(object), immutable: true, data: files }, inside);
  const authorities = createAuthorities(name, args, metadata(`${store}-setup-authorities`), inside);
  const job = new Job(
    `${name}-job`,
    {
      metadata: { ...metadata(object), annotations: againWhenFailed },
      spec: jobSpec(args, { labels, config, secret, authorities }),
    },
    { ...inside, replaceWith: [secret], customTimeouts: { create: "15m" } },
  );
  createUpkeep(name, args, { labels, config, secret, authorities }, metadata(`${store}-upkeep`), {
    ...inside,
    dependsOn: [job],
  });
  const { userOf = (login: string) => login } = args;
  const logins = passwords.map(([login, password]): [string, Login] => [
    login,
    { user: after(job, userOf(login)), password },
  ]);
  return { job, logins: Object.fromEntries(logins) };
}

/**
 * A Job that failed is made again by the next `up`; else every one would wait for it and fail. It can run any number of times.
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/batch/v1/job/
 */
const againWhenFailed = { "pulumi.com/replaceUnready": "true" } as const;

/** What comes again and again. Two never run at once, and one that is late isn't made up for. */
function createUpkeep(
  name: string,
  { again, ...args }: SetupJobArgs,
  parts: JobParts,
  metadata: ReturnType<StoreMetadata>,
  opts: CustomResourceOptions,
): void {
  if (again === undefined) return;
  const { schedule, command } = again;
  const { template } = jobSpec({ ...args, command, logins: [] }, parts);
  new CronJob(
    `${name}-upkeep`,
    {
      metadata,
      spec: {
        schedule,
        timeZone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 120,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 2,
        jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 540, template } },
      },
    },
    opts,
  );
}

interface JobParts {
  readonly labels: Readonly<Record<string, string>>;
  readonly config: ConfigMap;
  readonly secret: Secret;
  readonly authorities: ConfigMap | undefined;
}

/** Under one name, whatever they are: a server that is known by another authority isn't set up anew. */
function createAuthorities(
  name: string,
  { store, authorities }: SetupJobArgs,
  metadata: ReturnType<StoreMetadata>,
  opts: CustomResourceOptions,
): ConfigMap | undefined {
  if (authorities === undefined) return undefined;
  return new ConfigMap(`${name}-authorities`, { metadata, data: { [authoritiesFile(store)]: authorities } }, opts);
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
function jobSpec(args: SetupJobArgs, parts: JobParts) {
  const { store, surroundings } = args;
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
        containers: [containerOf(args, parts)],
        volumes: volumesOf(args, parts),
      },
    },
  };
}

function containerOf(args: SetupJobArgs, { secret }: JobParts) {
  const { cpu, memory, scratch } = args.resources;
  const { variable } = args.admin;
  const password = {
    name: variable,
    valueFrom: { secretKeyRef: { name: secret.metadata.name, key: adminKey } },
  };
  return {
    name: "setup",
    image: args.image,
    imagePullPolicy: "IfNotPresent",
    command: [...args.command],
    env: [...args.variables, password].sort((a, b) => (a.name < b.name ? -1 : 1)),
    resources: {
      requests: { cpu, memory, "ephemeral-storage": scratch[0] },
      limits: { memory, "ephemeral-storage": scratch[1] },
    },
    securityContext: restrictedContainer(),
    volumeMounts: mountsOf(args),
  };
}

function mountsOf({ folders, logins, elsewhere = {}, volumes = [], authorities }: SetupJobArgs) {
  const readOnly = true;
  return [
    { name: "files", mountPath: folders.files, readOnly },
    ...Object.entries(elsewhere).map(([subPath, mountPath]) => ({ name: "files", mountPath, subPath, readOnly })),
    ...(logins.length === 0 ? [] : [{ name: "passwords", mountPath: folders.passwords, readOnly }]),
    ...(authorities === undefined ? [] : [{ name: "authorities", mountPath: authoritiesFolder, readOnly }]),
    ...volumes.map((volume) => ({
      name: volume.name,
      mountPath: volume.mountPath,
      ...("emptyDir" in volume ? {} : { readOnly }),
    })),
  ];
}

/** The administrator's password goes by another way, so that each item is named; and without any item all would be there. */
function volumesOf({ logins, volumes = [] }: SetupJobArgs, { config, secret, authorities }: JobParts) {
  const items = logins.map((key) => ({ key, path: key }));
  const passwords = { name: "passwords", secret: { secretName: secret.metadata.name, defaultMode: 0o440, items } };
  return [
    { name: "files", configMap: { name: config.metadata.name } },
    ...(logins.length === 0 ? [] : [passwords]),
    ...(authorities === undefined ? [] : [{ name: "authorities", configMap: { name: authorities.metadata.name } }]),
    ...volumes.map((volume) =>
      "emptyDir" in volume
        ? { name: volume.name, emptyDir: volume.emptyDir }
        : {
            name: volume.name,
            secret: {
              secretName: volume.secret.secretName,
              defaultMode: 0o440,
              items: volume.secret.items.map((item) => ({ ...item })),
            },
          },
    ),
  ];
}
