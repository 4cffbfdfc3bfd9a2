import { ManagementLockByScope } from "@pulumi/azure-native/authorization/managementLockByScope.js";
import type { Output, Resource } from "@pulumi/pulumi";

/**
 * Keeps anybody from deleting a resource, or anything inside of it, before the lock is taken off. `destroy` takes it off
 * itself: Pulumi's own protection stands before that. Needs the right to write locks, which owners have.
 *
 * Inside are also role assignments, diagnostic settings and, in a namespace of brokers, topics and logins: where those come
 * and go with services, a lock would make `up` fail, so only the primaries of databases have one.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export function lockAgainstDeletion(
  name: string,
  scope: Output<string>,
  opts: { readonly parent: Resource; readonly dependsOn?: Resource[] },
): ManagementLockByScope {
  const notes = "Holds data. Taken off by pulumi destroy once the environment is unprotected.";
  return new ManagementLockByScope(name, { scope, level: "CanNotDelete", notes }, opts);
}
