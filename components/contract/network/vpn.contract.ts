import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UnsupportedError } from "../../kit/errors.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";
import { sharedSecret, vpnNames } from "./vpn-kit.contract.ts";

/** What every cloud with tunnels to others must do. */
export function describeVpn(subject: ContractSubject): void {
  describe("ways to other environments' networks", () => {
    if (!subject.capabilities["network.peers.vpn"].supported) {
      it("are refused by name", async () => {
        await expect(run(subject, (kit) => kit.vpn())).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    it("are made in steps: the gateway first, tunnels once the peer's addresses are known", async () => {
      const types = async (gateways: string[] | undefined): Promise<string[]> =>
        made((await run(subject, (kit) => kit.vpn({ peer: { gateways } }))).resources, vpnNames.vpn).map(
          ({ urn }) => urn,
        );
      const [before, after] = [await types(undefined), await types(["203.0.113.10", "198.51.100.20"])];
      expect(before).not.toEqual([]);
      // What was there stays: nothing is made again for the second step.
      expect(before.filter((urn) => !after.includes(urn))).toEqual([]);
      expect(after.length).toBeGreaterThan(before.length);
    });

    it("give a peer two addresses or four, each its own", async () => {
      const { value } = await run(subject, (kit) => kit.vpn());
      const addresses = z.array(z.string().min(1)).parse(await value);
      expect([2, 4]).toContain(addresses.length);
      expect(new Set(addresses).size).toBe(addresses.length);
    });

    it("have keys that are nowhere in a plan, nor what they are made from", async () => {
      const { resources } = await run(subject, (kit) => kit.vpn());
      const plan = JSON.stringify(made(resources, vpnNames.vpn));
      expect(plan).not.toContain(sharedSecret);
      expect(plan).not.toMatch(/k[0-9a-f]{62}/);
      expect(plan).toMatch(/"(?:sharedSecret|sharedKey|tunnel1PresharedKey)"/);
    });
  });
}
