import { Center, Loader, Skeleton, Stack } from "@mantine/core";

/** While the first answer is on its way. */
export function Waiting() {
  return (
    <Center mih="60vh" role="status" aria-label="Loading">
      <Loader />
    </Center>
  );
}

/** While a page's data is on its way: keeps its place. */
export function WaitingRows({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  );
}
