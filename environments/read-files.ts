import { dirname, isAbsolute, join, relative, sep } from "node:path";
import type { Issue } from "../components/kit/errors.ts";
import { limits } from "./limits.ts";
import { parseFile } from "./parse.ts";
import { readFile } from "./read-file.ts";
import { showValue } from "./show-value.ts";
import { countNodes, type ListNode, type MapNode, type Place, type Tree } from "./tree.ts";

/** The files that an environment is made of, lowest first, without their `extends`; empty when there are issues. */
export interface ReadFiles {
  readonly trees: readonly MapNode[];
  readonly issues: readonly Issue[];
}

/**
 * Reads a file and all that it extends, depth first: what is named earlier lies lower, the file itself on top. A file
 * that is reached twice is taken once, where it is reached first, so that it never undoes what was laid over it.
 */
export function readFiles(root: string, file: string): ReadFiles {
  const reader = new Reader(root);
  reader.visit(file, { file, line: 1, column: 1 }, []);
  return { trees: reader.issues.length > 0 ? [] : reader.trees, issues: reader.issues };
}

/** A file on the way from the environment to a base. */
interface Step {
  readonly file: string;
  readonly realPath: string;
}

class Reader {
  readonly trees: MapNode[] = [];
  readonly issues: Issue[] = [];
  private readonly root: string;
  private readonly seen = new Set<string>();
  private nodes = 0;

  constructor(root: string) {
    this.root = root;
  }

  visit(file: string, from: Place, way: readonly Step[]): void {
    const read = readFile(this.root, file);
    const [path, value] = way.length === 0 ? ["", undefined] : ["extends", showValue(file, ["extends"], 200)];
    const refuse = (rule: string, wayOut: string): void => {
      this.issues.push({ ...from, path, ...(value === undefined ? {} : { value }), rule, wayOut });
    };
    if ("rule" in read) {
      refuse(read.rule, read.wayOut);
      return;
    }
    const again = way.findIndex(({ realPath }) => realPath === read.realPath);
    if (again >= 0) {
      const chain = [...way.slice(again).map((step) => step.file), file].join(" -> ");
      refuse(`extends itself: ${chain}`, "take one of them out of the circle");
      return;
    }
    if (this.seen.has(read.realPath)) return;
    if (this.seen.size >= limits.files) {
      refuse(`is more than the ${limits.files} files that an environment may be made of`, "join some of them");
      return;
    }
    if (way.length >= limits.extendsDepth) {
      refuse(`is more than ${limits.extendsDepth} files deep`, "name the bases in the environment's own file");
      return;
    }
    // Said once, at the file that was too much; those after it aren't read.
    if (this.nodes > limits.nodes) return;
    this.seen.add(read.realPath);
    const parsed = parseFile(file, read.bytes);
    if (!("tree" in parsed)) {
      this.issues.push(...parsed.issues);
      return;
    }
    this.nodes += countNodes(parsed.tree);
    if (this.nodes > limits.nodes) {
      refuse(
        `makes more than ${limits.nodes} values together with the files before it`,
        "make the environment smaller",
      );
      return;
    }
    const here = [...way, { file, realPath: read.realPath }];
    for (const { reference, at } of this.references(parsed.tree)) this.follow(file, reference, at, here);
    const entries = new Map(parsed.tree.entries);
    entries.delete("extends");
    this.trees.push({ ...parsed.tree, entries });
  }

  private follow(file: string, reference: string, at: Place, way: readonly Step[]): void {
    const problem = referenceProblem(reference);
    if (problem !== undefined) {
      this.issues.push({ ...at, path: "extends", value: showValue(reference, ["extends"]), ...problem });
      return;
    }
    // join() keeps a leading ..; resolving against the root shows whether it leaves the project.
    const target = relative(this.root, join(this.root, dirname(file), reference))
      .split(sep)
      .join("/");
    this.visit(target, at, way);
  }

  private references(tree: MapNode): { readonly reference: string; readonly at: Place }[] {
    const entry = tree.entries.get("extends");
    if (entry === undefined) return [];
    const list: Tree | ListNode = entry.node;
    const items = list.kind === "list" ? list.items : [list];
    return items.flatMap((item) => {
      if (item.kind === "scalar" && typeof item.value === "string") return [{ reference: item.value, at: item.at }];
      this.issues.push({
        ...item.at,
        path: "extends",
        rule: "is not the path of a file",
        wayOut: "write a path relative to this file such as ../base/production.yaml, or a list of them",
      });
      return [];
    });
  }
}

function referenceProblem(reference: string): { rule: string; wayOut: string } | undefined {
  const wayOut = "write a path relative to this file such as ../base/production.yaml";
  if (isAbsolute(reference) || /^[a-z]:[\\/]/i.test(reference)) return { rule: "is an absolute path", wayOut };
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) return { rule: "is a URL, must be a file of this project", wayOut };
  if (reference.includes("\0") || reference.includes("\\")) return { rule: "is not a path with /", wayOut };
  if (!reference.endsWith(".yaml")) return { rule: "doesn't end in .yaml", wayOut };
  return undefined;
}
