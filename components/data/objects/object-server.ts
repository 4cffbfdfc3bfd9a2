import {
  interpolate,
  jsonStringify,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { ObjectKeys, ObjectsAccess } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import type { Labels } from "../../kit/labels.ts";
import { watchObjects } from "../../kit/monitoring/stores/watch-objects.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { decideObjectLogins, type ObjectLogin } from "../../kit/objects/object-logins.ts";
import { decideLoginsFile, loginsFile, objectAdmin } from "../../kit/objects/object-server.ts";
import { decideObjectPods } from "../../kit/objects/object-pods.ts";
import { decideObjectSetup, objectSetupFolders } from "../../kit/objects/object-setup.ts";
import {
  bucketName,
  objectLabels,
  objectPort,
  objectRegion,
  objectServer,
} from "../../kit/objects/objects-in-cluster.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { PartMonitoring } from "../../monitoring/part-monitoring.ts";
import { createPassword } from "../../secrets/password.ts";
import { authorityVolumes, createSetupJob } from "../setup-job.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

/** Whose buckets, who signs the server's certificate, and where. */
export interface ObjectServerArgs {
  readonly environment: Pick<
    Environment,
    "buckets" | "domains" | "edge" | "events" | "secretStore" | "stores" | "vault"
  >;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** What must be there before it says what is watched of it. - behaviour: it doesn't. */
  readonly monitoring?: Resource | undefined;
}

/**
 * The buckets of an environment whose cloud has none: one server with one volume, with a login for each identity that has to do with
 * them. It has no second copy: for a laptop, where the disk has none either.
 */
export class ObjectServer extends Component {
  static readonly type = "landbridge:data:ObjectServer";
  readonly access: ObjectsAccess;

  constructor(name: string, args: ObjectServerArgs, opts: ComponentResourceOptions) {
    const buckets = Object.keys(args.environment.buckets).sort();
    super(ObjectServer.type, name, { buckets }, opts);
    const inside = { parent: this };
    const { environment, authority } = args;
    const place = { ...args, store: objectServer };
    const { labels, metadata } = describeStore(place, dataClassOf(environment));
    const logins = decideObjectLogins(environment);
    const keys = createKeys(name, logins, inside);
    const admin = createPassword(`${name}-admin-password`, inside);
    const secret = createLoginsFile(name, { logins, keys, admin, metadata }, inside);
    const hosts = decideHosts([objectServer]);
    const certificate = createStoreCertificate(name, { ...place, hosts, labels }, inside);
    const service = createServer(name, args, { logins, secret, certificate, labels, metadata }, inside);
    const url = after(service, `https://${objectServer}.${namespaces.data}.svc:${objectPort}`);
    createWatch(`${name}-watch`, args, labels, this);
    const job = createBuckets(`${name}-buckets`, args, { url, admin, certificate }, this);
    this.access = {
      endpoint: interpolate`${url}`,
      region: objectRegion,
      authority: authority.certificate,
      authoritySecret: certificate.secretName,
      bucketUrls: Object.fromEntries(buckets.map((bucket) => [bucket, after(job, `s3://${bucketName(bucket)}`)])),
      keys,
    };
    this.registerOutputs({ endpoint: this.access.endpoint });
  }
}

type Inside = { readonly parent: Component };

/** What is watched of it. */
function createWatch(
  name: string,
  { surroundings, namespace, monitoring: definitions }: ObjectServerArgs,
  labels: Labels,
  parent: Component,
): void {
  if (definitions === undefined) return;
  const watch = { name: objectServer, what: "buckets", subject: { store: objectServer }, ...watchObjects() };
  new PartMonitoring(name, { watch, owner: surroundings.tags, namespace, labels, definitions }, { parent });
}

/** The most sensitive of the buckets': all lie on one volume. */
function dataClassOf({ buckets }: Pick<Environment, "buckets">) {
  const held = Object.values(buckets).map(({ dataClass }) => dataClass);
  return (["personal", "confidential", "internal"] as const).find((one) => held.includes(one)) ?? "public";
}

function createKeys(name: string, logins: readonly ObjectLogin[], opts: Inside): Record<string, ObjectKeys> {
  return Object.fromEntries(
    logins.map((login) => [
      login.name,
      { accessKey: login.name, secretKey: createPassword(`${name}-login-${login.name}-password`, opts) },
    ]),
  );
}

interface LoginsParts {
  readonly logins: readonly ObjectLogin[];
  readonly keys: Readonly<Record<string, ObjectKeys>>;
  readonly admin: Output<string>;
  readonly metadata: StoreMetadata;
}

function createLoginsFile(name: string, { logins, keys, admin, metadata }: LoginsParts, opts: Inside): Secret {
  const file = decideLoginsFile<Input<string>>(logins, (login) => keys[login]?.secretKey ?? admin);
  const stringData = { [loginsFile]: jsonStringify(file) };
  return new Secret(`${name}-logins`, { metadata: metadata(`${objectServer}-logins`), stringData }, opts);
}

interface ServerParts {
  readonly logins: readonly ObjectLogin[];
  readonly secret: Secret;
  readonly certificate: StoreCertificate;
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: StoreMetadata;
}

/** Gives the Service, which is there when the server answers. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
function createServer(
  name: string,
  { surroundings }: ObjectServerArgs,
  { logins, secret, certificate, labels, metadata }: ServerParts,
  opts: Inside,
): Service {
  const images = { server: imageReference("seaweedfs", surroundings.mirrors) };
  const secrets = { tls: certificate.secretName, logins: secret.metadata.name };
  const server = new StatefulSet(
    `${name}-server`,
    {
      metadata: metadata(objectServer),
      spec: {
        serviceName: objectServer,
        replicas: 1,
        selector: { matchLabels: objectLabels },
        // One pod has the volume: the old one goes first.
        updateStrategy: { type: "RollingUpdate" },
        ...decideObjectPods({ logins, images, secrets, labels, surroundings }),
      },
    },
    {
      ...opts,
      ...holdsData(surroundings.protect),
      dependsOn: [certificate.ready],
      customTimeouts: { create: "15m", update: "15m" },
    },
  );
  const port = { name: "s3", port: objectPort, targetPort: "s3", protocol: "TCP" };
  return new Service(
    `${name}-service`,
    { metadata: metadata(objectServer), spec: { type: "ClusterIP", selector: objectLabels, ports: [port] } },
    { ...opts, dependsOn: [server] },
  );
}

interface BucketParts {
  readonly url: Output<string>;
  readonly admin: Output<string>;
  readonly certificate: StoreCertificate;
}

/** By curl, as it comes from its makers, with the administrator's key. */
function createBuckets(
  name: string,
  { environment, authority, surroundings, namespace }: ObjectServerArgs,
  { url, admin, certificate }: BucketParts,
  parent: Component,
): Resource {
  const signer = { certificate: authority.certificate, secretName: certificate.secretName };
  return createSetupJob(
    name,
    {
      ...{ store: objectServer, surroundings, namespace, dataClass: dataClassOf(environment) },
      image: imageReference("curl", surroundings.mirrors),
      command: ["/bin/sh", `${objectSetupFolders.files}/setup.sh`],
      files: decideObjectSetup(environment),
      folders: objectSetupFolders,
      logins: [],
      admin: { variable: "ADMIN_PASSWORD", password: admin },
      variables: [
        { name: "ADMIN_USER", value: objectAdmin },
        { name: "AUTHORITY", value: `${authoritiesFolder}/${authoritiesFile(objectServer)}` },
        { name: "ENDPOINT", value: url },
        { name: "FILES", value: objectSetupFolders.files },
        { name: "HOME", value: "/tmp" },
        { name: "TMPDIR", value: "/tmp" },
      ],
      // In memory: the key is in it.
      volumes: [
        { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "8Mi" }, mountPath: "/tmp" },
        ...authorityVolumes(objectServer, signer),
      ],
      resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
    },
    parent,
  ).job;
}
