import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { Refusal } from "./api/ask.ts";
import { shouldAskAgain } from "./api/queries.ts";
import { routeTree } from "./routes.tsx";
import { ErrorPage } from "./shell/error-page.tsx";
import { nonce } from "./shell/read-nonce.ts";
import { cssVariables, theme } from "./theme.ts";

/** Whoever is signed out in the middle of something is asked to sign in, and comes back to the same page. */
function whenRefused(error: unknown): void {
  if (!(error instanceof Refusal) || error.status !== 401) return;
  const { pathname, search } = window.location;
  if (!pathname.startsWith("/a/") && pathname !== "/profile") return;
  queries.removeQueries({ queryKey: ["me"] });
  void router.navigate({ to: "/sign-in", search: { back: pathname + search } });
}

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: whenRefused }),
  mutationCache: new MutationCache({ onError: whenRefused }),
  defaultOptions: { queries: { retry: shouldAskAgain, staleTime: 10_000 } },
});

const router = createRouter({
  routeTree,
  context: { queries },
  defaultErrorComponent: ErrorPage,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
      <Notifications position="bottom-right" containerWidth={380} />
    </MantineProvider>
  );
}
