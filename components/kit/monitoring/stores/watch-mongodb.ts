import type { MongodbWish } from "../../../../environments/schema/stores/mongodb.ts";
import { mongodbFollowers } from "../../databases/mongodb/mongodb.ts";
import { replicaSet } from "../../databases/mongodb/mongodb-cluster.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, majorityOf } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/** Hours back that a member can be away and still catch up, at least. */
const oplogHours = 24;

/**
 * MongoDB by Percona's operator, with Percona's exporter beside each member.
 * https://github.com/percona/mongodb_exporter/blob/v0.53.0/exporter/metrics.go
 * https://www.mongodb.com/docs/manual/reference/command/replSetGetStatus/
 * https://www.mongodb.com/docs/manual/reference/command/serverStatus/
 */
export function watchMongodb(store: string, wish: MongodbWish): StoreWatch {
  const series = seriesOf(store, "mongodb");
  const count = 1 + mongodbFollowers(wish);
  const common = {
    store,
    presence: [{ what: "members", count, answering: `sum(mongodb_up{${series}})`, majority: majorityOf(count) }],
    claims: `mongod-data-${store}-${replicaSet}-[0-9]+`,
    certificates: `${store}-tls`,
  };
  const lag = lagOf(series);
  return {
    alerts: [...commonAlerts(common), ...serverAlerts(series), ...(count > 1 ? replicationAlerts(series, lag) : [])],
    panels: [...commonPanels(common), ...panelsOf(series, lag)],
  };
}

function panelsOf(series: string, lag: string): Panel[] {
  return [
    {
      title: "Connections",
      unit: "short",
      queries: [
        {
          expr: `sum by (pod, conn_type) (mongodb_ss_connections{${series},conn_type=~"current|available"})`,
          legend: "{{pod}} {{conn_type}}",
        },
      ],
    },
    { title: "Members behind the primary", unit: "s", queries: [{ expr: lag, legend: "{{member_idx}}" }] },
    {
      title: "Operations",
      unit: "ops",
      queries: [
        {
          expr: `sum by (legacy_op_type) (rate(mongodb_ss_opcounters{${series}}[5m]))`,
          legend: "{{legacy_op_type}}",
        },
      ],
    },
    {
      title: "Time that the log of operations goes back",
      unit: "s",
      queries: [{ expr: `min by (pod) (${oplogOf(series)})`, legend: "{{pod}}" }],
    },
  ];
}

/** Seconds by which each member is behind who is written to; times are in milliseconds. */
function lagOf(series: string): string {
  const last = (states: string, labels: string) =>
    `max${labels} (mongodb_rs_members_optimeDate{${series},member_state=~"${states}"})`;
  return `(scalar(${last("PRIMARY", "")}) - ${last("SECONDARY", " by (member_idx)")}) / 1000`;
}

function oplogOf(series: string): string {
  return `mongodb_mongod_replset_oplog_head_timestamp{${series}} - mongodb_mongod_replset_oplog_tail_timestamp{${series}}`;
}

function serverAlerts(series: string): Alert[] {
  const current = `sum by (pod) (mongodb_ss_connections{${series},conn_type="current"})`;
  const available = `sum by (pod) (mongodb_ss_connections{${series},conn_type="available"})`;
  return [
    {
      name: "MongodbConnectionsNearlyUsedUp",
      expr: `${current} / (${current} + ${available}) > 0.8`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.pod }} has used most of its connections",
      ask: "Let services share one client each and bound its pool (maxPoolSize).",
    },
    {
      name: "MongodbNoPrimary",
      expr: `(count(mongodb_rs_myState{${series}} == 1) or vector(0)) == 0`,
      minutes: 2,
      severity: "critical",
      summary: "no member is primary",
      ask: "Nothing is written. Look whether most members are there and reach each other; an election takes seconds.",
    },
  ];
}

function replicationAlerts(series: string, lag: string): Alert[] {
  return [
    {
      name: "MongodbReplicationLag",
      expr: `${lag} > 60`,
      minutes: 10,
      severity: "warning",
      summary: "{{ $labels.member_idx }} is more than a minute behind",
      ask: "Who reads from it sees old documents, and writes of a majority become slow. Look at the member's disk and CPU.",
    },
    {
      name: "MongodbMemberUnhealthy",
      expr: `min by (member_idx) (mongodb_rs_members_health{${series}}) == 0`,
      minutes: 10,
      severity: "warning",
      summary: "others don't reach {{ $labels.member_idx }}",
      ask: "Look at its pod, then at the network between zones.",
    },
    {
      name: "MongodbOplogShort",
      // A cluster that is younger than that has no longer one.
      expr: `min by (pod) (${oplogOf(series)}) < ${oplogHours} * 3600 and on (pod) mongodb_mongod_replset_oplog_tail_timestamp{${series}} > min_over_time(mongodb_mongod_replset_oplog_tail_timestamp{${series}}[1h])`,
      minutes: 30,
      severity: "warning",
      summary: `the log of operations goes back less than ${oplogHours} hours`,
      ask: "A member that is away for longer has to copy everything. Make storageGiB larger: the log is a twentieth of the volume.",
    },
  ];
}
