// The room rule (docs/decisions/002): edges import rooms, never the reverse; the core is pure.
const EDGES = "^(carriers|store|server|cli|jobs|web|simulator|bench|scripts)/";
const TESTS = "\\.(test|stories)\\.ts$|/testing/";
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "rooms-import-no-edge",
      comment: "A room named for the domain may not know how it is stored, served or carried.",
      severity: "error",
      from: { path: "^(routing|calls|directory|access|reports)/", pathNot: TESTS },
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
      name: "state-table-is-pure",
      comment: "The call's state table imports nothing but the values of calls and routing.",
      severity: "error",
      from: { path: "^calls/(table|apply-event|call-state|events)", pathNot: TESTS },
      to: { pathNot: "^(calls|routing)/" },
    },
    {
      name: "simulator-is-independent",
      comment: "The carrier in a box judges the product, so it shares no line with it.",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(routing|calls|directory|access|carriers|store|server|cli|web|bench)/" },
    },
    {
      name: "product-without-simulator",
      severity: "error",
      from: { path: "^(routing|calls|directory|access|carriers|store|server|cli)/", pathNot: TESTS },
      to: { path: "^simulator/" },
    },
    {
      name: "no-carrier-sdk-at-run-time",
      severity: "error",
      from: { pathNot: `${TESTS}|^bench/` },
      to: { path: "node_modules/(twilio|telnyx|express)/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|runtime|data)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
