import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Kubernetes and databases run versions that are still mended. */
export const versionsAreSupported: ResourceRule = {
  id: "PK-GOV-002",
  name: "versions-are-supported",
  says: "Kubernetes and databases run versions that are still mended.",
  why: "After the end of support a known hole stays open.",
  fix: "Raise `cluster.kubernetes`, or the store's `version`.",
  severity: "high",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SI-2", "CC7.1"],
  source: "https://kubernetes.io/releases/",
  appliesTo: ["gcp:container/cluster:Cluster", "gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource, { today }) => {
    const isCluster = resource.type === "gcp:container/cluster:Cluster";
    const place = at(inputsOf(resource), isCluster ? "minMasterVersion" : "databaseVersion");
    return judged(
      expectValue(
        place,
        `a version supported on ${today}`,
        (value) => typeof value === "string" && isSupported(value, isCluster, today),
      ),
      "its version is supported",
    );
  },
};

/** Last day of support by minor version, upstream. https://kubernetes.io/releases/, seen 2026-11-21. */
const kubernetes: Readonly<Record<string, string>> = {
  "1.34": "2026-10-27",
  "1.35": "2027-02-28",
  "1.36": "2027-06-28",
};

/** Last day of support by major version, upstream. https://www.postgresql.org/support/versioning/, seen 2026-11-21. */
const postgres: Readonly<Record<string, string>> = {
  POSTGRES_14: "2026-11-12",
  POSTGRES_15: "2027-11-11",
  POSTGRES_16: "2028-11-09",
  POSTGRES_17: "2029-11-08",
  POSTGRES_18: "2030-11-14",
};

function isSupported(version: string, isCluster: boolean, today: string): boolean {
  const [minor] = /^\d+\.\d+(?=$|[.-])/.exec(version) ?? [];
  const table = isCluster ? kubernetes : postgres;
  const key = isCluster ? minor : version;
  // A version that isn't in the table is not known to be supported.
  const last = key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
  return last !== undefined && today <= last;
}
