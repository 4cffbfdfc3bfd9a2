import { balancerNumber } from "../../messaging/kafka/balancer-metrics.ts";
import { entityOperatorPorts } from "../../network/ports.ts";
import type { Alert } from "../alert.ts";
import type { Panel } from "../dashboard.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * What looks after a Kafka from beside it: the entity operator, which makes its topics and users, and Cruise Control, which moves partitions, where
 * there is one. While they are away everything stays as it is, so that nobody gets up for them.
 * https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/operator-common/src/main/java/io/strimzi/operator/common/metrics/MetricsHolder.java
 * https://github.com/linkedin/cruise-control/wiki/Sensors
 */
export function watchKafkaOperators(store: string, series: string, balancer: boolean): StoreWatch {
  return {
    alerts: [
      ...kinds.map(operatorSilentAlert(store, series)),
      ...kinds.map(failedAlert(series)),
      ...(balancer ? balancerAlerts(store, series) : []),
    ],
    panels: [...operatorPanels(series), ...(balancer ? balancerPanels(series) : [])],
  };
}

const kinds = [
  { kind: "KafkaTopic", part: "topics", endpoint: entityOperatorPorts[0].name },
  { kind: "KafkaUser", part: "users", endpoint: entityOperatorPorts[1].name },
] as const;

/** None of the pods answers, at a port of them where they have several. */
function silentAlert(
  name: string,
  { pods, endpoint, ...told }: Pick<Alert, "summary" | "ask"> & { readonly pods: string; readonly endpoint?: string },
  series: string,
): Alert {
  const at = endpoint === undefined ? "" : `,endpoint="${endpoint}"`;
  return { name, expr: `absent(up{${series},pod=~"${pods}-.+"${at}} == 1)`, minutes: 30, severity: "warning", ...told };
}

/** Both are containers of one pod, and either may be away alone. */
function operatorSilentAlert(store: string, series: string) {
  return ({ part, endpoint }: (typeof kinds)[number]): Alert => {
    const told = {
      summary: `nobody makes ${part} as they are declared`,
      ask: "Look at the pod of the entity operator: those that are there work on, and new ones, and rights that change, wait for it.",
    };
    return {
      ...silentAlert("KafkaOperatorsSilent", { pods: `${store}-entity-operator`, endpoint, ...told }, series),
      part,
    };
  };
}

/** Each is tried again every two minutes, so that one failure at a time is one that passes. */
function failedAlert(series: string) {
  return ({ kind, part }: (typeof kinds)[number]): Alert => ({
    name: "KafkaDeclarationsFail",
    part,
    expr: `sum(increase(strimzi_reconciliations_failed_total{${series},kind="${kind}"}[10m])) > 0`,
    minutes: 15,
    severity: "warning",
    summary: `some ${part} can't be made as they are declared`,
    ask: `\`kubectl -n landbridge-data get ${kind.toLowerCase()}s\` says which aren't ready, and \`describe\` of one why: fewer partitions, or a Secret that is missing.`,
  });
}

function balancerAlerts(store: string, series: string): Alert[] {
  return [
    silentAlert(
      "KafkaBalancerSilent",
      {
        pods: `${store}-cruise-control`,
        summary: "nobody moves partitions to brokers that join, or away from those that go",
        ask: "Look at the pod of Cruise Control and its log. Brokers work on as they are; raise or lower `brokers` once it is back.",
      },
      series,
    ),
    {
      name: "KafkaBalancerBlind",
      expr: `max(${balancerNumber("LoadMonitor.valid-windows")}{${series}}) < 1`,
      minutes: 60,
      severity: "warning",
      summary: "Cruise Control knows nothing of the brokers' load, and can propose nothing",
      ask: "It needs five minutes of figures of all brokers: look at its log, and whether brokers are away.",
    },
  ];
}

function operatorPanels(series: string): Panel[] {
  return [
    {
      title: "Topics and users that couldn't be made as declared",
      unit: "ops",
      queries: [
        {
          expr: `sum by (kind) (rate(strimzi_reconciliations_failed_total{${series}}[10m]))`,
          legend: "{{kind}}",
        },
      ],
    },
  ];
}

function balancerPanels(series: string): Panel[] {
  const of = (number: Parameters<typeof balancerNumber>[0]) => `max(${balancerNumber(number)}{${series}})`;
  return [
    {
      title: "Partitions on the move",
      unit: "short",
      queries: [
        { expr: of("Executor.replica-action-in-progress"), legend: "moving" },
        { expr: of("Executor.replica-action-pending"), legend: "waiting" },
      ],
    },
    {
      title: "How even brokers are, of 100, and how much of the load is known",
      unit: "short",
      queries: [
        { expr: of("AnomalyDetector.balancedness-score"), legend: "even" },
        { expr: of("LoadMonitor.monitored-partitions-percentage"), legend: "known" },
      ],
    },
  ];
}
