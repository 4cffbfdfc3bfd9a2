/** TCP ports of the protocols that stores speak, the same wherever a store is placed. */
export const ports = { postgres: 5432, kafka: 9093, redis: 6379 } as const;
