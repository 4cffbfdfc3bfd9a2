import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { InfluxdbWish } from "../../../environments/schema/stores/influxdb.ts";
import type { InfluxdbAccess } from "../../cloud.ts";
import { isCopiedStore } from "../../kit/databases/copied-stores.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { decideInfluxdbServer, influxdbPortName } from "../../kit/databases/influxdb/influxdb-server.ts";
import { decideInfluxdbSetup, influxdbSetupFolders } from "../../kit/databases/influxdb/influxdb-setup.ts";
import {
  databasesOf,
  influxdbClaim,
  influxdbOrganisation,
  influxdbSelector,
  influxdbStart,
} from "../../kit/databases/influxdb/influxdb.ts";
import { decideServerClaim } from "../../kit/databases/server-claim.ts";
import { contentHash } from "../../kit/names.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { ports } from "../../kit/network/ports.ts";
import { after, afterAll } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createPassword } from "../../secrets/password.ts";
import { createServerVolume, type Inside, type OwnStoreArgs } from "../own-servers.ts";
import { authorityVolumes, createSetupJob, type SetupJob } from "../setup-job.ts";
import { createStoreCertificate, type StoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { InfluxdbBackups } from "./influxdb-backups.ts";

/**
 * InfluxDB 2 in the cluster: one server with one volume, which speaks TLS alone, and what a Job makes inside of it: databases with their
 * retention, tasks that make databases from others, and a login for each service. No version of it that is free has a second copy.
 * https://docs.influxdata.com/influxdb/v2/
 */
export class InfluxdbServer extends Component {
  static readonly type = "landbridge:data:InfluxdbServer";
  readonly access: InfluxdbAccess;

  constructor(name: string, args: OwnStoreArgs<InfluxdbWish>, opts: ComponentResourceOptions) {
    super(InfluxdbServer.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, authority } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const hosts = decideHosts([store]);
    const certificate = createStoreCertificate(name, { ...args, hosts, labels }, inside);
    const service = createServer(name, args, certificate, metadata, inside);
    const made = after(service, `https://${store}.${namespaces.data}.svc:${ports.influxdb}`);
    const url = copied(`${name}-copies`, args, made, inside);
    const { job, logins } = this.#setUp(name, args, url, certificate);
    this.access = {
      kind: "influxdb",
      url: after(job, `https://${store}.${namespaces.data}.svc:${ports.influxdb}`),
      databases: databasesOf(wish),
      authorities: authority.certificate,
      logins,
    };
    this.registerOutputs({ url: this.access.url });
  }

  /** By curl, as it comes from its makers, with the administrator's token. */
  #setUp(
    name: string,
    { store, wish, logins, surroundings, namespace, authority }: OwnStoreArgs<InfluxdbWish>,
    url: Output<string>,
    { secretName }: StoreCertificate,
  ): SetupJob {
    return createSetupJob(
      `${name}-setup`,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        image: imageReference("curl", surroundings.mirrors),
        command: ["/bin/sh", `${influxdbSetupFolders.files}/setup.sh`],
        files: decideInfluxdbSetup(wish, logins),
        folders: influxdbSetupFolders,
        logins: logins.map((login) => login.name),
        admin: { variable: "ADMIN_TOKEN", password: createPassword(`${name}-admin-password`, { parent: this }) },
        variables: [
          { name: "AUTHORITY", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
          { name: "FILES", value: influxdbSetupFolders.files },
          { name: "HOME", value: "/tmp" },
          { name: "ORGANISATION", value: influxdbOrganisation },
          { name: "PASSWORDS", value: influxdbSetupFolders.passwords },
          { name: "TMPDIR", value: "/tmp" },
          { name: "URL", value: url },
        ],
        // In memory: the token is in it, and a password for as long as a request takes.
        volumes: [
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "8Mi" }, mountPath: "/tmp" },
          ...authorityVolumes(store, { certificate: authority.certificate, secretName }),
        ],
        resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
      },
      this,
    );
  }
}

/** The server's URL, known when what is brought in is there. */
function copied(name: string, args: OwnStoreArgs<InfluxdbWish>, url: Output<string>, opts: Inside): Output<string> {
  const { wish, surroundings, authority } = args;
  if (!isCopiedStore(wish)) return url;
  const places = { places: args.places, authorities: authority.certificate };
  const image = imageReference(`influxdb-${wish.version}`, surroundings.mirrors);
  const { restored } = new InfluxdbBackups(name, { ...args, ...places, wish, image, url }, opts);
  return afterAll(
    url,
    restored.map(({ urn }) => urn),
  );
}

/** Gives the Service, which is there when the server answers. */
function createServer(
  name: string,
  { store, wish, surroundings }: OwnStoreArgs<InfluxdbWish>,
  certificate: StoreCertificate,
  metadata: StoreMetadata,
  opts: Inside,
): Service {
  const data = { "start.sh": influxdbStart };
  const config = `${store}-server-${contentHash(data)}`;
  const files = new ConfigMap(`${name}-config`, { metadata: metadata(config), immutable: true, data }, opts);
  const claim = { name: influxdbClaim(store), claim: decideServerClaim(wish.storageGiB, surroundings) };
  const kept = { ...opts, ...holdsData(surroundings.protect) };
  const volume = createServerVolume(`${name}-volume`, claim, metadata, kept);
  const image = imageReference(`influxdb-${wish.version}`, surroundings.mirrors);
  const parts = { store, image, config, certificate: certificate.secretName };
  const server = new StatefulSet(
    `${name}-server`,
    { metadata: metadata(store), spec: decideInfluxdbServer(wish, parts, surroundings) },
    {
      ...opts,
      dependsOn: [files, volume, certificate.ready],
      // It may have a long log of writes to read.
      customTimeouts: { create: "25m", update: "25m" },
    },
  );
  const port = { name: influxdbPortName, port: ports.influxdb, targetPort: influxdbPortName, protocol: "TCP" };
  return new Service(
    `${name}-service`,
    { metadata: metadata(store), spec: { type: "ClusterIP", selector: influxdbSelector(store), ports: [port] } },
    { ...opts, dependsOn: [server] },
  );
}
