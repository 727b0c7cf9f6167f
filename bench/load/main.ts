import { type Job, runLoad } from "./run-load.ts";

/** The process that makes the load: takes one job at a time from the bench, and tells what it came to. */
process.on("message", (job: Job) => {
  runLoad(job).then(
    (summary) => process.send?.({ summary }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
