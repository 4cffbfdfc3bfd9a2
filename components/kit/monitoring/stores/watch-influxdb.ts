import type { InfluxdbWish } from "../../../../environments/schema/stores/influxdb.ts";
import { influxdbClaim } from "../../databases/influxdb/influxdb.ts";
import { decideTasks } from "../../databases/influxdb/downsample.ts";
import type { Alert } from "../alert.ts";
import { commonAlerts, commonPanels, countUp } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import { seriesOf } from "../scrape.ts";
import type { StoreWatch } from "./store-watch.ts";

/**
 * InfluxDB by its own numbers, which it tells on the port of clients.
 * https://docs.influxdata.com/influxdb/v2/reference/internals/metrics/
 * https://github.com/influxdata/influxdb/blob/v2.9.1/tsdb/shard.go
 * https://github.com/influxdata/influxdb/blob/v2.9.1/task/backend/executor/executor_metrics.go
 */
export function watchInfluxdb(store: string, wish: InfluxdbWish): StoreWatch {
  const series = seriesOf(store, "influxdb");
  const common = {
    store,
    presence: [{ what: "servers", count: 1, answering: countUp(series) }],
    claims: influxdbClaim(store),
    certificates: `${store}-tls`,
  };
  const tasks = decideTasks(wish).length > 0;
  return {
    alerts: [...commonAlerts(common), ...writeAlerts(series), ...(tasks ? [taskAlert(series)] : [])],
    panels: [...commonPanels(common), ...panelsOf(series)],
  };
}

function writeAlerts(series: string): Alert[] {
  return [
    {
      name: "InfluxdbWritesFail",
      expr: `sum(increase(storage_shard_write_err_count{${series}}[10m])) > 0`,
      minutes: 10,
      severity: "critical",
      summary: "writes into a database fail at the disk or for want of memory",
      ask: "Read the server's log: a full volume, a cache that is full because files can't be written as fast as points come, or a file that is broken. Make size or storageGiB larger.",
    },
    {
      name: "InfluxdbPointsDropped",
      expr: `sum(increase(storage_shard_write_dropped_sum{${series}}[30m])) > 0`,
      minutes: 30,
      severity: "warning",
      summary: "{{ $value }} points were dropped in half an hour",
      ask: "Who wrote them was told with 422: a field came with another type than it has, or a point is older than its database keeps.",
    },
  ];
}

function taskAlert(series: string): Alert {
  return {
    name: "InfluxdbTaskFails",
    expr: `sum(increase(task_executor_total_runs_complete{${series},status="failed"}[1h])) > 0`,
    minutes: 5,
    severity: "warning",
    summary: "{{ $value }} runs of tasks failed within an hour: a database that is made from another has holes",
    ask: "Look at the runs of its task by influx task log list. A later run fills in as far back as lateMinutes says; older windows a person reckons by hand.",
  };
}

function panelsOf(series: string): Panel[] {
  return [
    {
      title: "Points written",
      unit: "short",
      queries: [{ expr: `sum(rate(storage_shard_write_sum{${series}}[5m]))`, legend: "in a second" }],
    },
    {
      title: "Requests",
      unit: "ops",
      queries: [
        {
          expr: `sum by (path, response_code) (rate(http_api_requests_total{${series},path=~"/(write|query)"}[5m]))`,
          legend: "{{path}} {{response_code}}",
        },
      ],
    },
    {
      // Databases are told by ids that nobody knows.
      title: "Series",
      unit: "short",
      queries: [{ expr: `sum(storage_shard_series{${series}})`, legend: "in all files" }],
    },
    {
      title: "Runs of tasks",
      unit: "short",
      queries: [
        {
          expr: `sum by (status) (increase(task_executor_total_runs_complete{${series}}[1h]))`,
          legend: "{{status}} in an hour",
        },
      ],
    },
    {
      title: "Waiting to be written to files",
      unit: "bytes",
      queries: [{ expr: `sum(storage_cache_inuse_bytes{${series}})`, legend: "in memory" }],
    },
  ];
}
