/**
 * A process of its own that starts or adopts a data folder's database, for tests of several users at once.
 * Arguments: data folder, system folder. Tells its parent what it got, and leaves when told "stop".
 */
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";

const [dataFolder = "", systemFolder = ""] = process.argv.slice(2);
try {
  const started = await startEmbeddedPostgres({
    dataFolder,
    systemFolder,
    log: () => undefined,
    profile: "test",
  });
  const { adopted, pid, version, connection } = started;
  process.send?.({ adopted, pid, version, connection });
  process.on("message", async () => {
    await started.stop();
    process.disconnect();
  });
} catch (error) {
  process.send?.({ error: String(error) });
  process.disconnect();
}
