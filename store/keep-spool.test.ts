import { appendFile, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type SpoolEntry, StoreUnavailable } from "../calls/ports.ts";
import { keepSpool } from "./keep-spool.ts";
import { makeScratchFolder } from "./testing/scratch-folder.ts";

/** How many bytes one write may take; a disk that fills up, or a signal, cuts writes short. */
const disk = vi.hoisted(() => ({ bytesAWrite: Number.POSITIVE_INFINITY }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  type Done = (error: Error | null, written: number) => void;
  const write = (fd: number, bytes: Buffer, offset: number, length: number, at: null, done: Done) =>
    fs.write(fd, bytes, offset, Math.min(length, disk.bytesAWrite), at, done);
  return { ...fs, write };
});

/** Alerts are the smallest entries; the number tells them apart. */
const note = (at: number, text = "noted"): SpoolEntry => ({
  type: "alert",
  alert: { accountId: "1", callId: null, at, code: "broke", text },
});
const numberOf = (entry: SpoolEntry) => (entry.type === "alert" ? entry.alert.at : Number.NaN);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Drains into a list of numbers. */
async function drainAll(spool: ReturnType<typeof keepSpool>): Promise<number[]> {
  const seen: number[] = [];
  await spool.drain(async (entry) => void seen.push(numberOf(entry)));
  return seen;
}

