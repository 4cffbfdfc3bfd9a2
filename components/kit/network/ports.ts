/** TCP ports of the protocols that stores speak, the same wherever an operator places a store. */
export const ports = {
  postgres: 5432,
  mysql: 3306,
  kafka: 9093,
  rabbitmq: 5671,
  redis: 6379,
  mongodb: 27017,
} as const;

/** A TCP port, or all from the first to the last. */
export type PortRange = number | { readonly first: number; readonly last: number };

/** The ports in their order, as text. */
export function byFirstPort(a: PortRange, b: PortRange): number {
  return firstPort(a) - firstPort(b);
}

/** The lowest port of a range. */
export function firstPort(range: PortRange): number {
  return typeof range === "number" ? range : range.first;
}
