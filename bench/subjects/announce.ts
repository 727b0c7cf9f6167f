import type { Server } from "node:http";

/** Listens on any free port of this machine, and says which in the words that the bench waits for. */
export function announce(server: Server): void {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) {
      process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
    }
  });
  // The bench is gone: nobody else would stop this.
  process.on("disconnect", () => process.exit(0));
}
