import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { isReplica } from "../../facts/databases.ts";
import { at, expectNamed, expectValue, inputsOf, judged, notApplicable } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** A deleted store leaves a copy, or isn't deleted while anything is in it. */
export const deletionLeavesACopy: ResourceRule = {
  id: "PK-DUR-005",
  name: "deletion-leaves-a-copy",
  says: "A deleted store leaves a copy, or isn't deleted while anything is in it.",
  why: "Who deletes the wrong one notices afterwards.",
  fix: { aws: "Leave `skipFinalSnapshot` at false with a `finalSnapshotIdentifier`; leave `forceDestroy` at false." },
  severity: "high",
  pack: "reliability",
  levels: levels("off", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9"],
  source: { aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html" },
  ...judgedByType({
    "aws:docdb/cluster:Cluster": judgeDatabase,
    "aws:rds/cluster:Cluster": judgeDatabase,
    "aws:rds/instance:Instance": judgeDatabase,
    "aws:s3/bucket:Bucket": judgeBucket,
    "gcp:bigquery/dataset:Dataset": judgeDataset,
  }),
};

function judgeDatabase(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  if (isReplica(resource)) return notApplicable("a replica leaves its primary");
  return judged(
    [
      ...expectValue(at(inputs, "skipFinalSnapshot"), "false", (value) => value === false, "holds"),
      // Without a name AWS refuses to delete it at all, and `destroy` ends in the middle.
      ...expectNamed(at(inputs, "finalSnapshotIdentifier"), "the name of the last snapshot"),
    ],
    "a last snapshot stays",
  );
}

function judgeDataset(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "deleteContentsOnDestroy"), "false", (value) => value === false, "holds"),
    "a dataset with any table in it isn't deleted",
  );
}

function judgeBucket(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "forceDestroy"), "false", (value) => value === false, "holds"),
    "a bucket with anything in it isn't deleted",
  );
}
