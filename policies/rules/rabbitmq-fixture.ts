import { goodTags } from "./aws-fixture.ts";
import { planned } from "./fixture.ts";

/** A RabbitMQ in the cluster that every rule about one resource holds of. */
export const goodBrokers = planned(
  "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster",
  {
    metadata: {
      name: "jobs",
      namespace: "landbridge-data",
      labels: Object.fromEntries(Object.entries(goodTags).map(([tag, value]) => [`landbridge.dev/${tag}`, value])),
    },
    spec: {
      replicas: 3,
      tls: { secretName: "jobs-tls", disableNonTLSListeners: true },
      rabbitmq: { envConfig: 'SERVER_ADDITIONAL_ERL_ARGS="-proto_dist inet_tls -ssl_dist_optfile /etc/a"\n' },
      override: {
        statefulSet: {
          spec: {
            template: {
              spec: {
                topologySpreadConstraints: [
                  { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
                ],
              },
            },
          },
        },
      },
    },
  },
  { name: "jobs-brokers" },
);
