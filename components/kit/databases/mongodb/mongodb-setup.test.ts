import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { decideMongodbSetup, mongodbSetupFolders } from "./mongodb-setup.ts";
import type { MongodbLogin } from "./mongodb.ts";

interface Role {
  readonly role: string;
  readonly db: string;
}

interface Command {
  readonly usersInfo?: number;
  readonly createUser?: string;
  readonly updateUser?: string;
  readonly dropUser?: string;
  readonly pwd?: string;
  readonly roles?: readonly Role[];
}

/** As much of a server as the script talks to. It takes no command that DocumentDB and Azure don't both have. */
class Server {
  readonly users = new Map<string, { pwd: string; roles: readonly Role[] }>();
  readonly mine = new Map<string, unknown>();
  readonly commands: string[] = [];
  uri = "";
  /** What a command is answered with instead. */
  refuse: (command: Command) => object | undefined = () => undefined;

  run(command: Command): object {
    const [verb = ""] = Object.keys(command);
    this.commands.push(verb === "usersInfo" ? verb : `${verb} ${String(Object.values(command)[0])}`);
    const refused = this.refuse(command);
    if (refused !== undefined) return refused;
    const { createUser, updateUser, dropUser, pwd = "", roles = [] } = command;
    if (command.usersInfo === 1)
      return { ok: 1, users: [...this.users].map(([user, { roles: given }]) => ({ user, roles: given })) };
    if (createUser !== undefined && !this.users.has(createUser)) this.users.set(createUser, { pwd, roles });
    else if (updateUser !== undefined && !("roles" in command))
      this.users.set(updateUser, { roles: this.users.get(updateUser)?.roles ?? [], pwd });
    else if (dropUser !== undefined && this.users.delete(dropUser)) return { ok: 1 };
    else if (createUser !== undefined || updateUser === undefined) return { ok: 0, codeName: "Refused" };
    return { ok: 1 };
  }
}

const passwords = { "commerce-order": "order-password", "commerce-report": "report-password" } as const;

function runOn(server: Server, logins: readonly MongodbLogin[], rolesOf: "database" | "cluster" = "database") {
  const printed: string[] = [];
  let exit = 0;
  const logged = {
    updateOne: ({ _id }: { _id: string }, { $set }: { $set: unknown }) => void server.mine.set(_id, $set),
    find: () => ({ toArray: () => [...server.mine.keys()].map((_id) => ({ _id })) }),
    deleteOne: ({ _id }: { _id: string }) => void server.mine.delete(_id),
  };
  class Mongo {
    constructor(uri: string) {
      server.uri = uri;
    }
    getDB = () => ({ runCommand: (command: Command) => server.run(command), getCollection: () => logged });
  }
  const readFileSync = (path: string): string => {
    const found = Object.entries(passwords).find(([name]) => path === `${mongodbSetupFolders.passwords}/${name}`);
    if (found === undefined) throw new Error(`no file ${path}`);
    return `${found[1]}\n`;
  };
  const env = {
    MONGODB_SCHEME: "mongodb",
    MONGODB_HOST: "cluster.example:27017",
    MONGODB_OPTIONS: "tls=true",
    MONGODB_USER: "landbridge",
    MONGODB_PASSWORD: "admin-password",
  };
  runInNewContext(decideMongodbSetup({ database: "orders", rolesOf, logins })["setup.js"], {
    Mongo,
    print: (line: string) => void printed.push(line),
    process: { env, exit: (code: number) => void (exit = code) },
    require: () => ({ readFileSync }),
    encodeURIComponent,
  });
  return { printed, exit };
}

const order = { name: "commerce-order", access: "read-write" } as const;
const report = { name: "commerce-report", access: "read" } as const;

const rolesIn = (server: Server) =>
  Object.fromEntries(
    [...server.users].map(([user, { roles }]) => [user, roles.map(({ role, db }) => `${role}@${db}`)]),
  );

describe("the script that sets up a cluster", () => {
  it("lets a reader read and a writer also write one database", () => {
    const server = new Server();
    expect(runOn(server, [order, report]).exit).toBe(0);
    expect(rolesIn(server)).toEqual({
      "commerce-order": ["readWrite@orders"],
      "commerce-report": ["read@orders"],
    });
  });

  it("gives roles for all of the cluster where there is nothing smaller", () => {
    const server = new Server();
    runOn(server, [order, report], "cluster");
    expect(rolesIn(server)).toEqual({
      "commerce-order": ["clusterAdmin@admin", "readWriteAnyDatabase@admin"],
      "commerce-report": ["readAnyDatabase@admin"],
    });
  });

  it("changes nothing but passwords when it runs again", () => {
    const server = new Server();
    runOn(server, [order, report]);
    const before = structuredClone(server.users);
    server.commands.length = 0;
    expect(runOn(server, [order, report]).exit).toBe(0);
    expect(server.users).toEqual(before);
    expect(server.commands).toEqual([
      "usersInfo",
      "updateUser commerce-order",
      "updateUser commerce-report",
      "usersInfo",
    ]);
  });

  it("makes a user anew whose rights change, since not every service changes roles", () => {
    const server = new Server();
    runOn(server, [report]);
    server.commands.length = 0;
    runOn(server, [{ ...report, access: "read-write" }]);
    expect(server.commands.slice(1, 3)).toEqual(["dropUser commerce-report", "createUser commerce-report"]);
    expect(rolesIn(server)).toEqual({ "commerce-report": ["readWrite@orders"] });
  });

  it("drops users of services that are gone, and leaves those alone that people made", () => {
    const server = new Server();
    runOn(server, [order, report]);
    server.users.set("by-hand", { pwd: "", roles: [] });
    expect(runOn(server, [order]).exit).toBe(0);
    expect([...server.users.keys()]).toEqual(["commerce-order", "by-hand"]);
    expect([...server.mine.keys()]).toEqual(["commerce-order"]);
  });

  it("goes on where an earlier run was cut off", () => {
    const server = new Server();
    server.refuse = ({ createUser }) => (createUser === "commerce-report" ? { ok: 0, codeName: "Busy" } : undefined);
    expect(runOn(server, [order, report]).exit).toBe(1);
    server.refuse = () => undefined;
    expect(runOn(server, [order, report]).exit).toBe(0);
    expect([...server.users.keys()]).toEqual(["commerce-order", "commerce-report"]);
  });

  it("fails when a server took a user and not its rights", () => {
    const server = new Server();
    server.refuse = ({ createUser }) => {
      if (createUser !== undefined) server.users.set(createUser, { pwd: "", roles: [] });
      return createUser === undefined ? undefined : { ok: 1 };
    };
    const { exit, printed } = runOn(server, [order]);
    expect({ exit, printed: printed.at(-1) }).toEqual({
      exit: 1,
      printed: "not set up: user commerce-order has the rights , not readWrite@orders",
    });
  });

  it("prints no password, also when a server's answer repeats it", () => {
    const server = new Server();
    const answer = { ok: 0, code: 13, errmsg: "refused order-password" };
    server.refuse = ({ createUser }) => (createUser === undefined ? undefined : answer);
    const { printed } = runOn(server, [order]);
    expect(printed).toEqual(["not set up: createUser failed: 13"]);
    expect(server.uri).toContain("landbridge:admin-password@cluster.example:27017/admin?tls=true&");
  });
});

it("holds no password, and tells the shell to write nothing down", () => {
  const files = decideMongodbSetup({ database: "orders", rolesOf: "database", logins: [order, report] });
  expect(Object.values(files).join("")).not.toMatch(/order-password|admin-password/);
  expect(files["mongosh.conf"]).toContain("disableLogging: true");
});
