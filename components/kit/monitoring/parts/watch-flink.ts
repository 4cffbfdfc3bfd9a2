import type { FlinkWish } from "../../../../environments/schema/services/flink.ts";
import { decideJobManagers, flinkJobIds } from "../../workloads/flink/flink.ts";
import type { Surroundings } from "../../surroundings.ts";
import type { Alert } from "../alert.ts";
import { failedJobAlert, presenceAlerts } from "../common-alerts.ts";
import type { Panel } from "../dashboard.ts";
import type { StoreWatch } from "../stores/store-watch.ts";
import { seriesOfPart, type WatchedPart } from "./part.ts";

/**
 * A Flink cluster and each of its jobs, by the ids that a job may have: its name is what the program calls it.
 * https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/ops/metrics/
 */
export function watchFlink(
  { domain, service }: { readonly domain: string; readonly service: string },
  part: WatchedPart,
  { taskManagers, slots, checkpointSeconds, jobs }: FlinkWish,
  surroundings: Surroundings,
): StoreWatch {
  const series = seriesOfPart(part);
  const running = Object.entries(jobs).flatMap(([job, { stopped }]) => (stopped ? [] : [job]));
  const answering = (role: string) => `count(count by (pod) (up{${series},pod=~"${service}-flink-${role}-.+"} == 1))`;
  return {
    alerts: [
      ...presenceAlerts({
        what: "JobManagers",
        count: decideJobManagers(surroundings),
        answering: answering("jobmanager"),
      }),
      ...presenceAlerts({ what: "TaskManagers", count: taskManagers, answering: answering("taskmanager") }),
      failedJobAlert(domain, `${service}-flink-job-.+`),
      ...running.flatMap((job) => jobAlerts(job, idsOf(domain, service, job, series), checkpointSeconds)),
    ],
    panels: [
      ...clusterPanels(series, taskManagers * slots),
      ...running.flatMap((job) => jobPanels(job, idsOf(domain, service, job, series))),
    ],
  };
}

/** A selector's inside for one job. Of JobManagers only the one that leads tells of jobs. */
function idsOf(domain: string, service: string, job: string, series: string): string {
  return `${series},job_id=~"${flinkJobIds(domain, service, job).join("|")}"`;
}

function jobAlerts(job: string, of: string, checkpointSeconds: number): Alert[] {
  // A checkpoint may take as long as the time between two, and be made up for by the next.
  const late = Math.max(600, 10 * checkpointSeconds);
  return [
    {
      name: "FlinkJobNotRunning",
      part: job,
      expr: `(max(flink_jobmanager_job_runningTime{${of}}) or vector(0)) <= 0`,
      minutes: 10,
      severity: "critical",
      summary: `${job} doesn't run`,
      ask: "Read the leading JobManager's log: the job fails and begins anew, waits for slots, or has ended. docs/flink.md says how it goes on.",
    },
    {
      name: "FlinkJobRestarts",
      part: job,
      expr: `max(increase(flink_jobmanager_job_numRestarts{${of}}[30m])) > 3`,
      minutes: 0,
      severity: "warning",
      summary: `${job} began anew {{ $value }} times in half an hour`,
      ask: "Read the JobManager's log for what it failed at: often one message, a store that is away, or a TaskManager without memory.",
    },
    {
      name: "FlinkCheckpointsLate",
      part: job,
      expr: `time() - max(flink_jobmanager_job_lastCheckpointCompletedTimestamp{${of}}) / 1000 > ${late} and max(flink_jobmanager_job_runningTime{${of}}) > ${late * 1000}`,
      minutes: 5,
      severity: "critical",
      summary: `${job} has made no checkpoint for ${Math.round(late / 60)} minutes`,
      ask: "After a failure it would do all since then again. Look whether the bucket is reached, then whether the job is held up: checkpoints wait behind messages.",
    },
    {
      name: "FlinkCheckpointsFail",
      part: job,
      expr: `max(increase(flink_jobmanager_job_numberOfFailedCheckpoints{${of}}[30m])) > 3`,
      minutes: 0,
      severity: "warning",
      summary: `{{ $value }} checkpoints of ${job} failed in half an hour`,
      ask: "The JobManager's log says at what: the bucket, time, or a task. Ten one after the other end the job.",
    },
    {
      name: "FlinkHeldUp",
      part: job,
      expr: `max by (task_name) (avg_over_time(flink_taskmanager_job_task_backPressuredTimeMsPerSecond{${of}}[15m])) > 800`,
      minutes: 15,
      severity: "warning",
      summary: `{{ $labels.task_name }} of ${job} waits for what comes after it four fifths of the time`,
      ask: "The task after it, or the store that it writes to, is too slow: more parallelism, a larger size, or a faster store.",
    },
  ];
}

function clusterPanels(series: string, slots: number): Panel[] {
  return [
    {
      title: "Slots",
      unit: "short",
      queries: [
        { expr: `max(flink_jobmanager_taskSlotsTotal{${series}})`, legend: "there" },
        { expr: `max(flink_jobmanager_taskSlotsAvailable{${series}})`, legend: "free" },
        { expr: `vector(${slots})`, legend: "wished" },
      ],
    },
    {
      title: "Heap, of what may be used",
      unit: "percentunit",
      queries: [
        {
          expr: `max by (pod) (flink_taskmanager_Status_JVM_Memory_Heap_Used{${series}} / flink_taskmanager_Status_JVM_Memory_Heap_Max{${series}})`,
          legend: "{{pod}}",
        },
      ],
    },
  ];
}

function jobPanels(job: string, of: string): Panel[] {
  return [
    {
      title: `${job}: since the last checkpoint`,
      unit: "s",
      queries: [
        {
          expr: `time() - max(flink_jobmanager_job_lastCheckpointCompletedTimestamp{${of}}) / 1000`,
          legend: "age",
        },
        { expr: `max(flink_jobmanager_job_lastCheckpointDuration{${of}}) / 1000`, legend: "took" },
      ],
    },
    {
      title: `${job}: records`,
      unit: "ops",
      queries: [
        {
          expr: `sum by (task_name) (flink_taskmanager_job_task_numRecordsInPerSecond{${of}})`,
          legend: "{{task_name}}",
        },
      ],
    },
    {
      title: `${job}: part of its time that a task works, or is held up`,
      unit: "percentunit",
      queries: [
        {
          expr: `max by (task_name) (flink_taskmanager_job_task_busyTimeMsPerSecond{${of}}) / 1000`,
          legend: "{{task_name}} works",
        },
        {
          expr: `max by (task_name) (flink_taskmanager_job_task_backPressuredTimeMsPerSecond{${of}}) / 1000`,
          legend: "{{task_name}} held up",
        },
      ],
    },
    {
      title: `${job}: records that wait where it reads, as far as the source says`,
      unit: "short",
      queries: [
        {
          expr: `sum by (task_name) (flink_taskmanager_job_task_operator_pendingRecords{${of}})`,
          legend: "{{task_name}}",
        },
      ],
    },
  ];
}
