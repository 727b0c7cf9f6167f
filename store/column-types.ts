import type { ColumnType } from "kysely";

/** The kinds of columns that tables have. Keys are decimal text: a JavaScript number can't hold every bigint. */
export type Id = ColumnType<string, never, never>;
export type Key = ColumnType<string, string, string>;
export type Time = ColumnType<Date, Date | undefined, Date>;
export type UnsetJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
export type Json<T> = ColumnType<T, string, string>;
/** What the database gives a value where none is written. */
export type JsonByDefault<T> = ColumnType<T, string | undefined, string>;
export type ByDefault<T> = ColumnType<T, T | undefined, T>;
