import { isSink } from "../../../components/kit/messaging/kafka/connect/kafka-connectors.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { ConnectorWish } from "../../schema/messaging/kafka-connectors.ts";
import type { Environment } from "../../schema/environment.ts";
import { broughtTopics, unknownTopics } from "./kafka-sources.ts";

interface Place {
  readonly store: string;
  readonly connector: string;
  readonly wish: ConnectorWish;
  readonly path: readonly string[];
}

function connectorsIn({ stores }: Pick<Environment, "stores">): Place[] {
  return Object.entries(stores).flatMap(([store, found]) =>
    found.kind !== "kafka"
      ? []
      : Object.entries(found.connectors ?? {}).map(([connector, wish]) => ({
          ...{ store, connector, wish, path: ["stores", store, "connectors", connector] },
        })),
  );
}

/** Settings that are said elsewhere in the wish, or by nobody. */
const ours: Readonly<Record<string, string>> = {
  name: "delete it: a connector is called by its key",
  "connector.class": "write class beside config",
  "tasks.max": "write tasksMax beside config",
  topics: "write reads beside config",
  "topics.regex": "write reads beside config, with each topic's name",
};

/** Settings by which a connector would be somebody else at this Kafka. */
const asSomebodyElse = /^(?:producer|consumer|admin)\.override\.(?:bootstrap|sasl|security|ssl)\b/;

/** What settings are called that hold secrets. */
const soundsSecret =
  /(?:password|passphrase|secret|token|credential|jaas|private[._-]?key|access[._-]?key|connection\.string)/i;

/** What settings are called that say where a secret is, or how one is had. */
const saysWhere = /[._-](?:class|endpoint|file|location|mechanism|url)$/i;

/** An address with a password in it. */
const holdsPassword = /[?&;]password=|:\/\/[^/@\s]*:[^/@\s]+@/i;

/** A connector's settings are its own, and no secret stands among them; what the workers mount for others it can't ask for. */
export const connectorSettingsAreItsOwn: Check = (environment, at) =>
  connectorsIn(environment).flatMap(({ wish, path }) => [
    ...Object.entries(wish.config).flatMap(([key, value]) => {
      const place = at([...path, "config", key]);
      const said = Object.hasOwn(ours, key) ? ours[key] : undefined;
      if (said !== undefined) return [{ ...place, rule: "isn't a setting of the connector's", wayOut: said }];
      if (Object.hasOwn(wish.secrets, key))
        return [{ ...place, rule: "is among its secrets as well", wayOut: "delete one of the two" }];
      if (asSomebodyElse.test(key))
        return [{ ...place, rule: "would log in to this Kafka as somebody else", wayOut: "delete it" }];
      if ((soundsSecret.test(key) && !saysWhere.test(key)) || (typeof value === "string" && holdsPassword.test(value)))
        return [
          {
            ...place,
            rule: "holds a secret, and would stand in a topic in the clear",
            wayOut: `write it below secrets: ${key}: { secret: <name> }`,
          },
        ];
      if (typeof value === "string" && value.includes("${"))
        return [
          {
            ...place,
            rule: "refers to what workers read from files, where others' passwords are too",
            wayOut: "write the value, or the whole of it below secrets",
          },
        ];
      return [];
    }),
    ...Object.keys(wish.secrets)
      .filter((key) => Object.hasOwn(ours, key) || asSomebodyElse.test(key))
      .map((key) => ({
        ...at([...path, "secrets", key]),
        rule: "isn't a setting of the connector's",
        wayOut: ours[key] ?? "delete it",
      })),
  ]);

/** A sink reads topics that are there, a source writes topics of its own, and a peer is one. */
export const connectorsFit: Check = (environment, at) => {
  const peers = Object.keys(environment.network.peers);
  const choosePeer = chooser("environments of network.peers");
  return connectorsIn(environment).flatMap(({ store, wish, path }) => {
    const [does, doesnt] = isSink(wish.class) ? (["reads", "writes"] as const) : (["writes", "reads"] as const);
    const count = { reads: wish.reads.length, writes: Object.keys(wish.writes).length };
    return [
      ...(count[does] > 0
        ? []
        : [{ ...at(path, "key"), rule: `${does} no topic`, wayOut: `name the topics that it ${does}` }]),
      // A sink may put aside what it can't write.
      ...(doesnt === "reads" && count.reads > 0
        ? [{ ...at([...path, "reads"]), rule: "is of no use to a source", wayOut: "delete reads" }]
        : []),
      ...unknownTopics(environment, store, wish.reads, [...path, "reads"], at),
      ...(wish.peer === undefined || peers.includes(wish.peer)
        ? []
        : [
            {
              ...at([...path, "peer"]),
              rule: "names no environment of network.peers",
              wayOut: choosePeer(wish.peer, () => peers),
            },
          ]),
    ];
  });
};

/** A topic that a connector writes is written by it alone. */
export const connectorTopicsDiffer: Check = (environment, at) =>
  connectorsIn(environment).flatMap(({ store, connector, wish, path }) => {
    const all = broughtTopics(environment, store);
    return Object.keys(wish.writes)
      .filter((topic) => all.filter((other) => other === topic).length > 1)
      .map((topic) => ({
        ...at([...path, "writes", topic], "key"),
        rule: `is written by ${connector} and by another connector, a capture or a mirror`,
        wayOut: "write to a topic of another name",
      }));
  });