describe("keeping", () => {
  test("an entry is in the file when its append resolves, and the file is for its owner only", async () => {
    const folder = await makeScratchFolder();
    const spool = keepSpool(folder);
    expect(spool.waiting).toBe(false);
    await spool.append(note(7));
    expect(spool.waiting).toBe(true);
    expect((await stat(join(folder, "spool.jsonl"))).mode & 0o777).toBe(0o600);
    // What another process reads now is what a crash would leave.
    expect(await drainAll(keepSpool(folder))).toEqual([7]);
  });

  test("a hundred entries at once keep their order", async () => {
    const folder = await makeScratchFolder();
    const spool = keepSpool(folder);
    await Promise.all(upTo(100).map((at) => spool.append(note(at))));
    expect(await drainAll(spool)).toEqual(upTo(100));
    expect(spool.waiting).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  test("a write that the system cuts short is finished before the entry counts as kept", async () => {
    const folder = await makeScratchFolder();
    const spool = keepSpool(folder);
    disk.bytesAWrite = 10;
    await spool.append(note(1)).finally(() => {
      disk.bytesAWrite = Number.POSITIVE_INFINITY;
    });
    expect(await drainAll(keepSpool(folder))).toEqual([1]);
  });

  test("leftovers of an earlier run wait, in whichever file they are, the older first", async () => {
    const folder = await makeScratchFolder();
    await writeFile(join(folder, "spool.draining.jsonl"), `${JSON.stringify(note(1))}\n`);
    expect(keepSpool(folder).waiting).toBe(true);
    await writeFile(join(folder, "spool.jsonl"), `${JSON.stringify(note(2))}\n`);
    const spool = keepSpool(folder);
    await spool.append(note(3));
    expect(spool.read().map(numberOf)).toEqual([1, 2, 3]);
    expect(await drainAll(spool)).toEqual([1, 2, 3]);
    expect(spool.read()).toEqual([]);
  });

  test("a line that a crash cut short is dropped, and does not swallow the next", async () => {
    const folder = await makeScratchFolder();
    await keepSpool(folder).append(note(1));
    await appendFile(join(folder, "spool.jsonl"), JSON.stringify(note(2)).slice(0, -5));
    const spool = keepSpool(folder);
    await spool.append(note(3));
    expect(await drainAll(spool)).toEqual([1, 3]);
  });
});

describe("what can't be kept is said", () => {
  test("the data folder is gone", async () => {
    const folder = await makeScratchFolder();
    const spool = keepSpool(join(folder, "gone"));
    await expect(spool.append(note(1))).rejects.toThrow(/ENOENT/);
  });

  test("there is a file where the folder should be", async () => {
    const folder = await makeScratchFolder();
    await writeFile(join(folder, "data"), "");
    await expect(keepSpool(join(folder, "data")).append(note(1))).rejects.toThrow(/ENOTDIR/);
  });

  test.runIf(process.platform === "linux")("the disk is full", async () => {
    const folder = await makeScratchFolder();
    await symlink("/dev/full", join(folder, "spool.jsonl"));
    await expect(keepSpool(folder).append(note(1))).rejects.toThrow(/ENOSPC/);
  });

  test("after the trouble is over the next entry is kept", async () => {
    const folder = join(await makeScratchFolder(), "data");
    const spool = keepSpool(folder);
    await expect(spool.append(note(1))).rejects.toThrow();
    await mkdir(folder);
    await spool.append(note(2));
    expect(await drainAll(spool)).toEqual([2]);
    expect(spool.waiting).toBe(false);
  });

  test("nothing was kept: nothing waits after the next drain", async () => {
    const folder = await makeScratchFolder();
    const spool = keepSpool(join(folder, "gone"));
    await expect(spool.append(note(1))).rejects.toThrow();
    expect(await drainAll(spool)).toEqual([]);
    expect(spool.waiting).toBe(false);
  });
});

describe("draining", () => {
  test("entries that come in meanwhile are written too, in order", async () => {
    const spool = keepSpool(await makeScratchFolder());
    await spool.append(note(0));
    const seen: number[] = [];
    const appended: Promise<void>[] = [];
    await spool.drain(async (entry) => {
      seen.push(numberOf(entry));
      if (seen.length < 50) appended.push(spool.append(note(seen.length)));
      // Some of them durable before the drain goes on, some not.
      if (seen.length % 3 === 0) await appended.at(-1);
    });
    await Promise.all(appended);
    expect(seen).toEqual(upTo(50));
    expect(spool.waiting).toBe(false);
  });

  test("a drain that fails half-way is repeated from its start, and nothing is lost", async () => {
    const folder = await makeScratchFolder();
    const spool = keepSpool(folder);
    for (const at of upTo(5)) await spool.append(note(at));
    const seen: number[] = [];
    const failAtThree = async (entry: SpoolEntry) => {
      if (numberOf(entry) === 3) throw new StoreUnavailable("away again");
      seen.push(numberOf(entry));
    };
    await expect(spool.drain(failAtThree)).rejects.toThrow("away again");
    expect(spool.waiting).toBe(true);
    await spool.append(note(5));
    expect(await drainAll(spool)).toEqual(upTo(6));
    expect(seen).toEqual([0, 1, 2]);
  });

  test("killed in the middle of a drain: the next run writes all of it", async () => {
    const folder = await makeScratchFolder();
    const killed = keepSpool(folder);
    for (const at of upTo(4)) await killed.append(note(at));
    await expect(
      killed.drain(async () => {
        throw new StoreUnavailable("the process ends here");
      }),
    ).rejects.toThrow();
    const next = keepSpool(folder);
    expect(next.waiting).toBe(true);
    expect(await drainAll(next)).toEqual(upTo(4));
  });

  test("two drains at once write each entry once", async () => {
    const spool = keepSpool(await makeScratchFolder());
    for (const at of upTo(20)) await spool.append(note(at));
    const [one, two] = await Promise.all([drainAll(spool), drainAll(spool)]);
    expect([...one, ...two].sort((a, b) => a - b)).toEqual(upTo(20));
  });

  test("an entry that the store refuses for good is set aside, and holds up nothing behind it", async () => {
    const folder = await makeScratchFolder();
    const refused: unknown[] = [];
    const spool = keepSpool(folder, (error) => refused.push(error));
    for (const at of upTo(3)) await spool.append(note(at));
    const seen: number[] = [];
    await spool.drain(async (entry) => {
      if (numberOf(entry) === 1) throw new Error("violates a constraint");
      seen.push(numberOf(entry));
    });
    expect(seen).toEqual([0, 2]);
    expect(refused).toEqual([new Error("violates a constraint")]);
    expect(spool.waiting).toBe(false);
    const aside = await readFile(join(folder, "spool.refused.jsonl"), "utf8");
    expect(
      aside
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([note(1)]);
  });

  test("nothing to drain is nothing to do", async () => {
    expect(await drainAll(keepSpool(await makeScratchFolder()))).toEqual([]);
  });
});
