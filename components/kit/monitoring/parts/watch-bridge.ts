import { fitLabel } from "../../messaging/rabbitmq/bridge-directions.ts";
import { decideBridgeReplicas, type DeviceBridge } from "../../messaging/rabbitmq/device-bridge.ts";
import type { Surroundings } from "../../surroundings.ts";
import type { Alert } from "../alert.ts";
import { countUp, presenceAlerts } from "../common-alerts.ts";
import type { StoreWatch } from "../stores/store-watch.ts";
import { seriesOfPart, type WatchedPart } from "./part.ts";

/**
 * What moves devices' messages: Bento's numbers, of each direction on a port of its own, which is the `endpoint`.
 * https://warpstreamlabs.github.io/bento/docs/components/metrics/about
 */
export function watchBridge(bridge: DeviceBridge, part: WatchedPart, surroundings: Surroundings): StoreWatch {
  const series = seriesOfPart(part);
  const directions = part.ports.map(({ name }) => ({ name, of: `${series},endpoint="${name}"` }));
  const count = decideBridgeReplicas(surroundings);
  return {
    alerts: [
      ...presenceAlerts({ what: "bridges", count, answering: countUp(series) }),
      ...directions.flatMap(({ name, of }) => directionAlerts(name, of, bridge)),
    ],
    panels: [
      {
        title: "Messages taken, and confirmed at the other end",
        unit: "ops",
        queries: directions.flatMap(({ name, of }) => [
          { expr: `sum(rate(input_received{${of}}[5m]))`, legend: `${name} taken` },
          { expr: `sum(rate(output_sent{${of}}[5m]))`, legend: `${name} confirmed` },
        ]),
      },
      {
        title: "Failures",
        unit: "ops",
        queries: directions.flatMap(({ name, of }) => [
          { expr: `sum(rate(output_error{${of}}[5m]))`, legend: `${name} refused` },
          { expr: `sum(rate(input_connection_lost{${of}}[5m]))`, legend: `${name} lost where it takes` },
          { expr: `sum(rate(output_connection_lost{${of}}[5m]))`, legend: `${name} lost where it brings` },
        ]),
      },
    ],
  };
}

function directionAlerts(part: string, of: string, { store, kafka }: DeviceBridge): Alert[] {
  const [from, to] = part === "collect" ? [store, kafka] : [kafka, store];
  const within = (counter: string, minutes: number) => `(sum(increase(${counter}{${of}}[${minutes}m])) or vector(0))`;
  const failures = ["output_error", "output_connection_failed", "input_connection_failed"]
    .map((counter) => within(counter, 5))
    .join(" + ");
  return [
    {
      name: "BridgeFails",
      part,
      // A roll of three at either end cuts each pod off now and then, and is over by then.
      expr: `${failures} > 0`,
      minutes: 20,
      severity: "warning",
      summary: `moving messages from ${from} to ${to} fails now and then`,
      ask: `Read the bridge's log: one of them isn't reached, or ${to} refuses. Each message is tried again until it is confirmed.`,
    },
    {
      name: "BridgeStands",
      part,
      // Whoever isn't connected tries each second, and who is refused within seconds: a roll leaves gaps, in which this ends.
      expr: `${cutOff("input", of)} or ${cutOff("output", of)} or (${within("output_error", 3)} > 0 and ${within("output_sent", 3)} == 0) or (${inHand(of)} > 0 and ${within("output_sent", 5)} == 0)`,
      minutes: 10,
      severity: "critical",
      summary: `nothing is moved from ${from} to ${to}`,
      ask: `Look at ${to} and ${from}, then at the bridge's log. Messages wait in ${from}, which refuses more once it is full.`,
    },
  ];
}

/**
 * Whether no pod is connected at an end, of what there may be several: each pod counts how often it connected, and how often it lost that.
 * https://warpstreamlabs.github.io/bento/docs/components/metrics/about#metric-names
 */
function cutOff(end: "input" | "output", of: string): string {
  return `(min(max by (path) (${end}_connection_up{${of}} - ${end}_connection_lost{${of}})) < 1)`;
}

/**
 * Messages that are to be brought and aren't confirmed. While Kafka is away this is all that tells: who writes to it counts neither a failure
 * nor a lost connection, and tries again by itself.
 */
function inHand(of: string): string {
  return `(sum(processor_sent{${of},label="${fitLabel}"}) - sum(output_sent{${of}}))`;
}
