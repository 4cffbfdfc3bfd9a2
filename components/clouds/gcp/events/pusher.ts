import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import type { Output, Resource } from "@pulumi/pulumi";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { nameLimits } from "../names.ts";
import type { GcpEventParts } from "./parts.ts";

/** The account as which Pub/Sub calls functions. */
export interface Pusher {
  /** Known once Pub/Sub may get its tokens. */
  readonly email: Output<string>;
  readonly member: Output<string>;
}

/**
 * Makes an account that may call functions and do nothing else. Pub/Sub's own account makes tokens for it that say who calls,
 * and has the right to by a role that Google gives it some time after the first call only: it is said again, by a role that
 * permits nothing more, since whoever runs `up` may give it to anybody. It stays for others.
 * https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export function createPusher(name: string, parts: GcpEventParts, parent: Resource): Pusher {
  const { agent, dependsOn, settings } = parts;
  const account = new Account(
    name,
    { accountId: boundedName(name, nameLimits.serviceAccount), displayName: name },
    { parent, dependsOn },
  );
  const tokens = new IAMMember(
    `${name}-tokens`,
    { project: settings.project, role: "roles/iam.serviceAccountOpenIdTokenCreator", member: agent },
    { parent, dependsOn, retainOnDelete: true },
  );
  return { email: afterAll(account.email, [tokens.urn]), member: account.member };
}
