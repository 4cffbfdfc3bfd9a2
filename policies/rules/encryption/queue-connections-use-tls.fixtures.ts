import { fixturesOf, type RuleFixtures } from "../fixture.ts";
import { goodBrokers } from "../rabbitmq-fixture.ts";
import { queueConnectionsUseTls } from "./queue-connections-use-tls.ts";

const onlyTools = 'RABBITMQ_CTL_ERL_ARGS="-proto_dist inet_tls"\n';

export const fixtures: RuleFixtures = fixturesOf(
  queueConnectionsUseTls,
  "RabbitMQ in the cluster",
  [goodBrokers],
  [
    // Whose name it is can be said later, not that there is one.
    { path: "spec.tls.secretName", absent: "violated", bad: ["", 5], hidden: "holds" },
    { path: "spec.tls.disableNonTLSListeners", absent: "violated", bad: [false, "true"] },
    { path: "spec.rabbitmq.envConfig", absent: "violated", bad: ["", onlyTools, 5] },
  ],
  { holds: { "another cluster": [{ ...goodBrokers, name: "other" }] } },
);
