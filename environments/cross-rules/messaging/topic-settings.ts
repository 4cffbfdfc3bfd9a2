import { decideCopies } from "../../../components/kit/messaging/kafka/kafka.ts";
import { decideTopics } from "../../../components/kit/messaging/kafka/kafka-topics.ts";
import type { Check } from "../../cross-rules.ts";
import type { Environment } from "../../schema/environment.ts";
import type { Path } from "../../tree.ts";
import { everyService, type NamedService } from "../services/every-service.ts";

type Publication = NamedService["service"]["publishes"][string];
type Consumption = NamedService["service"]["consumes"][string];

interface Of<W> extends NamedService {
  readonly topic: string;
  readonly wish: W;
  /** Path to the wish. */
  readonly place: Path;
}

function everyPublication(environment: Environment): Of<Publication>[] {
  return everyService(environment).flatMap((one) =>
    Object.entries(one.service.publishes).map(([topic, wish]) => ({
      ...one,
      ...{ topic, wish, place: [...one.path, "publishes", topic] },
    })),
  );
}

function everyConsumption(environment: Environment): Of<Consumption>[] {
  return everyService(environment).flatMap((one) =>
    Object.entries(one.service.consumes).map(([topic, wish]) => ({
      ...one,
      ...{ topic, wish, place: [...one.path, "consumes", topic] },
    })),
  );
}

/** A topic that keeps the last message of each key says what its key is: without one its messages are refused. */
export const compactedTopicsHaveKeys: Check = (environment, at) =>
  everyPublication(environment)
    .filter(({ wish }) => wish.cleanup !== "delete" && wish.key === undefined)
    .map(({ place }) => ({
      ...at([...place, "cleanup"]),
      rule: "keeps messages by key, and the topic says none",
      wayOut: "write key: what messages are keyed by; brokers refuse those without",
    }));

/** A limit in GiB leaves each partition as much as Kafka deletes at once. */
export const topicsLeavePartitionsRoom: Check = (environment, at) =>
  everyPublication(environment).flatMap(({ wish: { retentionGiB, partitions }, place }) =>
    retentionGiB === undefined || retentionGiB >= partitions
      ? []
      : [
          {
            ...at([...place, "retentionGiB"]),
            rule: `is less than a GiB for each of ${partitions} partitions, which is what Kafka deletes at once`,
            wayOut: `write ${partitions} or more, or fewer partitions`,
          },
        ],
  );

/** What topics may take together fits the volumes of an in-cluster Kafka, as far as topics say it. */
export const topicsFitVolumes: Check = (environment, at) =>
  Object.entries(environment.stores).flatMap(([store, wish]) => {
    if (wish.kind !== "kafka" || wish.placement !== "in-cluster") return [];
    const { replicas } = decideCopies(wish.brokers);
    const taken = decideTopics(environment, store).reduce((sum, { retentionGiB }) => sum + (retentionGiB ?? 0), 0);
    const needed = Math.ceil((taken * replicas) / wish.brokers);
    if (needed <= wish.storageGiB) return [];
    return [
      {
        ...at(["stores", store, "storageGiB"]),
        rule: `is less than topics may take: retentionGiB of all in ${replicas} ${replicas === 1 ? "copy" : "copies"} is ${needed} GiB on each of ${wish.brokers} brokers`,
        wayOut: `write more than ${needed}, since other topics and a part that stays free come on top, or less retentionGiB`,
      },
    ];
  });

/** Messages that failed the last time have somewhere to go, and each wait is longer than the one before. */
export const retriesEnd: Check = (environment, at) =>
  everyConsumption(environment).flatMap(({ wish: { retry, deadLetter }, place }) => {
    if (retry === undefined) return [];
    const { afterSeconds } = retry;
    const short = afterSeconds.findIndex((seconds, index) => seconds <= (afterSeconds[index - 1] ?? 0));
    return [
      ...(deadLetter
        ? []
        : [
            {
              ...at([...place, "retry"]),
              rule: "leads nowhere for messages that fail the last time",
              wayOut: "write deadLetter: true besides",
            },
          ]),
      ...(short === -1
        ? []
        : [
            {
              ...at([...place, "retry", "afterSeconds", short]),
              rule: "isn't longer than the wait before it",
              wayOut: "write waits that grow, e.g. [10, 60, 600]",
            },
          ]),
    ];
  });

/** No two services share the topics in which one of them puts messages aside: those are called after the service alone. */
export const spareTopicsDiffer: Check = (environment, at) => {
  const spare = everyConsumption(environment).filter(({ wish }) => wish.deadLetter || wish.retry !== undefined);
  return spare.flatMap((one) => {
    const first = spare.find(
      ({ name, topic, wish }) => name === one.name && topic === one.topic && wish.from === one.wish.from,
    );
    if (first === undefined || first.domain === one.domain) return [];
    return [
      {
        ...at(one.place),
        rule: `would share ${one.topic}.${one.name}.dead-letter with ${first.domain}/${first.name}`,
        wayOut: "give one of the two services another name",
      },
    ];
  });
};

/** What is to happen exactly once happens in one Kafka: no transaction spans two. */
export const exactlyOnceIsInOneStore: Check = (environment, at) =>
  everyPublication(environment)
    .filter(({ wish }) => wish.exactlyOnce)
    .flatMap(({ service, wish: { to }, place }) => {
      const from = Object.values(service.consumes)
        .filter(({ exactlyOnce }) => exactlyOnce)
        .map((read) => read.from);
      if (from.length === 0 || from.includes(to)) return [];
      return [
        {
          ...at([...place, "exactlyOnce"]),
          rule: `can't be: what it reads exactly once is in ${[...new Set(from)].sort().join(" and ")}, and no transaction spans two stores`,
          wayOut: "publish to the same store, or leave exactlyOnce out of one of the two",
        },
      ];
    });
