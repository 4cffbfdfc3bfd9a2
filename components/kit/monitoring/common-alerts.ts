import { namespaces } from "../cluster/namespaces.ts";
import { freshHours } from "../databases/copies/copy-scripts.ts";
import type { Alert } from "./alert.ts";
import type { Panel } from "./dashboard.ts";

/** What of any store is there, and where its data is. */
export interface Presence {
  /** What answers, e.g. `servers`. */
  readonly what: string;
  /** How many there are to be. */
  readonly count: number;
  /** An expression of how many answer; without a value where none does. */
  readonly answering: string;
  /** How many have to answer for the store to work; absent where one alone does. */
  readonly majority?: number;
  /** What becomes of the store where fewer do, as a sentence. - behaviour: nothing is written. */
  readonly without?: string;
}

/** What alerts of any store depend on. */
export interface CommonSubject {
  readonly store: string;
  readonly presence: readonly Presence[];
  /** A regular expression of the names of its volumes' claims. */
  readonly claims: string;
  /** Part of a volume that is to stay free. - behaviour: a tenth. */
  readonly free?: number;
  /** A regular expression of the names of its certificates. */
  readonly certificates: string;
}

/** More than half. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1;
}

/** Where every server is one of `series`, and a number of each says that it is up. */
export function countUp(series: string): string {
  return `count(count by (pod) (up{${series}} == 1))`;
}

/** How many answer, zero where nobody does. */
function known(answering: string): string {
  return `(${answering} or vector(0))`;
}

/** What the Jobs of a store are called behind its name. */
const jobs = ["backup", "repair", "restore", "restore-test", "setup", "trial", "upkeep"] as const;

/** What can be wrong with any store: servers, volumes, certificates. */
export function commonAlerts({ store, presence, claims, free = 0.1, certificates }: CommonSubject): Alert[] {
  return [
    ...presence.flatMap(presenceAlerts),
    ...volumeAlerts(claims, free),
    { ...failedJobAlert(namespaces.data, `${store}-(?:${jobs.join("|")})(?:-.+)?`), name: "StoreJobFailed" },
    ...timelyAlerts(store),
    ...certificateAlerts(certificates),
  ];
}

/**
 * A Job that failed, by the condition and not by the count of pods: one that did better at its second try has a failed pod for ever.
 * https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/job-metrics.md
 */
export function failedJobAlert(namespace: string, jobs: string): Alert {
  return {
    name: "JobFailed",
    expr: `kube_job_failed{namespace="${namespace}",job_name=~"${jobs}",condition="true"} > 0`,
    minutes: 15,
    severity: "warning",
    summary: "the Job {{ $labels.job_name }} failed",
    ask: "What sets it up, copies it or tries its copies didn't end well: read the log of the Job's pod. A later one that does better doesn't silence this: delete the failed one.",
  };
}

/**
 * What a CronJob did last. One that never did well is as old as it is itself.
 * https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/cronjob-metrics.md
 */
export function lastDone(selector: string): string {
  return `(kube_cronjob_status_last_successful_time{${selector}} or kube_cronjob_created{${selector}})`;
}

/** Whether what is done to a store again and again is done: whoever is copied, tried or repaired by a CronJob has one of such a name. */
function timelyAlerts(store: string): Alert[] {
  const copies = `namespace="${namespaces.data}",cronjob="${store}-backup"`;
  const any = `namespace="${namespaces.data}",cronjob=~"${store}-(?:${jobs.join("|")})"`;
  return [
    {
      name: "StoreCopyOverdue",
      expr: `time() - ${lastDone(copies)} > ${freshHours} * 3600`,
      minutes: 60,
      severity: "critical",
      summary: `the last copy is more than ${freshHours} hours old`,
      ask: "Read the log of the newest Job of {{ $labels.cronjob }}: the way to the bucket, rights there, or the store itself. Begin one by hand with `kubectl create job --from=cronjob/{{ $labels.cronjob }}`.",
    },
    {
      name: "StoreScheduleMissed",
      // Whatever its schedule: the last time that it began, it didn't end well within a day.
      expr: `kube_cronjob_status_last_schedule_time{${any}} > ${lastDone(any)}`,
      minutes: 24 * 60,
      severity: "warning",
      summary: "{{ $labels.cronjob }} didn't end well the last time",
      ask: "Read the log of its newest Job. What tries copies says what is wrong with them: until it is mended, don't count on the newest.",
    },
  ];
}

