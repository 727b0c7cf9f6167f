/** Who did something: an API key, a person who signed in, or somebody at the command line. */
export type Actor = { kind: "key" | "person" | "commandLine"; id: string; name: string };
