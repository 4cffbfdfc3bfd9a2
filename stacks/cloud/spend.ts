import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "./place.ts";

/** The budget with its notices, where the environment has one. */
export function createBudget({ name, environment, cloud, opts }: Place): void {
  const { budget: wish } = environment;
  if (wish !== undefined) cloud.budget(`${name}-budget`, { wish, tags: decideTags(environment) }, opts);
}