/** Whether certificates, whose names fit a regular expression, are renewed. */
export function certificateAlerts(certificates: string): Alert[] {
  return [
    {
      name: "StoreCertificateNotRenewed",
      // cert-manager says itself when it wants to have renewed a certificate.
      expr: `time() - certmanager_certificate_renewal_timestamp_seconds{${certificatesOf(certificates)}} > 2 * 86400`,
      minutes: 30,
      severity: "warning",
      summary: "certificate {{ $labels.name }} should have been renewed two days ago",
      ask: "Look at the Certificate and its CertificateRequest in the stores' namespace, then at cert-manager's log. Clients fail when the certificate ends.",
    },
    {
      name: "StoreCertificateEnds",
      expr: `certmanager_certificate_expiration_timestamp_seconds{${certificatesOf(certificates)}} - time() < 7 * 86400`,
      minutes: 30,
      severity: "critical",
      summary: "certificate {{ $labels.name }} ends within a week",
      ask: "Renew it by hand with cmctl renew; if that fails, mend who signs (the Issuer in the stores' namespace) first.",
    },
  ];
}

/** Whether enough of what there is to be answers. */
export function presenceAlerts({
  what,
  count,
  answering,
  majority,
  without = "Nothing is written until more are back.",
}: Presence): Alert[] {
  const down: Alert = {
    name: "StoreDown",
    part: what,
    expr: `${known(answering)} == 0`,
    minutes: 2,
    severity: "critical",
    summary: `none of its ${what} answers`,
    ask: "Look at its pods and their events, then at the operator's log. If the numbers alone are missing, look at the PodMonitor's target in Prometheus.",
  };
  const missing: Alert = {
    name: "StoreServersMissing",
    part: what,
    expr: `${known(answering)} < ${count}`,
    minutes: 15,
    severity: "warning",
    summary: `{{ $value }} of ${count} ${what} answer`,
    ask: "Look at pods that aren't ready and why: no room on nodes, a volume in a lost zone, a container that is killed for memory. A roll takes less than this for each.",
  };
  if (count === 1) return [down];
  if (majority === undefined || majority <= 1) return [down, missing];
  const lost: Alert = {
    name: "StoreMajorityLost",
    part: what,
    expr: `${known(answering)} < ${majority}`,
    minutes: 2,
    severity: "critical",
    summary: `{{ $value }} of ${count} ${what} answer, ${majority} have to`,
    ask: `${without} Bring pods back, zones and nodes first; never delete volumes to hurry.`,
  };
  return [down, lost, missing];
}

/** The kubelet's numbers. https://kubernetes.io/docs/reference/instrumentation/metrics/ */
function volumeAlerts(claims: string, free: number): Alert[] {
  const selector = `{namespace="${namespaces.data}",persistentvolumeclaim=~"${claims}"}`;
  const available = `kubelet_volume_stats_available_bytes${selector}`;
  const share = `${available} / kubelet_volume_stats_capacity_bytes${selector}`;
  const ask =
    "Make storageGiB larger in the environment: volumes grow while they are used. Find what fills it besides.";
  return [
    {
      name: "StoreVolumeNearlyFull",
      expr: `${share} < ${free}`,
      minutes: 5,
      severity: "critical",
      summary: `less than ${Math.round(free * 100)} % of volume {{ $labels.persistentvolumeclaim }} is free`,
      ask,
    },
    {
      name: "StoreVolumeFillsUp",
      expr: `predict_linear(${available}[6h], 86400) < 0 and ${share} < ${free + 0.3}`,
      minutes: 60,
      severity: "warning",
      summary: "volume {{ $labels.persistentvolumeclaim }} will be full within a day if it goes on like this",
      ask,
    },
  ];
}

function certificatesOf(names: string): string {
  return `namespace="${namespaces.data}",name=~"${names}"`;
}

/** What is shown of any store. */
export function commonPanels({ presence, claims }: Pick<CommonSubject, "presence" | "claims">): Panel[] {
  const selector = `{namespace="${namespaces.data}",persistentvolumeclaim=~"${claims}"}`;
  return [
    {
      title: "Answering",
      unit: "short",
      queries: presence.map(({ what, answering }) => ({ expr: known(answering), legend: what })),
    },
    {
      title: "Volumes in use",
      unit: "percentunit",
      queries: [
        {
          expr: `1 - kubelet_volume_stats_available_bytes${selector} / kubelet_volume_stats_capacity_bytes${selector}`,
          legend: "{{persistentvolumeclaim}}",
        },
      ],
    },
  ];
}
