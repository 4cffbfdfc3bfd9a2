import { at, expectNamed, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Brokers of queues in the cluster speak TLS alone, to clients and to each other. */
export const queueConnectionsUseTls: ResourceRule = {
  id: "PK-ENC-022",
  name: "queue-connections-use-tls",
  says: "Brokers of queues in the cluster speak TLS alone, to clients and to each other.",
  why: "Passwords and messages would cross the network as they are; each message goes from broker to broker.",
  fix: "Set `tls.secretName`, `tls.disableNonTLSListeners: true`, and `-proto_dist inet_tls` in `rabbitmq.envConfig`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "IA-2", "CC6.7"],
  source: "https://www.rabbitmq.com/kubernetes/operator/using-operator",
  appliesTo: ["kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster"],
  judge: (resource) => {
    const spec = at(inputsOf(resource), "spec");
    return judged(
      [
        ...expectNamed(at(spec, "tls", "secretName"), "a Secret with a certificate"),
        // Clients in the clear are let in besides where nothing says otherwise.
        ...expectValue(at(spec, "tls", "disableNonTLSListeners"), "true", (value) => value === true),
        ...expectValue(
          at(spec, "rabbitmq", "envConfig"),
          "with -proto_dist inet_tls among SERVER_ADDITIONAL_ERL_ARGS",
          (value) => typeof value === "string" && interNode.test(value),
        ),
      ],
      "connections use TLS",
    );
  },
};

const interNode = /^SERVER_ADDITIONAL_ERL_ARGS=.*-proto_dist inet_tls\b/m;
