import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  notApplicable,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";
import { isUnionRegion } from "../../facts/union-regions.ts";

/** Personal data lies in regions of the European Union. */
export const personalDataStaysInTheUnion: Rule = {
  id: "PK-GOV-001",
  name: "personal-data-stays-in-the-union",
  says: "Personal data lies in regions of the European Union.",
  why: "Elsewhere the GDPR asks for grounds and safeguards that a platform can't give by itself.",
  fix: "Choose a region of the Union for `cloud.regions`, or another `dataClass`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["GDPR 44", "GDPR 46", "SC-7"],
  source: {
    gcp: "https://cloud.google.com/about/locations",
    aws: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    azure: "https://learn.microsoft.com/azure/reliability/regions-list",
  },
  ...judgedBoth(
    {
      "gcp:pubsub/topic:Topic": judgePubSub,
      "gcp:sql/databaseInstance:DatabaseInstance": (resource) => {
        const inputs = inputsOf(resource);
        return judgePlace(at(inputs, "settings", "userLabels"), at(inputs, "region"), "gcp");
      },
      "gcp:bigquery/dataset:Dataset": judgeLabelled,
      "gcp:storage/bucket:Bucket": judgeLabelled,
      "azure-native:cosmosdb:DatabaseAccount": judgeCosmos,
      "azure-native:dbformysql:Server": judgeAzure,
      "azure-native:dbforpostgresql:Server": judgeAzure,
      "azure-native:eventhub:Namespace": judgeAzure,
      "azure-native:mongocluster:MongoCluster": judgeAzure,
      "azure-native:redisenterprise:RedisEnterprise": judgeAzure,
      "azure-native:servicebus:Namespace": judgeAzure,
      "azure-native:storage:StorageAccount": judgeAzure,
      "azure-native:synapse:Workspace": judgeAzure,
    },
    {
      "aws:docdb/cluster:Cluster": judgeAws,
      "aws:elasticache/replicationGroup:ReplicationGroup": judgeAws,
      "aws:mq/broker:Broker": judgeAws,
      "aws:keyspaces/keyspace:Keyspace": judgeKeyspace,
      "aws:keyspaces/table:Table": judgeAws,
      "aws:msk/cluster:Cluster": judgeAws,
      "aws:rds/cluster:Cluster": judgeAws,
      "aws:rds/instance:Instance": judgeAws,
      "aws:redshiftserverless/namespace:Namespace": judgeAws,
      "aws:s3/bucket:Bucket": judgeAws,
      "aws:sns/topic:Topic": judgeAws,
      "aws:sqs/queue:Queue": judgeAws,
    },
    [],
  ),
};

function judgeLabelled(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judgePlace(at(inputs, "labels"), at(inputs, "location"), "gcp");
}

/** Without regions of its own a topic keeps messages where it likes. */
function judgePubSub(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const regions = at(inputs, "messageStoragePolicy", "allowedPersistenceRegions");
  const { items, findings } = isAbsent(regions) ? { items: [regions], findings: [] } : itemsOf(regions);
  const judgeOne = (place: Place): Judgement => judgePlace(at(inputs, "labels"), place, "gcp");
  return worstOf([judgeOne(items[0] ?? { ...regions, value: undefined }), ...items.slice(1).map(judgeOne)], findings);
}

function judgeAzure(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judgePlace(at(inputs, "tags"), at(inputs, "location"), "azure");
}

/** An account may have copies in more regions than the one where it is. */
function judgeCosmos(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const { items, findings } = itemsOf(at(inputs, "locations"));
  const copies = items.map((item) => judgePlace(at(inputs, "tags"), at(item, "locationName"), "azure"));
  return worstOf([judgeAzure(resource), ...copies], findings);
}

/** A keyspace may have copies in other regions. */
function judgeKeyspace(resource: PlannedResource, stack: Stack): Judgement {
  const inputs = inputsOf(resource);
  const copies = at(inputs, "replicationSpecification", "regionLists");
  const { items, findings } = isAbsent(copies) ? { items: [], findings: [] } : itemsOf(copies);
  const elsewhere = items.map((item) => judgePlace(at(inputs, "tags"), item, "aws"));
  return worstOf([judgeAws(resource, stack), ...elsewhere], findings);
}

/** The first that doesn't hold, or the first. */
function worstOf(judgements: readonly [Judgement, ...Judgement[]], findings: readonly Finding[]): Judgement {
  const [first, ...others] = judgements;
  if (first.verdict === "not applicable") return first;
  if (findings.length > 0) return judged([...findings], "");
  const by = (verdict: Judgement["verdict"]) => [first, ...others].find((one) => one.verdict === verdict);
  return by("violated") ?? by("undecided") ?? first;
}

/** What says no region is made where its provider is. */
function judgeAws(resource: PlannedResource, stack: Stack): Judgement {
  const own = at(inputsOf(resource), "region");
  const provider = stack.byUrn(resource.provider ?? "");
  const region = isAbsent(own) && provider !== undefined ? at(inputsOf(provider), "region") : own;
  return judgePlace(at(inputsOf(resource), "tags"), region, "aws");
}

function judgePlace(labels: Place, place: Place, cloud: "gcp" | "aws" | "azure"): Judgement {
  const dataClass = at(labels, "data-class");
  // A store without a class is another rule's matter; one whose class can't be seen may be personal.
  if (typeof dataClass.value === "string" && ["public", "internal", "confidential"].includes(dataClass.value))
    return notApplicable(`its data is ${dataClass.value}`);
  return judged(
    expectValue(
      place,
      "a region of the European Union",
      (value) => typeof value === "string" && isUnionRegion(cloud, value),
    ),
    "its data stays in the Union",
  );
}
