import { ObjectReplicationPolicy } from "@pulumi/azure-native/storage/objectReplicationPolicy.js";
import type { Input, Resource } from "@pulumi/pulumi";

/** A container, and the account that it is in. */
export interface ReplicatedContainer {
  /** Name of the account. */
  readonly account: Input<string>;
  /** Id of the account: where replication to other tenants is off, a name alone is refused. */
  readonly accountId: Input<string>;
  readonly container: Input<string>;
}

/** From where blobs are copied, and to where. */
export interface Replication {
  readonly resourceGroupName: Input<string>;
  readonly source: ReplicatedContainer;
  readonly target: ReplicatedContainer;
}

/**
 * Copies every new block blob with its versions, and that one was deleted. The target's account names the policy and its
 * rule, and the source's is told the names. Nobody else can write to the target as long as the policy is there.
 * https://learn.microsoft.com/azure/storage/blobs/object-replication-overview
 */
export function replicate(
  name: string,
  { resourceGroupName, source, target }: Replication,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): void {
  const both = { resourceGroupName, sourceAccount: source.accountId, destinationAccount: target.accountId };
  const rule = { sourceContainer: source.container, destinationContainer: target.container };
  const there = new ObjectReplicationPolicy(
    `${name}-target`,
    { ...both, accountName: target.account, objectReplicationPolicyId: "default", rules: [rule] },
    opts,
  );
  const ruleId = there.rules.apply((rules) => rules?.[0]?.ruleId ?? "");
  new ObjectReplicationPolicy(
    `${name}-source`,
    { ...both, accountName: source.account, objectReplicationPolicyId: there.policyId, rules: [{ ...rule, ruleId }] },
    opts,
  );
}
