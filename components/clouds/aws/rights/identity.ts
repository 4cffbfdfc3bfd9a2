import { Role, type RoleArgs } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { policyDocument, type ExceptStatement, type PolicyStatement } from "./policy-document.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a role is made from. */
export interface AwsRoleArgs {
  /** Its name in AWS, within `nameLimits.role`. - default: one of Pulumi's. */
  readonly fixedName?: string;
  /** Who may take it on; one statement, or each of several by itself. */
  readonly trust: PolicyStatement | readonly PolicyStatement[];
  /** Names of AWS's own policies, with their path, e.g. `AmazonEKSClusterPolicy`. */
  readonly managed?: readonly string[];
  /** Rights of its own. */
  readonly rights?: readonly (PolicyStatement | ExceptStatement)[];
  readonly tags: Tags;
  /** Tags by which services know what the role may do there. - default: none. */
  readonly rightTags?: Readonly<Record<string, string>>;
  readonly transform?: Transform<RoleArgs> | undefined;
}

/** A role that may do what it is for. */
export interface AwsRole {
  /** Known only after its rights are attached, so that nobody takes on a role that can't do its work yet. */
  readonly arn: Output<string>;
  /** Known as soon as its ARN is. */
  readonly name: Output<string>;
  /** To depend on, for what is deleted with the role's rights. */
  readonly rights: readonly Resource[];
}

/** Makes a role and attaches its rights. */
export function createRole(name: string, args: AwsRoleArgs, parent: Resource): AwsRole {
  const { fixedName, trust, managed = [], rights = [], tags, rightTags, transform } = args;
  const role = new Role(
    fixedName === undefined ? autoNamed(name, nameLimits.role) : name,
    transformed(transform, {
      ...(fixedName === undefined ? {} : { name: fixedName }),
      assumeRolePolicy: policyDocument([trust].flat()),
      tags: { ...tagsOf(tags), ...rightTags },
    }),
    { parent },
  );
  const attached = managed.map(
    (policy) =>
      new RolePolicyAttachment(
        `${name}-${policy.replace(/^.*\//, "")}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        { parent },
      ),
  );
  const own =
    rights.length === 0 ? [] : [new RolePolicy(name, { role: role.name, policy: policyDocument(rights) }, { parent })];
  const all = [...attached, ...own];
  const urns = all.map(({ urn }) => urn);
  return { arn: afterAll(role.arn, urns), name: afterAll(role.name, urns), rights: all };
}

/** Lets a service of AWS take a role on. */
export function trustService(service: string, condition?: PolicyStatement["Condition"]): PolicyStatement {
  return {
    Sid: "Service",
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["sts:AssumeRole"],
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/**
 * Lets the pods of one service account of one cluster take a role on, by EKS Pod Identity.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function trustPods(clusterArn: Input<string>, namespace: string, serviceAccount: string): PolicyStatement {
  return {
    Sid: "Pods",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": clusterArn,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  };
}

/** ARN of a cluster by its name, known before it exists. */
export function clusterArn({ account, regions }: AwsSettings, cluster: string): string {
  return `arn:aws:eks:${regions.primary}:${account}:cluster/${cluster}`;
}
