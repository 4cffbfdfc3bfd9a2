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
} from "../../kit/databases/cassandra/cassandra-cluster.ts";
import { tagLabels } from "../../kit/labels.ts";
import { ports } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import type { CassandraServers } from "./cassandra-setup.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { createCassandraRepair } from "./cassandra-repair.ts";
import { describeStore } from "../store-metadata.ts";

/** Which data centre, who signs its certificates, and where. */
export interface CassandraClusterArgs {
  readonly store: string;
  readonly wish: CassandraWish;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
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
    const datacenter = createDatacenter(
      name,
      args,
      { superuser: superuserSecret(store), certificate: certificate.secretName, management: management.secretName },
      { ...inside, dependsOn },
    );
    const repaired = { store, wish: args.wish, certificate: management.secretName, surroundings: args.surroundings };
    createCassandraRepair(
      `${name}-repair`,
      { ...repaired, namespace: args.namespace },
      { ...inside, dependsOn: [datacenter] },
    );
    const host = after(datacenter, `${cassandraService(store)}.${namespaces.data}.svc`);
    this.servers = {
      endpoint: { host, port: ports.cassandra },
      datacenter: output(store),
      admin: { user: output(cassandraAdmin), password },
      authorities: authority.certificate,
    };
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
  const management = { ...common, role: "management", days: managementDays, readAtStart: true } as const;
  return {
    certificate: createStoreCertificate(name, { ...common, combined: true }, opts),
    management: createStoreCertificate(name, management, opts),
  };
}

function createDatacenter(
  name: string,
  args: CassandraClusterArgs,
  secrets: Readonly<Record<"superuser" | "certificate" | "management", string>>,
  opts: Inside & { readonly dependsOn: Resource[] },
): CustomResource {
  const { store, wish, surroundings } = args;
  const { tags, metadata } = describeStore(args, args.wish.dataClass);
  const image = imageReference("cassandra-5.0", surroundings.mirrors);
  const { annotations = {} } = untilReady(surroundings, "condition=Ready");
  return new CustomResource(
    `${name}-datacenter`,
    {
      apiVersion: "cassandra.datastax.com/v1beta1",
      kind: "CassandraDatacenter",
      metadata: { ...metadata(store), annotations: { ...datacenterAnnotations(surroundings), ...annotations } },
      spec: decideCassandraDatacenter(wish, { name: store, image, secrets, podLabels: tagLabels(tags) }, surroundings),
    },
    // Nodes join one after another, and each copies its part first; who leaves gives its part to others.
    {
      ...opts,
      ...holdsData(surroundings.protect),
      customTimeouts: { create: "45m", update: "120m", delete: "40m" },
    },
  );
}
