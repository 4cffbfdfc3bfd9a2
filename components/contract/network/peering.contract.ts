import { describe, expect, it } from "vitest";
import { UnsupportedError } from "../../kit/errors.ts";
import { accepting, neighbour, peeringNames } from "./peering-kit.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";

/** What every cloud must do that joins networks of its own. */
export function describePeering(subject: ContractSubject): void {
  describe("ways to networks on the same cloud", () => {
    if (!subject.capabilities["network.peers.peering"].supported) {
      it("are refused by name", async () => {
        await expect(run(subject, (kit) => kit.peering())).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    it("name the other's network, and are put out to it where it has to accept", async () => {
      const { resources, value } = await run(subject, (kit) => kit.peering());
      const ways = made(resources, peeringNames.peering);
      expect(ways).not.toEqual([]);
      const [network = ""] = subject.others?.networks ?? [];
      expect(JSON.stringify(ways.map(({ inputs }) => inputs))).toContain(network.split("/").at(-1));
      const asked = await value;
      expect(asked === "" || (typeof asked === "string" && asked.includes(peeringNames.peering))).toBe(true);
    });

    it("are made once by each side: the one that accepts is told of no connection that it asked for", async () => {
      const { value } = await run(subject, (kit) =>
        kit.peering({ environment: accepting, peer: { connection: "first" } }),
      );
      expect(await value).toBe("");
    });

    it("have the other environment's name in theirs", async () => {
      const { resources } = await run(subject, (kit) => kit.peering());
      for (const { name } of made(resources, peeringNames.peering))
        expect(name.startsWith(`${peeringNames.peering}-${neighbour}`) ? name : `${name}?`).toBe(name);
    });
  });
}
