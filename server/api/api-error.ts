import { fieldOf, type Problem } from "../../directory/problem.ts";

/** Every code that an answer of the API may carry, with its status and when it happens. */
export const API_ERRORS = {
  /** The body, a filter or a cursor is not what is expected; `fields` says where. */
  invalid: 400,
  /** No key, or one that is not known or was taken back. */
  unauthorized: 401,
  /** The key's role may not do this. */
  forbidden: 403,
  /** There is nothing here for this key. */
  notFound: 404,
  /** It is there already, or something else still needs it. */
  conflict: 409,
  /** It was changed by somebody else since it was read; `current` is what it is now. */
  stale: 409,
  /** Somebody with this e-mail address signs in already: they have to, before they go on. */
  signInFirst: 409,
  /** The body is larger than 1 MB. */
  tooLarge: 413,
  /** Something broke on our side; it is in our log. */
  internal: 500,
  /** The database can't be reached now; the same request may work in a moment. */
  unavailable: 503,
} as const;
export type ApiErrorCode = keyof typeof API_ERRORS;

/** An answer other than the one asked for. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly code: ApiErrorCode;
  readonly fields: Record<string, string> | undefined;
  readonly current: object | null;
  constructor(
    code: ApiErrorCode,
    message: string,
    problems?: readonly Problem[],
    current: object | null = null,
  ) {
    super(message);
    this.code = code;
    this.current = current;
    if (problems !== undefined) {
      this.fields = Object.fromEntries(
        problems.map(({ path, message }) => [fieldOf(path) || "body", message]),
      );
    }
  }
}

/** What was given is not what is expected: names the first field in the message and all in `fields`. */
export function invalid(problems: readonly Problem[]): ApiError {
  const [first] = problems;
  const message = first === undefined ? "is not valid" : `${fieldOf(first.path) || "body"}: ${first.message}`;
  return new ApiError("invalid", message, problems);
}

/** The body of an answer with an error. */
export function errorBody({ code, message, fields, current }: ApiError) {
  return {
    error: {
      code,
      message,
      ...(fields === undefined ? {} : { fields }),
      ...(current === null ? {} : { current }),
    },
  };
}
