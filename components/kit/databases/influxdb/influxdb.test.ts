import { describe, expect, it } from "vitest";
import { influxdb } from "../../../../environments/schema/stores/influxdb.ts";
import { size as sizeClass } from "../../../../environments/schema/names.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { sizes } from "../../sizes.ts";
import { smallestSizes } from "../store-sizes.ts";
import { decideServerClaim } from "../server-claim.ts";
import { decideInfluxdbServer } from "./influxdb-server.ts";
import { decideInfluxdbSettings } from "./influxdb.ts";

const wishOf = (more: object = {}) => influxdb.parse({ kind: "influxdb", databases: { raw: {} }, ...more });
const parts = { store: "readings", image: "influxdb", config: "start", certificate: "readings-tls" };
const large = sizeClass.options.filter((size) => sizes[size].memoryGiB >= sizes[smallestSizes.influxdb].memoryGiB);

describe("a server of InfluxDB", () => {
  it.each(large)(
    "of size %s grants queries less memory together than it has, and each that begins its part",
    (size) => {
      const settings = decideInfluxdbSettings({ size });
      const number = (name: string) => Number(settings[name]);
      const memory = sizes[size].memoryGiB * 1024 ** 3;
      const together = number("INFLUXD_QUERY_MAX_MEMORY_BYTES");
      // Else the server doesn't start.
      expect(number("INFLUXD_QUERY_CONCURRENCY") * number("INFLUXD_QUERY_INITIAL_MEMORY_BYTES")).toBeLessThanOrEqual(
        together,
      );
      expect(number("INFLUXD_QUERY_MEMORY_BYTES")).toBeLessThanOrEqual(together);
      expect(together + number("INFLUXD_STORAGE_CACHE_MAX_MEMORY_SIZE")).toBeLessThan(number("GOMEMLIMIT"));
      expect(number("GOMEMLIMIT")).toBeLessThan(memory);
      for (const [name, value] of Object.entries(settings))
        if (name !== "INFLUXD_TLS_MIN_VERSION") expect(value).not.toMatch(/^\d*\.|NaN/);
    },
  );

  it("speaks TLS alone, tells its makers nothing, and keeps all that it writes on its volume", () => {
    const settings = decideInfluxdbSettings({ size: "small" });
    expect(settings).toMatchObject({
      INFLUXD_REPORTING_DISABLED: "true",
      INFLUXD_TLS_CERT: "/etc/landbridge/tls/tls.crt",
      INFLUXD_TLS_MIN_VERSION: "1.2",
      INFLUXD_UI_DISABLED: "true",
      INFLUXD_USE_HASHED_TOKENS: "true",
    });
    const paths = Object.entries(settings).filter(([name]) => name.endsWith("_PATH"));
    expect(paths.map(([, path]) => path.startsWith("/var/lib/influxdb2/"))).toEqual([true, true, true]);
  });

  it("is one pod that may write only to its volume and to what goes with it, on nodes for data", () => {
    const { replicas, template } = decideInfluxdbServer(wishOf(), parts, exampleSurroundings());
    const [container] = template.spec.containers;
    expect(replicas).toBe(1);
    expect(template.spec.nodeSelector).toEqual({ "landbridge.dev/purpose": "data" });
    expect(container?.securityContext.readOnlyRootFilesystem).toBe(true);
    const written = container?.volumeMounts.filter((mount) => !("readOnly" in mount)).map(({ name }) => name);
    expect(written).toEqual(["data", "tmp"]);
    const tags = Object.keys(template.metadata.labels).filter((label) => label.startsWith("landbridge.dev/"));
    expect(tags).toEqual([]);
  });

  it("is asked over TLS how it is", () => {
    const [container] = decideInfluxdbServer(wishOf(), parts, exampleSurroundings()).template.spec.containers;
    const probes = [container?.startupProbe, container?.readinessProbe, container?.livenessProbe];
    for (const probe of probes) expect(probe?.httpGet).toMatchObject({ port: "https", scheme: "HTTPS" });
  });

  it("has a volume of the class that it is given, or of the cluster's choice", () => {
    expect(decideServerClaim(wishOf({ storageGiB: 50 }).storageGiB, { storageClass: "fast" })).toEqual({
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "50Gi" } },
    });
    expect(decideServerClaim(wishOf().storageGiB, { storageClass: "" })).not.toHaveProperty("storageClassName");
  });
});
