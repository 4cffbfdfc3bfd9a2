import { expect } from "vitest";
import { z } from "zod";
import { isUndecided } from "../../../plan/planned-resource.ts";
import type { Build } from "../kit.contract.ts";
import { run, type ContractSubject } from "../subject.contract.ts";

/** That a server of PostgreSQL or MySQL is given with who signed its certificate, and by what a client knows it: as its cloud's row says. */
export async function expectProof(subject: ContractSubject, server: Build): Promise<void> {
  const facts = subject.facts.managedStores?.servers;
  const { authorities, proof } = shape.parse(await (await run(subject, server)).value);
  expect(proof).toBe(facts?.proof);
  // One authority for many servers proves nothing but together with a name; its own is known once it is made.
  const known = facts?.proof === "name";
  expect({ known, toldByServer: isUndecided(authorities) }).toEqual({ known, toldByServer: !known });
  expect(facts?.authorities).toBe(known ? authorities : undefined);
  if (known) expect(authorities).toMatch(/^(?:-----BEGIN CERTIFICATE-----\n[^-]+\n-----END CERTIFICATE-----\n?)+$/);
}

const shape = z.object({ authorities: z.string().min(1), proof: z.enum(["name", "authority"]) });
