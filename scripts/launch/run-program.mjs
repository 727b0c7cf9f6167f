import { spawn } from "node:child_process";
import { accessSync, existsSync, constants as fsConstants, mkdirSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { LaunchError } from "./launch-error.mjs";
import { watchCaller } from "./watch-caller.mjs";

/**
 * Runs a program to its end, passing signals on.
 *
 * It gets an IPC channel that carries no messages: when it closes, we are gone (perhaps by kill -9) and a server
 * should drain and end too.
 * @param {{project: string, runtime: string, flags: string[], env: Record<string, string>, file: string, args: string[]}} program
 *   `flags` are for Node itself; `env` is set besides what we have
 * @returns {Promise<number>} its exit code, 128 + n after signal n as a shell has it
 */
export async function runProgram({ project, runtime, flags, env, file, args }) {
  const child = spawn(runtime, [...flags, file, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...programEnvironment(project, runtime), ...env },
  });
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    // A Ctrl-C goes to every process of the terminal's foreground group, our child included; a second one would
    // make many programs give up at once.
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, pass);
  watchCaller(() => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new LaunchError(`${runtime} could not be started: ${error.message}`)),
    );
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * @param {string} project
 * @param {string} runtime
 */
function programEnvironment(project, runtime) {
  const env = { ...process.env };
  // Children that ask for `node` get the same one. (Windows spells the variable "Path".)
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const folder = dirname(runtime);
  const folders = env[name]?.split(delimiter) ?? [];
  const first = folders.find((one) =>
    existsSync(join(one, process.platform === "win32" ? "node.exe" : "node")),
  );
  if (first !== folder) env[name] = [folder, ...folders].join(delimiter);
  const cache = env.NODE_COMPILE_CACHE ?? makeCache(join(project, ".cache/compiled"));
  if (cache !== undefined) env.NODE_COMPILE_CACHE = cache;
  return env;
}

/** Compiled code is kept between starts: 200 ms less on the second. @param {string} folder */
function makeCache(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, fsConstants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}
