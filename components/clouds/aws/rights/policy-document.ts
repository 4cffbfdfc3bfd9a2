import { jsonStringify, type Input, type Output } from "@pulumi/pulumi";

/**
 * One statement of a policy. Fields are written in the order of the documentation, so that the text is the same every
 * time. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface PolicyStatement {
  /** Letters and digits. */
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  /** Who. Absent in a role's own policy, which is about the role. */
  readonly Principal?:
    "*" | Readonly<Partial<Record<"AWS" | "Federated" | "Service", Input<string> | readonly Input<string>[]>>>;
  readonly Action: string | readonly string[];
  /** What it is about. Absent in a role's trust policy, which is about the role. */
  readonly Resource?: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>>;
}

/** A statement about every action but some. */
export interface ExceptStatement extends Omit<PolicyStatement, "Action"> {
  readonly NotAction: readonly string[];
}

/** A policy as AWS takes it: JSON. */
export function policyDocument(statements: readonly (PolicyStatement | ExceptStatement)[]): Output<string> {
  return jsonStringify({ Version: "2012-10-17", Statement: statements });
}
