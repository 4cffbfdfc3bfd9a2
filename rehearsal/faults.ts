import { hexDigits } from "./simulated/texts.ts";

/** A call to a simulated cloud. */
export interface ProviderCall {
  readonly operation: "create" | "update" | "delete";
  readonly urn: string;
}

/** What goes wrong with a call. `lost reply`: the cloud carries it out and nobody hears of it. */
export type Fault = "none" | "fail" | "lost reply";

/** Where a run can be killed: around each provider call. */
export type Boundary = "before call" | "after call" | "after step";

/** What goes wrong in a run: nothing, where a part is absent. */
export interface Faults {
  readonly onCall?: (call: ProviderCall) => Fault;
  /** May wait, to make a cloud slow, and may throw or end the process, to kill the run. */
  readonly onBoundary?: (boundary: Boundary, urn: string) => void | Promise<void>;
}

/** How often what goes wrong: probabilities from 0 to 1, all 0 by default. */
export interface FaultRates {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly lostReply?: number;
}

/** Thrown at a boundary to end a run as `kill -9` does: nothing is tidied up but the lock. */
export class SimulatedKill extends Error {
  override readonly name = "SimulatedKill";
}

/** Faults that follow from a seed: the same seed and the same calls give the same faults. */
export function seededFaults(seed: string, rates: FaultRates): Faults {
  let count = 0;
  return {
    onCall: ({ operation, urn }) => {
      count += 1;
      if (chance(`${seed} lost ${count} ${urn}`) < (rates.lostReply ?? 0)) return "lost reply";
      return chance(`${seed} fail ${count} ${urn}`) < (rates[operation] ?? 0) ? "fail" : "none";
    },
  };
}

/** Kills a run at its nth boundary, counted from 1; `kill` defaults to throwing a SimulatedKill. */
export function killAt(nth: number, kill: () => void = throwKill): Faults {
  let count = 0;
  return {
    onBoundary: () => {
      count += 1;
      if (count === nth) kill();
    },
  };
}

function throwKill(): never {
  throw new SimulatedKill("the run was killed");
}

/** From 0 up to but not including 1. */
function chance(seed: string): number {
  return Number.parseInt(hexDigits(seed, 12), 16) / 2 ** 48;
}
