import { output, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../charts/catalogue.ts";
import type { PostgresWish } from "../../environments/schema/stores.ts";
import type { Endpoint, Login, PostgresAccess } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { decideLabels, meshOff, tagLabels, type Labels } from "../kit/labels.ts";
import { namespaces } from "../kit/cluster/namespaces.ts";
import { after } from "../kit/outputs.ts";
import { ports } from "../kit/network/ports.ts";
import { databaseName } from "../kit/databases/postgres-names.ts";
import {
  decidePostgres,
  postgresOwnerSecretName,
  postgresSecretName,
  type PostgresLogin,
} from "../kit/databases/postgres.ts";
import { holdsData } from "../kit/protection.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { untilReady } from "../kit/waiting.ts";
import { createPassword } from "../secrets/password.ts";

/** Which PostgreSQL, for whom, and where. */
export interface PostgresClusterArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly logins: readonly PostgresLogin[];
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
}

/** PostgreSQL in the cluster: a primary, its replicas, and a login for each service. Connections must use TLS. */
export class PostgresCluster extends Component {
  static readonly type = "landbridge:data:PostgresCluster";
  readonly access: PostgresAccess;

  constructor(name: string, args: PostgresClusterArgs, opts: ComponentResourceOptions) {
    super(PostgresCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, logins, namespace } = args;
    const database = databaseName(store);
    const tags = { ...surroundings.tags, "data-class": wish.dataClass };
    const labels = decideLabels({ name: store, component: "store", partOf: surroundings.system }, tags);
    const metadata = (object: string) => ({ name: object, namespace, labels });
    const owner = createLogin(`${name}-owner`, database, metadata(postgresOwnerSecretName(store)), { parent: this });
    const secrets = logins.map((login) =>
      createLogin(`${name}-login-${login.name}`, login.name, metadata(postgresSecretName(store, login.name)), {
        parent: this,
      }),
    );
    const identity = {
      name: store,
      database,
      image: imageReference(`postgres-${wish.version}`, surroundings.mirrors),
      logins,
      labels: { ...tagLabels(tags), ...meshOff },
    };
    const cluster = new CustomResource(
      `${name}-cluster`,
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Cluster",
        metadata: { ...metadata(store), ...untilReady(surroundings, "condition=Ready") },
        spec: decidePostgres(wish, identity, surroundings),
      },
      {
        parent: this,
        ...holdsData(surroundings.protect),
        dependsOn: [args.operator, owner.secret, ...secrets.map(({ secret }) => secret)],
        // A server is copied to each replica in turn.
        customTimeouts: { create: "30m", update: "60m" },
      },
    );
    const endpoint = (role: "rw" | "ro"): Endpoint => ({
      host: after(cluster, `${store}-${role}.${namespaces.data}.svc`),
      port: ports.postgres,
    });
    this.access = {
      kind: "postgres",
      readWrite: endpoint("rw"),
      // Only replicas answer there, so that without any it would have no server.
      readOnly: endpoint(wish.replicas > 0 ? "ro" : "rw"),
      database,
      logins: Object.fromEntries(secrets.map(({ user, login }) => [user, login])),
    };
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}

/** A role's password, in the Secret from which the operator sets it, at first and whenever the Secret changes. */
function createLogin(
  name: string,
  user: string,
  metadata: { name: string; namespace: Input<string>; labels: Labels },
  opts: { readonly parent: Component },
): { user: string; login: Login; secret: Secret } {
  const password = createPassword(`${name}-password`, opts);
  const secret = new Secret(
    name,
    {
      metadata: { ...metadata, labels: { ...metadata.labels, "cnpg.io/reload": "true" } },
      type: "kubernetes.io/basic-auth",
      stringData: { username: user, password },
    },
    opts,
  );
  return { user, login: { user: output(user), password }, secret };
}
