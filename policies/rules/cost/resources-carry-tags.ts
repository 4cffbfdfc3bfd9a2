import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

const everything = ["environment", "system", "tier", "owner", "cost-centre", "managed-by"];

/** Resources that have labels, where they have them, and whether they hold data. */
const taggable = [
  { type: "gcp:artifactregistry/repository:Repository", labels: ["labels"], holdsData: false },
  { type: "gcp:compute/address:Address", labels: ["labels"], holdsData: false },
  { type: "gcp:compute/disk:Disk", labels: ["labels"], holdsData: true },
  { type: "gcp:compute/globalAddress:GlobalAddress", labels: ["labels"], holdsData: false },
  { type: "gcp:container/cluster:Cluster", labels: ["resourceLabels"], holdsData: false },
  { type: "gcp:container/nodePool:NodePool", labels: ["nodeConfig", "resourceLabels"], holdsData: false },
  { type: "gcp:kms/cryptoKey:CryptoKey", labels: ["labels"], holdsData: false },
  { type: "gcp:sql/databaseInstance:DatabaseInstance", labels: ["settings", "userLabels"], holdsData: true },
  { type: "gcp:storage/bucket:Bucket", labels: ["labels"], holdsData: true },
  { type: "kubernetes:core/v1:Namespace", labels: ["metadata", "labels"], holdsData: false },
  { type: "kubernetes:kafka.strimzi.io/v1:Kafka", labels: ["metadata", "labels"], holdsData: true },
  { type: "kubernetes:kafka.strimzi.io/v1:KafkaNodePool", labels: ["metadata", "labels"], holdsData: true },
  { type: "kubernetes:postgresql.cnpg.io/v1:Cluster", labels: ["metadata", "labels"], holdsData: true },
  {
    type: "kubernetes:redis.redis.opstreelabs.in/v1beta2:RedisCluster",
    labels: ["metadata", "labels"],
    holdsData: true,
  },
];

/** Everything that costs money says whose it is, what for and how sensitive. */
export const resourcesCarryTags: ResourceRule = {
  id: "PK-CST-008",
  name: "resources-carry-tags",
  says: "Everything that costs money says whose it is, what for and how sensitive.",
  why: "A bill without owners is nobody's; a store without a class is treated as harmless.",
  fix: "Set the labels environment, system, tier, owner, cost-centre and managed-by; data-class on stores.",
  severity: "medium",
  pack: "cost",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["FinOps", "CM-8", "CC6.1"],
  source: "https://cloud.google.com/resource-manager/docs/labels-overview",
  appliesTo: taggable.map(({ type }) => type),
  judge: (resource) => {
    const entry = taggable.find(({ type }) => type === resource.type);
    const labels = at(inputsOf(resource), ...(entry?.labels ?? ["labels"]));
    const prefix = resource.type.startsWith("kubernetes:") ? "landbridge.dev/" : "";
    const keys = entry?.holdsData === true ? [...everything, "data-class"] : everything;
    return judged(
      keys.flatMap((key) =>
        expectValue(at(labels, `${prefix}${key}`), "set", (value) => typeof value === "string" && value !== ""),
      ),
      "it says whose it is",
    );
  },
};
