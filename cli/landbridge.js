#!/usr/bin/env node
import { launch } from "./launch.js";

await launch(import.meta.url, new URL("main.ts", import.meta.url).href);
