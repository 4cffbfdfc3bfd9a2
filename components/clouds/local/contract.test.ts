import { describeRow } from "../row.contract.ts";
import { localEnvironment } from "./environment.fixture.ts";

describeRow(localEnvironment("shop-contract"));
