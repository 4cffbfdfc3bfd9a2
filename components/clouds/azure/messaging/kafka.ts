import { EventHub, type EventHubArgs } from "@pulumi/azure-native/eventhub/eventHub.js";
import { listNamespaceKeysOutput } from "@pulumi/azure-native/eventhub/listNamespaceKeys.js";
import { Namespace, type NamespaceArgs } from "@pulumi/azure-native/eventhub/namespace.js";
import { NamespaceAuthorizationRule } from "@pulumi/azure-native/eventhub/namespaceAuthorizationRule.js";
import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { interpolate, output, secret, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { KafkaAccess, Login, ManagedKafka, ManagedKafkaSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import type { KafkaUserDecision } from "../../../kit/messaging/kafka/kafka-users.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { ports } from "../../../kit/network/ports.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import type { Identities } from "../rights/identity.ts";
import { eventHubArgs, namespaceArgs, ruleArgs, type NamespacePlace } from "./kafka-args.ts";
import { azureManagedStores } from "../databases/managed-stores.ts";
import { nameLimits } from "../names.ts";
import type { PrivateDoors } from "../network/private-link.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AzureKafkaTransforms {
  readonly namespace?: Transform<NamespaceArgs>;
  readonly topic?: Transform<EventHubArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What Kafka is made from. */
export interface AzureKafkaArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: ManagedKafkaSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureKafkaTransforms | undefined;
}

/** Kafka as Event Hubs speaks it: a premium namespace, an event hub for each topic, and a rule for each service to log in. */
export class AzureKafka extends Component implements ManagedKafka {
  static readonly type = "landbridge:azure:Kafka";
  readonly access: KafkaAccess;

  constructor(name: string, args: AzureKafkaArgs, opts: ComponentResourceOptions) {
    const { group, identities, doors, spec, settings, transforms } = args;
    super(AzureKafka.type, name, { wish: spec.wish, topics: spec.topics.map((topic) => topic.name) }, opts);
    const { topics, users, network, tags, protect } = spec;
    const place = { resourceGroupName: group.name(opts), identity: identities.of("brokers", opts).id };
    const inside = { parent: this };
    const namespace = new Namespace(
      autoNamed(`${name}-brokers`, nameLimits.eventNamespace),
      transformed(transforms?.namespace, namespaceArgs(spec, settings, place)),
      { ...inside, ...holdsData(protect) },
    );
    for (const topic of topics) {
      const hub = transformed(transforms?.topic, eventHubArgs(topic, namespace.name, place));
      new EventHub(`${name}-topic-${topic.name}`, hub, { ...inside, ...holdsData(protect), deletedWith: namespace });
    }
    const door = doors.open(
      `${name}-door`,
      { service: "events", target: namespace.id, network, tags, transform: transforms?.endpoint },
      opts,
      inside,
    );
    // The public name, which leads to the private address for whoever asks from inside of the network.
    const bootstrap = interpolate`${namespace.name}.servicebus.windows.net:${ports.kafka}`;
    this.access = {
      kind: "kafka",
      bootstrap: afterAll(bootstrap, [door.urn]),
      protocol: "SASL_SSL",
      mechanism: azureManagedStores.kafka.mechanism,
      logins: Object.fromEntries(
        users.map((user): [string, Login] => [user.name, createLogin(name, user, namespace, place, this)]),
      ),
    };
    this.registerOutputs({ bootstrap: this.access.bootstrap });
  }
}

/** A rule, whose connection string is the password. https://learn.microsoft.com/azure/event-hubs/azure-event-hubs-apache-kafka-overview#shared-access-signature-sas */
function createLogin(
  name: string,
  user: KafkaUserDecision,
  namespace: Namespace,
  place: NamespacePlace,
  parent: Component,
): Login {
  const rule = new NamespaceAuthorizationRule(`${name}-${user.name}`, ruleArgs(user, namespace.name, place), {
    parent,
    deletedWith: namespace,
  });
  const { primaryConnectionString } = listNamespaceKeysOutput(
    {
      resourceGroupName: place.resourceGroupName,
      namespaceName: namespace.name,
      authorizationRuleName: rule.name,
    },
    { parent },
  );
  // Event Hubs knows who it is by the connection string alone.
  return { user: output("$ConnectionString"), password: secret(primaryConnectionString) };
}
