import { output, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { cassandraAdmin } from "../../kit/databases/cassandra/cassandra.ts";
import {
  cassandraService,
  datacenterAnnotations,
  decideCassandraDatacenter,
  decideCassandraHosts,
  managementSecretAnnotations,
  type CassandraIdentity,
} from "../../kit/databases/cassandra/cassandra-cluster.ts";
import { tagLabels } from "../../kit/labels.ts";
import { ports } from "../../kit/network/ports.ts";
import { after, afterAll } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import { isCopiedStore } from "../../kit/databases/copied-stores.ts";
import { withNodeCopier } from "../../kit/databases/cassandra/cassandra-copy-pods.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { describeStore } from "../store-metadata.ts";
import type { CassandraServers } from "./cassandra-setup.ts";
import { CassandraBackups, CassandraCopier, type CassandraBackupsArgs } from "./cassandra-backups.ts";
import { createCassandraRepair } from "./cassandra-repair.ts";

/** Which data centre, who signs its certificates, and where. */
export interface CassandraClusterArgs {
  readonly store: string;
  readonly wish: CassandraWish;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
  /** Where it is copied to. - behaviour: it can't be. */
  readonly places?: BackupPlaces | undefined;
}

/**
 * A data centre of Cassandra's in the cluster, with nothing in it: nodes that speak TLS alone, to clients, to each other and to their
 * operator. What is inside is made by `CassandraSetup`.
 */
export class CassandraCluster extends Component {
  static readonly type = "landbridge:data:CassandraCluster";
  readonly servers: CassandraServers;

  constructor(name: string, args: CassandraClusterArgs, opts: ComponentResourceOptions) {
    super(CassandraCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, authority } = args;
    const inside = { parent: this };
    const { password, secret } = createSuperuser(name, args, inside);
    const { certificate, management } = createCertificates(name, args, inside);
    const dependsOn = [args.operator, secret, certificate.ready, management.ready];
    const secrets = {
      ...{ superuser: superuserSecret(store), certificate: certificate.secretName },
      management: management.secretName,
    };
    const copier = createCopier(name, args, inside);
    const datacenter = createDatacenter(name, args, { secrets, copier }, { ...inside, dependsOn });
    const repaired = { store, wish: args.wish, certificate: management.secretName, surroundings: args.surroundings };
    createCassandraRepair(
      `${name}-repair`,
      { ...repaired, namespace: args.namespace },
      { ...inside, dependsOn: [datacenter] },
    );
    const host = after(datacenter, `${cassandraService(store)}.${namespaces.data}.svc`);
    const servers = {
      endpoint: { host, port: ports.cassandra },
      datacenter: output(store),
      admin: { user: output(cassandraAdmin), password },
      authorities: authority.certificate,
    };
    this.servers = isCopiedStore(args.wish)
      ? createBackups(name, { ...args, places: args.places, servers, secrets }, { ...inside, dependsOn: [datacenter] })
      : servers;
    this.registerOutputs({ host });
  }
}

type Inside = { readonly parent: Component };

const superuserSecret = (store: string): string => `${store}-superuser`;

/** Whom the operator makes once nodes are there; Cassandra's own superuser may not log in. */
function createSuperuser(name: string, args: CassandraClusterArgs, opts: Inside) {
  const password: Output<string> = createPassword(`${name}-superuser-password`, opts);
  const { metadata } = describeStore(args, args.wish.dataClass);
  const secret = new Secret(
    `${name}-superuser`,
    { metadata: metadata(superuserSecret(args.store)), stringData: { username: cassandraAdmin, password } },
    opts,
  );
  return { password, secret };
}

/** Days for which the management API's certificate is valid: it reads a new one only when its node restarts. */
const managementDays = 1825;

/**
 * One for clients and nodes, and one by which the operator and the management API of each node know each other.
 * https://github.com/k8ssandra/cass-operator/blob/v1.30.3/pkg/httphelper/security.go
 */
function createCertificates(
  name: string,
  args: CassandraClusterArgs,
  opts: Inside,
): Readonly<Record<"certificate" | "management", StoreCertificate>> {
  const { store, namespace, authority, surroundings } = args;
  const { labels } = describeStore(args, args.wish.dataClass);
  const common = { store, namespace, authority, surroundings, labels, hosts: decideCassandraHosts(store) };
  const management = {
    ...common,
    role: "management",
    days: managementDays,
    readAtStart: true,
    secretAnnotations: managementSecretAnnotations(store),
  } as const;
  return {
    certificate: createStoreCertificate(name, { ...common, combined: true }, opts),
    management: createStoreCertificate(name, management, opts),
  };
}

/** Nothing where the store isn't copied: who brings a copy in are Jobs. */
function createCopier(name: string, args: CassandraClusterArgs, opts: Inside): CassandraCopier | undefined {
  const { store, wish, places, surroundings, namespace } = args;
  if (!isCopiedStore(wish) || wish.backups === undefined) return undefined;
  const { bucket } = wish.backups;
  return new CassandraCopier(`${name}-copier`, { store, wish, places, surroundings, namespace, bucket }, opts);
}

/** Whoever logs in comes after what is brought in. */
function createBackups(
  name: string,
  args: CassandraBackupsArgs,
  opts: Inside & { readonly dependsOn: Resource[] },
): CassandraServers {
  const { endpoint, ...servers } = args.servers;
  const { restored } = new CassandraBackups(`${name}-copies`, args, opts);
  const urns = restored.map(({ urn }) => urn);
  return { ...servers, endpoint: { ...endpoint, host: afterAll(endpoint.host, urns) } };
}

function createDatacenter(
  name: string,
  args: CassandraClusterArgs,
  { secrets, copier }: { readonly secrets: CassandraIdentity["secrets"]; readonly copier: CassandraCopier | undefined },
  opts: Inside & { readonly dependsOn: Resource[] },
): CustomResource {
  const { store, wish, surroundings } = args;
  const { tags, metadata } = describeStore(args, args.wish.dataClass);
  const image = imageReference("cassandra-5.0", surroundings.mirrors);
  const { annotations = {} } = untilReady(surroundings, "condition=Ready");
  const podLabels = { ...tagLabels(tags), ...copier?.podLabels };
  const spec = decideCassandraDatacenter(wish, { name: store, image, secrets, podLabels }, surroundings);
  return new CustomResource(
    `${name}-datacenter`,
    {
      apiVersion: "cassandra.datastax.com/v1beta1",
      kind: "CassandraDatacenter",
      metadata: { ...metadata(store), annotations: { ...datacenterAnnotations(surroundings), ...annotations } },
      spec: copier === undefined ? spec : withNodeCopier(spec, copier.beside),
    },
    // Nodes join one after another, and each copies its part first; who leaves gives its part to others.
    {
      ...opts,
      ...holdsData(surroundings.protect),
      customTimeouts: { create: "45m", update: "120m", delete: "40m" },
    },
  );
}
