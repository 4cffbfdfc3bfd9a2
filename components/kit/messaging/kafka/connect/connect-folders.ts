import type { Capture } from "./kafka-captures.ts";
import type { WorkersLogin } from "./kafka-workers.ts";

/** What is mounted into the workers, below the only folder where Strimzi lets anything be. */
export const connectFolders = {
  plugin: "/mnt/debezium",
  logins: "/mnt/logins",
  authorities: "/mnt/authorities",
  kafka: "/mnt/kafka",
} as const;

/** A dot, as no store's name has. */
const own = "kafka.own";

/** The workers' own password once more, as what keeps how tables were made logs in to Kafka by itself. */
export const ownPassword = `\${logins:${connectFolders.logins}/${own}:password}`;

/** Who signed the brokers' certificate, in PEM. */
export const brokersAuthority = `${connectFolders.kafka}/ca.crt`;

/** What a connector mounts that keeps how tables were made. */
export function historyVolumes({ secret, authority }: WorkersLogin, captures: readonly Capture[]) {
  if (!hasHistory(captures)) return [];
  return [
    { name: "own-login", secret: { secretName: secret, items: [{ key: "password", path: "password" }] } },
    { name: "own-authority", secret: { secretName: authority, items: [{ key: "ca.crt", path: "ca.crt" }] } },
  ];
}

/** Where. */
export function historyMounts(captures: readonly Capture[]) {
  if (!hasHistory(captures)) return [];
  return [
    { name: "own-login", mountPath: `${connectFolders.logins}/${own}`, readOnly: true },
    { name: "own-authority", mountPath: connectFolders.kafka, readOnly: true },
  ];
}

function hasHistory(captures: readonly Capture[]): boolean {
  return captures.some(({ history }) => history !== undefined);
}
