// `npm run control-plane`: builds the programs, or finds them built, and prints their folder.
import { UsageError } from "../../components/kit/errors.ts";
import { controlPlanePrograms } from "./programs.ts";

try {
  const folder = await controlPlanePrograms(process.env, (line) => process.stderr.write(`landbridge: ${line}\n`));
  process.stdout.write(`${folder}\n`);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`landbridge: ${error.message}\n`);
  process.exitCode = 2;
}
