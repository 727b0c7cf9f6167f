import { expect, test } from "vitest";
import { isUnavailable } from "./is-unavailable.ts";

const withCode = (code: string) => Object.assign(new Error("said by the system or the server"), { code });

test.each([
  ["nobody listens", withCode("ECONNREFUSED")],
  // connect(2): the queue of a unix socket is full, as when the server hangs.
  ["it hangs, and too many wait already", withCode("EAGAIN")],
  ["the system has no file handle left for us", withCode("EMFILE")],
  ["it is full", withCode("53300")],
  ["its disk is full", withCode("53100")],
  ["it is shutting down", withCode("57P01")],
  ["it is starting up", withCode("57P03")],
  ["it gave our statement up for somebody else's", withCode("40P01")],
  ["it did not answer in time", new Error("Query read timeout")],
  ["it ended our connection", new Error("Connection terminated unexpectedly")],
  ["every one of its addresses failed", new AggregateError([withCode("ECONNREFUSED")])],
])("the database is away: %s", (_what, error) => expect(isUnavailable(error)).toBe(true));

test.each([
  ["a constraint says no", withCode("23514")],
  ["a column is missing", withCode("42703")],
  ["the text can't be kept", withCode("22021")],
  ["our own mistake", new TypeError("x is not a function")],
  ["not even an error", "ECONNREFUSED"],
])("asked for something wrong: %s", (_what, error) => expect(isUnavailable(error)).toBe(false));
