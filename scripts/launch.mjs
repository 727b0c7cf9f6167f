// Starts a program of this project on a fresh clone as well as the thousandth time:
//   node scripts/launch.mjs [--quiet] <file.ts> [arguments…]
// Plain JavaScript without dependencies, since it runs before anything is installed, on whatever Node is there.
// The check comes before every import, so that an old Node stops at our sentence and not at newer syntax.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Ringright needs Node.js 20.19 or newer to start; this is ${process.version}. See https://nodejs.org/en/download`,
  );
  process.exit(1);
}

const { launch } = await import("./launch/launch.mjs");
process.exitCode = await launch(process.argv.slice(2));
