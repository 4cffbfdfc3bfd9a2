import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { output, type Input, type Resource } from "@pulumi/pulumi";
import type { Login } from "../../cloud.ts";
import type { Component } from "../../kit/component.ts";
import type { Labels } from "../../kit/labels.ts";
import type { decideUserQuotas } from "../../kit/messaging/kafka/kafka.ts";
import type { Acl } from "../../kit/messaging/kafka/kafka-users.ts";
import { after } from "../../kit/outputs.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";

/** Whose login, in which Kafka. */
export interface KafkaUserArgs {
  readonly store: string;
  /** The login's name, without the store's. */
  readonly login: string;
  readonly acls: Acl[];
  /** Its password, where another environment has to know it. - behaviour: one that is made here. */
  readonly password?: Input<string> | undefined;
  /** How fast it may be at each broker. - behaviour: no limits of its own. */
  readonly quotas?: ReturnType<typeof decideUserQuotas>["quotas"];
  readonly namespace: Input<string>;
  readonly labels: Labels;
  readonly surroundings: Surroundings;
}

/** A login with its objects. */
export interface KafkaUser {
  readonly login: Login;
  /** As Kafka knows it. */
  readonly user: string;
  /** Secret with the password, as `password`. */
  readonly secret: string;
  /** The user: depend on it. */
  readonly ready: Resource;
}

/**
 * A user under the store's name, since users of all stores share a namespace; its password is ours, so that services can
 * be told it before the operator makes the user.
 * https://strimzi.io/docs/operators/latest/deploying#con-securing-client-authentication-str
 */
export function createKafkaUser(
  name: string,
  { store, login, acls, quotas, namespace, labels, surroundings, ...args }: KafkaUserArgs,
  opts: { readonly parent: Component; readonly dependsOn: Resource[] },
): KafkaUser {
  const user = `${store}.${login}`;
  const secretName = `${store}-login-${login}`;
  const password = args.password ?? createPassword(`${name}-password`, { parent: opts.parent });
  const secret = new Secret(
    `${name}-secret`,
    { metadata: { name: secretName, namespace, labels }, stringData: { password } },
    { parent: opts.parent },
  );
  const ready = new CustomResource(
    name,
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaUser",
      metadata: { name: user, namespace, labels, ...untilReady(surroundings, "condition=Ready") },
      spec: {
        authentication: {
          type: "scram-sha-512",
          password: { valueFrom: { secretKeyRef: { name: secret.metadata.name, key: "password" } } },
        },
        authorization: { type: "simple", acls },
        ...(quotas === undefined ? {} : { quotas }),
      },
    },
    opts,
  );
  return { login: { user: after(ready, user), password: output(password) }, user, secret: secretName, ready };
}
