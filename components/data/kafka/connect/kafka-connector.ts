import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Component } from "../../../kit/component.ts";
import { connectFolders } from "../../../kit/messaging/kafka/connect/connect-folders.ts";
import { decideOwnConnector, type Connector } from "../../../kit/messaging/kafka/connect/kafka-connectors.ts";
import { captureWorkers } from "../../../kit/messaging/kafka/connect/kafka-workers.ts";
import { describeStore } from "../../store-metadata.ts";
import type { KafkaCapturesArgs } from "./kafka-captures.ts";

/** A connector of an environment's own, with the values of its secrets by the settings' names. */
export interface ServedConnector {
  readonly connector: Connector;
  readonly secrets: Readonly<Record<string, Output<string>>>;
}

/** A Secret for each connector that has secrets; workers mount them, and read them again when a connector starts. */
export function createConnectorSecrets(
  name: string,
  args: KafkaCapturesArgs,
  opts: { readonly parent: Component },
): Resource[] {
  const { metadata } = describeStore(args, args.wish.dataClass);
  return args.connectors.flatMap(({ connector, secrets }) => {
    const stringData: Readonly<Record<string, Input<string>>> = secrets;
    if (Object.keys(stringData).length === 0) return [];
    return [
      new Secret(`${name}-secrets-${connector.name}`, { metadata: metadata(connector.secret), stringData }, opts),
    ];
  });
}

/** A connector as the environment wishes for it. `up` doesn't wait: whether the other side answers is no part of this environment. */
export function createConnector(
  name: string,
  connector: Connector,
  args: KafkaCapturesArgs,
  opts: { readonly parent: Component; readonly dependsOn: Resource[] },
): void {
  const { labels, metadata } = describeStore(args, args.wish.dataClass);
  new CustomResource(
    `${name}-own-${connector.name}`,
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnector",
      metadata: {
        ...metadata(connector.object),
        labels: { ...labels, "strimzi.io/cluster": captureWorkers(args.store).name },
      },
      spec: decideOwnConnector(connector, connectFolders.logins),
    },
    opts,
  );
}
