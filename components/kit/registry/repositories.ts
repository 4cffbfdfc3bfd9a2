import type { Environment } from "../../../environments/schema/environment.ts";
import { repositoryOf } from "../events/events.ts";

/** Repositories of the services' and functions' images, each once, sorted: an image without its tag and digest. */
export function repositoriesOf({ domains, events }: Pick<Environment, "domains" | "events">): string[] {
  const all = [
    ...Object.values(domains).flatMap(({ services }) => Object.values(services)),
    ...Object.values(events?.functions ?? {}),
  ];
  return [...new Set(all.map(({ image }) => repositoryOf(image)))].sort();
}
