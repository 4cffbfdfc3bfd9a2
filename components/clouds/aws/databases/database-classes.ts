import { smallestWith, type Capacity } from "../../../kit/sizes.ts";

/** A machine of RDS. */
export interface DatabaseClass extends Capacity {
  readonly name: string;
}

/**
 * The machines that databases run on, cheapest first: Graviton, for every PostgreSQL from 16 on. Those with a t share
 * processors and are given more than their share for a price, so that what begins small isn't slowed down; from 2 CPUs and
 * 8 GiB on they are steady. A region without m7g takes another family by a transform.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 */
export const databaseClasses: readonly DatabaseClass[] = [
  { name: "db.t4g.micro", cpu: 2, memoryGiB: 1 },
  { name: "db.t4g.small", cpu: 2, memoryGiB: 2 },
  { name: "db.t4g.medium", cpu: 2, memoryGiB: 4 },
  { name: "db.m7g.large", cpu: 2, memoryGiB: 8 },
  { name: "db.m7g.xlarge", cpu: 4, memoryGiB: 16 },
  { name: "db.m7g.2xlarge", cpu: 8, memoryGiB: 32 },
  { name: "db.m7g.4xlarge", cpu: 16, memoryGiB: 64 },
];

/** The cheapest machine with at least this capacity. Throws where none is large enough. */
export function decideDatabaseClass(wanted: Capacity): DatabaseClass {
  return smallestWith(databaseClasses, wanted, "machine");
}
