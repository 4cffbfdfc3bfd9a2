import { decideSources } from "../../../components/kit/network/doors.ts";
import type { Check } from "../../cross-rules.ts";
import type { Environment } from "../../schema/environment.ts";
import { unknownTopics } from "./kafka-sources.ts";

/** A store that is reached from outside of the cluster. */
interface Outside {
  readonly place: readonly string[];
  readonly scope: "internal" | "public";
  readonly sourceRanges: readonly string[] | undefined;
  /** Where the name by which callers come is written, and the name. */
  readonly named: { readonly field: "host" | "domain"; readonly name: string };
}

function outsides({ stores }: Pick<Environment, "stores">): Outside[] {
  return Object.entries(stores).flatMap(([store, wish]): Outside[] => {
    if (wish.kind === "rabbitmq" && wish.mqtt?.outside !== undefined) {
      const { scope, host, sourceRanges } = wish.mqtt.outside;
      return [
        { place: ["stores", store, "mqtt", "outside"], scope, sourceRanges, named: { field: "host", name: host } },
      ];
    }
    if (wish.kind === "kafka" && wish.outside !== undefined) {
      const { domain, sourceRanges } = wish.outside;
      const named = { field: "domain", name: domain } as const;
      return [{ place: ["stores", store, "outside"], scope: "internal", sourceRanges, named }];
    }
    return [];
  });
}

/** Somebody may call from outside: a load balancer without sources would let everybody in. */
const outsideHasCallers: Check = (environment, at) =>
  outsides(environment).flatMap(({ place, scope, sourceRanges }) => {
    if (scope === "public")
      return sourceRanges === undefined
        ? [
            {
              ...at([...place, "sourceRanges"]),
              rule: "has to say who of the internet may call",
              wayOut: "write the blocks of addresses that devices come from, or scope: internal",
            },
          ]
        : [];
    return decideSources(environment, { sourceRanges }).length > 0
      ? []
      : [
          {
            ...at([...place, "sourceRanges"]),
            rule: "lets nobody in: network.peers is empty, and no way leads here from outside",
            wayOut: "join the other network by network.peers, or write the blocks of a network that reaches this one",
          },
        ];
  });

/** No two stores are reached by one name. */
const outsideNamesDiffer: Check = (environment, at) => {
  const all = outsides(environment);
  return all.flatMap(({ place, named: { field, name } }, index) => {
    const first = all.slice(0, index).find(({ named }) => named.name === name);
    return first === undefined
      ? []
      : [
          {
            ...at([...place, field]),
            rule: `is the name of ${[...first.place, first.named.field].join(".")} as well`,
            wayOut: "give each store a name of its own",
          },
        ];
  });
};

/** Kafka from outside is one in the cluster: a cloud's own is reached from joined networks without it. */
const outsideKafkaIsInCluster: Check = ({ stores }, at) =>
  Object.entries(stores).flatMap(([store, wish]) =>
    wish.kind === "kafka" && wish.placement === "managed" && wish.outside !== undefined
      ? [
          {
            ...at(["stores", store, "outside"]),
            rule: "is for a Kafka in the cluster; networks in network.peers reach the cloud's own as it is",
            wayOut: "delete outside, or write placement: in-cluster",
          },
        ]
      : [],
  );

/** Readers read topics that are there. */
const outsideReadersFindTopics: Check = (environment, at) =>
  Object.entries(environment.stores).flatMap(([store, wish]) => {
    if (wish.kind !== "kafka" || wish.outside === undefined) return [];
    return Object.entries(wish.outside.readers).flatMap(([reader, { topics }]) =>
      unknownTopics(environment, store, topics, ["stores", store, "outside", "readers", reader, "topics"], at),
    );
  });

/** What stores that are reached from outside of the cluster have to be. */
export const outsideRules: readonly Check[] = [
  outsideHasCallers,
  outsideKafkaIsInCluster,
  outsideNamesDiffer,
  outsideReadersFindTopics,
];
