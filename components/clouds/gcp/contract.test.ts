import { describeRow } from "../row.contract.ts";
import { gcpEnvironment } from "./environment.fixture.ts";

describeRow(gcpEnvironment({}, "shop-contract"), { stateRegions: ["europe-west4", "europe-north1"] });
