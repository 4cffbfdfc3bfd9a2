import { canonicalJson } from "../../../components/kit/names.ts";
import { isObject } from "../../../plan/planned-resource.ts";
import { containersOf, podSpecOf, servingTypes } from "../../facts/pods.ts";
import {
  at,
  expectValue,
  inputsOf,
  itemsOf,
  judged,
  notApplicable,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every serving container has startup, readiness and liveness probes, and the last two differ. */
export const probesAreSet: ResourceRule = {
  id: "PK-WKL-016",
  name: "probes-are-set",
  says: "Every serving container has startup, readiness and liveness probes, and the last two differ.",
  why: "Without readiness, users meet pods that can't answer; with a liveness probe that equals it, an overload becomes a restart loop.",
  fix: "Set `startupProbe`, `readinessProbe` and `livenessProbe`; let liveness ask something that depends on nothing else.",
  severity: "medium",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["A1.2", "SI-13"],
  source: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
  appliesTo: servingTypes,
  judge: (resource) => {
    const { containers, findings } = containersOf(podSpecOf(resource), ["containers"]);
    // A worker serves nothing that could be asked; it says so, and has no ports.
    const reason = textAt(at(inputsOf(resource), "metadata", "annotations", "landbridge.dev/no-probes")) ?? "";
    if (reason.length >= 10 && findings.length === 0 && containers.every((container) => servesNothing(container)))
      return notApplicable(`it says: ${reason}`);
    return judged([...findings, ...containers.flatMap(judgeProbes)], "every container has its probes");
  },
};

function servesNothing(container: Place): boolean {
  const { items, findings } = itemsOf(at(container, "ports"));
  return items.length === 0 && findings.length === 0;
}

const handlers = ["exec", "grpc", "httpGet", "tcpSocket"];

function judgeProbes(container: Place): Finding[] {
  const probes = ["startupProbe", "readinessProbe", "livenessProbe"].map((kind) => at(container, kind));
  const missing = probes.flatMap((probe) =>
    expectValue(
      probe,
      `a probe with one of ${handlers.join(", ")}`,
      (value) => isObject(value) && handlers.some((handler) => isObject(value[handler])),
    ),
  );
  const [, readiness, liveness] = probes;
  if (missing.length > 0 || readiness === undefined || liveness === undefined) return missing;
  return canonicalJson(readiness.value) === canonicalJson(liveness.value)
    ? [violated(`${liveness.path} equals readinessProbe; an overloaded container would be restarted`)]
    : [];
}
