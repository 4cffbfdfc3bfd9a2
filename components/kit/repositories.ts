import type { Environment } from "../../environments/schema/environment.ts";

/** Repositories of the services' images, each once, sorted: an image without its tag and digest. */
export function repositoriesOf({ domains }: Pick<Environment, "domains">): string[] {
  const images = Object.values(domains).flatMap(({ services }) => Object.values(services).map(({ image }) => image));
  return [...new Set(images.map((image) => image.split(":", 1).join("")))].sort();
}
