import type { MongodbFacts } from "../../../../cloud.ts";

/**
 * How Azure DocumentDB is reached: members and ports are in DNS, under a name that leads to the private address for whoever
 * asks from inside of the network. A user's role is for all databases of a cluster. It closes idle connections.
 * https://learn.microsoft.com/azure/documentdb/how-to-connect-mongo-shell
 * https://learn.microsoft.com/azure/documentdb/secondary-users
 */
export const mongoFacts: MongodbFacts = {
  scheme: "mongodb+srv",
  options: {
    authMechanism: "SCRAM-SHA-256",
    authSource: "admin",
    maxIdleTimeMS: "120000",
    retryWrites: "false",
    tls: "true",
  },
  ports: [10260],
  rolesOf: "cluster",
};
