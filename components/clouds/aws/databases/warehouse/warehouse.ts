import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { Statement } from "@pulumi/aws/redshiftdata/statement.js";
import { Namespace, type NamespaceArgs } from "@pulumi/aws/redshiftserverless/namespace.js";
import { UsageLimit, type UsageLimitArgs } from "@pulumi/aws/redshiftserverless/usageLimit.js";
import { Workgroup, type WorkgroupArgs } from "@pulumi/aws/redshiftserverless/workgroup.js";
import { output, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { LayerName } from "../../../../../environments/schema/stores/warehouse.ts";
import type { Warehouse, WarehouseSpec } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../../kit/names.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import { nameLimits } from "../../names.ts";
import type { AwsSettings } from "../../settings.ts";
import {
  logGroupArgs,
  namespaceArgs,
  securityGroupArgs,
  usageLimitArgs,
  warehouseLogs,
  workgroupArgs,
} from "./warehouse-args.ts";
import { decideLayerStatements } from "./warehouse-layers.ts";
import { awsWarehouses } from "./warehouse-reach.ts";

/** What a caller may change on the children below. */
export interface AwsWarehouseTransforms {
  readonly namespace?: Transform<NamespaceArgs>;
  readonly workgroup?: Transform<WorkgroupArgs>;
  readonly usageLimit?: Transform<UsageLimitArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What a warehouse is made from. */
export interface AwsWarehouseArgs {
  readonly spec: WarehouseSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsWarehouseTransforms | undefined;
}

/**
 * Redshift Serverless: a namespace that holds the data, a workgroup that computes and what it may cost in a day. Schemas and
 * roles of the layers are made by Redshift's Data API, which is AWS's and not the warehouse's own door, so that nobody has to
 * be in the network. Services log in by their role, whose tag says which of the layers' roles they have.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
 */
export class AwsWarehouse extends Component implements Warehouse {
  static readonly type = "landbridge:aws:Warehouse";
  readonly engine = awsWarehouses.engine;
  readonly port = awsWarehouses.port;
  readonly host: Output<string>;
  readonly database: Output<string>;
  readonly layers: Readonly<Record<LayerName, Output<string>>>;
  /** The workgroup's ARN. */
  readonly id: Output<string>;

  constructor(name: string, { spec, settings, transforms }: AwsWarehouseArgs, opts: ComponentResourceOptions) {
    super(AwsWarehouse.type, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    // Names are fixed: the logs' groups and the host are called by them.
    const fixedName = boundedName(name, nameLimits.warehouse);
    const logs = createLogGroups(name, fixedName, spec, transforms?.logGroup, this);
    const namespace = new Namespace(
      `${name}-namespace`,
      transformed(transforms?.namespace, namespaceArgs(fixedName, spec)),
      { ...inside, dependsOn: logs, ...holdsData(spec.protect) },
    );
    const securityGroup = new SecurityGroup(
      autoNamed(`${name}-clients`, nameLimits.securityGroup),
      transformed(transforms?.securityGroup, securityGroupArgs(name, spec)),
      inside,
    );
    const parts = { namespaceName: namespace.namespaceName, securityGroup: securityGroup.id };
    const workgroup = new Workgroup(
      `${name}-workgroup`,
      transformed(transforms?.workgroup, workgroupArgs(fixedName, spec, parts)),
      {
        ...inside,
        deleteBeforeReplace: false,
        // Redshift answers with parameters that it got since: each `up` would seem to take them away, which it refuses.
        // https://github.com/hashicorp/terraform-provider-aws/issues/49939
        ignoreChanges: ["configParameters"],
        customTimeouts: { create: "1h", update: "1h", delete: "1h" },
      },
    );
    const limit = new UsageLimit(
      `${name}-limit`,
      transformed(transforms?.usageLimit, usageLimitArgs(spec, workgroup.arn)),
      inside,
    );
    const statements = createLayers(name, spec.database, { namespace, workgroup }, this);
    const made = (value: Output<string>): Output<string> =>
      afterAll(
        value,
        [workgroup, limit, ...statements].map(({ urn }) => urn),
      );
    const { account, regions } = settings;
    // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html
    this.host = made(output(`${fixedName}.${account}.${regions.primary}.redshift-serverless.amazonaws.com`));
    this.database = made(namespace.dbName);
    this.layers = { bronze: made(output("bronze")), silver: made(output("silver")), gold: made(output("gold")) };
    this.id = made(workgroup.arn);
    this.registerOutputs({ host: this.host });
  }
}

function createLogGroups(
  name: string,
  namespaceName: string,
  spec: WarehouseSpec,
  transform: Transform<LogGroupArgs> | undefined,
  parent: Resource,
): LogGroup[] {
  return warehouseLogs.map(
    (log) =>
      new LogGroup(`${name}-log-${log}`, transformed(transform, logGroupArgs(namespaceName, log, spec)), {
        parent,
        deleteBeforeReplace: false,
      }),
  );
}

/** One statement after the other, as the administrator; each runs once, when it is made, whoever ran it and where. */
function createLayers(
  name: string,
  database: string,
  { namespace, workgroup }: { readonly namespace: Namespace; readonly workgroup: Workgroup },
  parent: Resource,
): Statement[] {
  const made: Statement[] = [];
  for (const { role, sql } of decideLayerStatements(database)) {
    const args = {
      workgroupName: workgroup.workgroupName,
      database,
      secretArn: namespace.adminPasswordSecretArn,
      sql,
    };
    made.push(
      new Statement(`${name}-${role}`, args, {
        parent,
        dependsOn: made.slice(-1),
        deletedWith: namespace,
        ignoreChanges,
      }),
    );
  }
  return made;
}

/**
 * A statement is done for good. Another password or another workgroup is no reason to make again what is in the namespace
 * already; nor is it that Redshift forgets a statement after a day, when whoever refreshes finds it empty. So what differs
 * between versions of ours is a statement with a name of its own. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
 */
const ignoreChanges = ["secretArn", "sql", "workgroupName"];
