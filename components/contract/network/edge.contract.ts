import { describe, expect, it } from "vitest";
import { z } from "zod";
import { refuses } from "../offers.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";
import { bucketHost, edgeNames, edgePlan, gatewayHost } from "./edge-kit.contract.ts";

/** What every cloud must do about names, certificates and the way in from the world, or refuse by name. */
export function describeEdge(subject: ContractSubject): void {
  const { edge, "edge.buckets": buckets } = subject.capabilities;

  describe("the public edge", () => {
    if (!edge.supported) {
      it("is refused by name, and so is a zone", async () => {
        await refuses(subject, (kit) => kit.edge());
        await refuses(subject, (kit) => kit.dnsZone());
      });
      return;
    }

    it("gives each host a name of its own, which isn't the host's", async () => {
      const { value } = await run(subject, (kit) => kit.edge({ plan: { hosts: [gatewayHost("www")] }, zone: false }));
      const { hostNames, records } = edgeShape.parse(await value);
      // The gateway's address, and what proves that a certificate may be made.
      expect(records.length).toBeGreaterThanOrEqual(2);
      expect(Object.keys(hostNames)).toEqual(["www"]);
      expect(Object.values(hostNames)).not.toContain("www.shop.example.org");
    });

    it("makes records where the zone is here, and none where it is elsewhere", async () => {
      const { resources } = await run(subject, (kit) => kit.edge({ zone: false }));
      expect(made(resources, edgeNames.edge).filter(({ type }) => /record/i.test(type))).toEqual([]);
      const { resources: withZone } = await run(subject, (kit) => kit.edge());
      const records = made(withZone, edgeNames.edge).filter(({ type }) => /record/i.test(type));
      // A host's own, its certificate's, and the gateway's at least.
      expect(records.length).toBeGreaterThanOrEqual(2 * edgePlan.hosts.length + 1);
    });

    it("asks the gateway for its certificate: nothing is sent on in the clear", async () => {
      const { resources } = await run(subject, (kit) => kit.edge());
      const text = JSON.stringify(made(resources, edgeNames.edge).map(({ inputs }) => inputs));
      expect(text).toContain(edgePlan.originName);
      expect(text).not.toMatch(/"(http-only|match-viewer|HttpOnly|MatchRequest|HTTP2?)"/);
    });

    it("has a certificate for each host", async () => {
      const { resources } = await run(subject, (kit) => kit.edge());
      const text = JSON.stringify(
        made(resources, edgeNames.edge)
          .filter(({ type }) => /certificate:Certificate$|CustomDomain/.test(type))
          .map(({ inputs }) => inputs),
      );
      for (const { fqdn } of edgePlan.hosts) expect(text).toContain(fqdn);
    });

    if (!buckets.supported) return;

    it("reads a private bucket without making it public", async () => {
      const hosts = [bucketHost("static", "assets")];
      const { resources } = await run(subject, (kit) => kit.edge({ plan: { hosts }, gateway: undefined }));
      const bucket = made(resources, "shop-granted-assets");
      expect(bucket.length).toBeGreaterThan(0);
      const text = JSON.stringify(resources.map(({ inputs }) => inputs));
      expect(text).not.toMatch(/allUsers|allAuthenticatedUsers|"PublicRead|public-read/i);
      const readers = made(resources, edgeNames.edge).filter(({ dependencies }) =>
        dependencies.some((urn) => urn.includes("shop-granted-assets")),
      );
      expect(readers.length).toBeGreaterThan(0);
    });
  });
}

const edgeShape = z.object({ hostNames: z.record(z.string(), z.string().min(1)), records: z.array(z.string()) });
