import type { HostWish } from "../../../environments/schema/edge.ts";

/** What a CDN keeps of a host's responses. Responses that say private or no-store are never kept. */
export type CachePlan =
  | { readonly mode: "none" }
  /** Only what the origin's own Cache-Control allows: what says nothing may be one visitor's page. */
  | { readonly mode: "origin" }
  /** What says nothing too: files are the same for all visitors. */
  | { readonly mode: "static"; readonly defaultSeconds: number };

const daySeconds = 24 * 60 * 60;

/** How long a CDN keeps what a host answers. A bucket holds files, so that it is always static. */
export function decideCache(host: HostWish): CachePlan {
  const wanted = host.to === "bucket" ? "static" : host.cache;
  switch (wanted) {
    case "none":
      return { mode: "none" };
    case "ssr":
      return { mode: "origin" };
    case "static":
      return { mode: "static", defaultSeconds: daySeconds };
  }
}
