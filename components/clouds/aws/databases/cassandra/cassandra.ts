import type { VpcEndpointArgs } from "@pulumi/aws/ec2/vpcEndpoint.js";
import { Keyspace, type KeyspaceArgs } from "@pulumi/aws/keyspaces/keyspace.js";
import { Table, type TableArgs } from "@pulumi/aws/keyspaces/table.js";
import { interpolate, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { CassandraAccess, ManagedCassandra, ManagedCassandraSpec } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import type { KeyspacesDoor } from "../../network/keyspaces-door.ts";
import type { AwsSettings } from "../../settings.ts";
import { keyspaceArgs, tableArgs } from "./cassandra-args.ts";
import { keyspaces } from "../managed-stores.ts";

/** What a caller may change on the children below. */
export interface AwsCassandraTransforms {
  readonly keyspace?: Transform<KeyspaceArgs>;
  readonly table?: Transform<TableArgs>;
  /** The door that all keyspaces share. */
  readonly endpoint?: Transform<VpcEndpointArgs>;
}

/** What a keyspace is made from. */
export interface AwsCassandraArgs {
  readonly spec: ManagedCassandraSpec;
  readonly settings: AwsSettings;
  readonly door: KeyspacesDoor;
  readonly transforms?: AwsCassandraTransforms | undefined;
}

/**
 * A keyspace on Amazon Keyspaces with its tables, reached by a door in the network. There is no login: a driver's plug-in
 * signs by the identity of its pod. https://docs.aws.amazon.com/keyspaces/latest/devguide/access.credentials.html
 */
export class AwsCassandra extends Component implements ManagedCassandra {
  static readonly type = "landbridge:aws:Cassandra";
  readonly access: CassandraAccess;
  /** ARN of the keyspace, before `/table/` and a table's name. */
  readonly id: Output<string>;

  constructor(name: string, args: AwsCassandraArgs, opts: ComponentResourceOptions) {
    const { spec, settings, door, transforms } = args;
    super(AwsCassandra.type, name, { wish: spec.wish, keyspace: spec.keyspace }, opts);
    const { wish, network, protect } = spec;
    const { primary: region } = settings.regions;
    const inside = { parent: this, ...holdsData(protect) };
    const keyspace = new Keyspace(
      `${name}-keyspace`,
      transformed(transforms?.keyspace, keyspaceArgs(spec)),
      // Its name is fixed: a random one would have a dash, which CQL's names don't.
      inside,
    );
    const tables = Object.entries(wish.tables).map(
      ([table, columns]) =>
        new Table(
          `${name}-table-${table}`,
          transformed(transforms?.table, tableArgs(table, columns, keyspace.name, spec)),
          inside,
        ),
    );
    const made = tables.map(({ urn }) => urn);
    const endpoint = door.open({ network, transform: transforms?.endpoint }, opts);
    this.id = afterAll(interpolate`arn:aws:cassandra:${region}:${settings.account}:/keyspace/${keyspace.name}`, made);
    this.access = {
      kind: "cassandra",
      // The service's own name, which leads to the door for whoever asks in the VPC.
      endpoint: {
        host: afterAll(output(`cassandra.${region}.amazonaws.com`), [endpoint.urn, network.ready, ...made]),
        port: keyspaces.port,
      },
      keyspace: spec.keyspace,
      // https://docs.aws.amazon.com/keyspaces/latest/devguide/using_java_driver.html
      datacenter: output(region),
      mechanism: keyspaces.mechanism,
      logins: {},
    };
    this.registerOutputs({ id: this.id });
  }
}
