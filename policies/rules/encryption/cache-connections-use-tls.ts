import type { PlannedResource, PlannedValue } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import {
  at,
  expectValue,
  hiddenBecause,
  inputsOf,
  isAbsent,
  isList,
  judged,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed caches refuse connections in the clear, and ask who it is. */
export const cacheConnectionsUseTls: ResourceRule = {
  id: "PK-ENC-010",
  name: "cache-connections-use-tls",
  says: "Managed caches refuse connections in the clear, and ask who it is.",
  why: "Sessions in the clear can be taken over by whoever listens.",
  fix: {
    aws: "Set `transitEncryptionEnabled: true`, and `userGroupIds` or `authToken`.",
    azure: 'Leave `clientProtocol` of the database at Encrypted, and set `minimumTlsVersion: "1.2"`.',
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "IA-2"],
  source: {
    aws: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
    azure: "https://learn.microsoft.com/azure/redis/tls-configuration",
  },
  ...judgedByType({
    "aws:elasticache/replicationGroup:ReplicationGroup": judgeElastiCache,
    "azure-native:redisenterprise:Database": judgeDatabase,
    "azure-native:redisenterprise:RedisEnterprise": judgeManagedRedis,
  }),
};

function judgeElastiCache(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  // Groups of users, or one password for all.
  const groups = at(inputs, "userGroupIds");
  const login = isAbsent(groups)
    ? expectGiven(at(inputs, "authToken"), "set, or userGroupIds", (value) => typeof value === "string")
    : expectGiven(groups, "a list of groups", (value) => isList(value) && value.length > 0);
  return judged(
    [
      ...expectValue(at(inputs, "transitEncryptionEnabled"), "true", (value) => value === true),
      // Required is what a new group with encryption gets.
      ...expectValue(at(inputs, "transitEncryptionMode"), "required", (value) => value === "required", "holds"),
      ...login,
    ],
    "connections use TLS and a login",
  );
}

/** What nobody can see here is given all the same. */
function expectGiven(place: Place, wanted: string, holds: (value: PlannedValue) => boolean): readonly Finding[] {
  return hiddenBecause(place.value) === undefined ? expectValue(place, wanted, holds) : [];
}

function judgeDatabase(resource: PlannedResource): Judgement {
  return judged(
    // Encrypted is the default.
    expectValue(at(inputsOf(resource), "clientProtocol"), "Encrypted", (value) => value === "Encrypted", "holds"),
    "connections use TLS",
  );
}

function judgeManagedRedis(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "minimumTlsVersion"),
      "1.2",
      (value) => value === "1.2" || value === "1.3",
      // Earlier versions can't be chosen any more.
      "holds",
    ),
    "connections use TLS",
  );
}
