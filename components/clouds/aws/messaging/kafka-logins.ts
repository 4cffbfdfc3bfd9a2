import { ScramSecretAssociation } from "@pulumi/aws/msk/scramSecretAssociation.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { jsonStringify, output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { createPassword } from "../../../secrets/password.ts";
import type { Login } from "../../../cloud.ts";
import { boundedName } from "../../../kit/names.ts";
import type { Tags } from "../../../kit/tags.ts";
import { nameLimits } from "../names.ts";
import { policyDocument } from "../rights/policy-document.ts";
import { tagsOf } from "../tags.ts";

/** Whose logins, and for which cluster. */
export interface KafkaLoginsArgs {
  readonly users: readonly string[];
  readonly clusterArn: Input<string>;
  /** ARN of a key of ours: MSK takes no secret under AWS's own. */
  readonly key: Input<string>;
  readonly tags: Tags;
}

/** Logins by user, and what has to be there before they are of use. */
export interface KafkaLogins {
  readonly logins: Readonly<Record<string, Login>>;
  readonly ready: Output<string>;
}

/**
 * A name and a password for each user in a secret of its own, where MSK looks for them.
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-tutorial.html
 */
export function createKafkaLogins(name: string, args: KafkaLoginsArgs, parent: Resource): KafkaLogins {
  const made = args.users.map((user) => ({ user, ...createLogin(`${name}-${user}`, user, args, parent) }));
  const association = new ScramSecretAssociation(
    `${name}-logins`,
    { clusterArn: args.clusterArn, secretArnLists: made.map(({ secret }) => secret.arn) },
    { parent, dependsOn: made.flatMap(({ ready }) => ready) },
  );
  return {
    logins: Object.fromEntries(made.map(({ user, password }) => [user, { user: output(user), password }])),
    ready: association.urn,
  };
}

/** MSK takes no secret of another beginning. */
const namePrefix = "AmazonMSK_";

function createLogin(name: string, user: string, { key, tags }: KafkaLoginsArgs, parent: Resource) {
  const password = createPassword(`${name}-password`, { parent });
  const secret = new Secret(
    `${name}-login`,
    {
      name: `${namePrefix}${boundedName(name, nameLimits.secret - namePrefix.length)}`,
      kmsKeyId: key,
      // Nothing is lost with it that a new password doesn't bring back, and its name must be free for one at once.
      recoveryWindowInDays: 0,
      tags: tagsOf(tags),
    },
    { parent, deleteBeforeReplace: true },
  );
  const version = new SecretVersion(
    `${name}-login-value`,
    { secretId: secret.id, secretString: jsonStringify({ username: user, password }) },
    { parent },
  );
  const policy = new SecretPolicy(
    `${name}-login-policy`,
    {
      secretArn: secret.arn,
      blockPublicPolicy: true,
      policy: policyDocument([
        {
          Sid: "AWSKafkaResourcePolicy",
          Effect: "Allow",
          Principal: { Service: "kafka.amazonaws.com" },
          Action: "secretsmanager:getSecretValue",
          Resource: secret.arn,
        },
      ]),
    },
    { parent },
  );
  return { password, secret, ready: [version, policy] };
}
