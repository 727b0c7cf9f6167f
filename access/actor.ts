/** Who did something: an API key, a person who is signed in, or somebody at the command line. */
export type Actor = { kind: "key" | "person" | "commandLine"; id: string; name: string };

/** Whoever types commands on the machine itself: there is nobody to ask for a name. */
export const COMMAND_LINE: Actor = { kind: "commandLine", id: "", name: "the command line" };
