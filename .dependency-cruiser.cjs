// The room rule (docs/decisions/002): edges import rooms, never the reverse; the core is pure.
const EDGES = "^(carriers|store|server|cli|jobs|web|simulator|bench|scripts)/";
const TESTS = "\\.(test|stories)\\.tsx?$|/testing/";
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "rooms-import-no-edge",
      comment: "A room named for the domain may not know how it is stored, served or carried.",
      severity: "error",
      from: {
        path: "^(routing|hours|calls|directory|access|notify|reports|voicemail|outbound|messages)/",
        pathNot: TESTS,
      },
      to: { path: EDGES },
    },
    {
      name: "routing-is-pure",
      comment: "The decision takes facts and gives a decision: no I/O, no library, no clock.",
      severity: "error",
      from: { path: "^routing/", pathNot: TESTS },
      to: { pathNot: "^routing/" },
    },
    {
      name: "hours-are-pure",
      comment:
        "What hours say follows from them and the time: they know no other room, and of libraries only Temporal.",
      severity: "error",
      from: { path: "^hours/", pathNot: TESTS },
      to: { pathNot: "^hours/|node_modules/temporal-(polyfill|spec|utils)/" },
    },
    {
      name: "state-table-is-pure",
      comment: "The call's state table imports nothing but the values of calls and routing.",
      severity: "error",
      from: { path: "^calls/(table|state-table|outbound-|apply-event|call-state|events)", pathNot: TESTS },
      to: { pathNot: "^(calls|routing)/" },
    },
    {
      name: "simulator-is-independent",
      comment: "The carrier in a box judges the product, so it shares no line with it.",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(routing|hours|calls|directory|access|voicemail|carriers|store|server|cli|web|bench)/" },
    },
    {
      name: "product-without-simulator",
      comment: "The practice line is the one place where the product plays a carrier (decision 017).",
      severity: "error",
      from: {
        path: "^(routing|hours|calls|directory|access|voicemail|carriers|store|server|cli)/",
        pathNot: `${TESTS}|^server/practice/`,
      },
      to: { path: "^simulator/" },
    },
    {
      name: "no-carrier-sdk-at-run-time",
      severity: "error",
      from: { pathNot: `${TESTS}|^bench/` },
      to: { path: "node_modules/(twilio|telnyx|express)/" },
    },
    {
      name: "web-runs-in-a-browser",
      comment:
        "The pages share types with the server, and as values only pure modules that need nothing of Node.js.",
      severity: "error",
      from: { path: "^web/", pathNot: `${TESTS}|^web/journeys/|^web/vite\\.config` },
      to: {
        path: "^(routing|hours|calls|directory|access|voicemail|carriers|store|server|cli|simulator|bench|scripts)/",
        pathNot:
          "^(voicemail/voicemail-states|routing/values|hours/weekly-hours|access/roles|access/password)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "nobody-needs-the-web-app",
      comment: "The server serves what was built of it, and works without.",
      severity: "error",
      from: { pathNot: "^web/" },
      to: { path: "^web/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|runtime|data|web/dist)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
