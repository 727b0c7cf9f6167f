import { Card } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { CouldNotRead } from "../shell/error-page.tsx";
import { Page } from "../shell/page.tsx";
import { WaitingRows } from "../shell/waiting.tsx";

/** A page about one list: it waits for it, says what went wrong or what to do first, and else shows it. */
export function ListPage<Item>(props: {
  title: string;
  about: ReactNode;
  list: UseQueryResult<Item[]>;
  /** The button that adds to it; nothing for who may not. */
  add: ReactNode;
  empty: ReactNode;
  show: (items: Item[]) => ReactNode;
  /** What opens over it. */
  children?: ReactNode;
}) {
  const { title, about, list, add, empty, show, children } = props;
  return (
    <Page title={title} about={about} actions={add}>
      {list.isPending && <WaitingRows />}
      {list.isError && <CouldNotRead error={list.error} again={list.refetch} />}
      {list.data?.length === 0 && empty}
      {list.data !== undefined && list.data.length > 0 && <Card padding={0}>{show(list.data)}</Card>}
      {children}
    </Page>
  );
}
