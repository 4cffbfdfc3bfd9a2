#!/usr/bin/env node
// `npx pulumi` in this project: the Pulumi CLI of the npm package `pulumi`, and a way on where it can't be downloaded.
import { launch } from "./launch.js";

await launch(import.meta.url, new URL("pulumi-main.ts", import.meta.url).href);
