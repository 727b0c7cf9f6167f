import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Our own accent: a deep sea green. The eighth shade holds white text at 5.9:1. */
const ring: MantineColorsTuple = [
  "#e8f6f5",
  "#d2ebe9",
  "#a6d8d5",
  "#78c4bf",
  "#4fb0aa",
  "#2f9b95",
  "#1d8580",
  "#0b6e6e",
  "#095a5a",
  "#064646",
];

/** Cooler and darker than the default, so that surfaces stay calm. */
const dark: MantineColorsTuple = [
  "#d5dbe0",
  "#b6bfc7",
  "#95a1ab",
  "#6d7a85",
  "#3c4852",
  "#2f3a43",
  "#232c34",
  "#1a2127",
  "#141a1f",
  "#0f1417",
];

const SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif';

export const theme = createTheme({
  primaryColor: "ring",
  primaryShade: { light: 7, dark: 7 },
  colors: { ring, dark },
  fontFamily: SYSTEM,
  headings: {
    fontFamily: SYSTEM,
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.6rem", lineHeight: "1.25" },
      h2: { fontSize: "1.15rem", lineHeight: "1.35" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  defaultRadius: "md",
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Card: { defaultProps: { withBorder: true, padding: "lg", radius: "md" } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { "aria-label": "Close" } } },
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Tooltip: { defaultProps: { withArrow: true } },
    Table: { defaultProps: { verticalSpacing: "sm", highlightOnHover: true } },
    Badge: {
      defaultProps: { variant: "light", radius: "sm", tt: "none", fw: 600 },
      styles: { root: { flexShrink: 0 } },
    },
    Select: { defaultProps: { comboboxProps: { shadow: "md" } } },
  },
});

/** Mantine's quiet texts fail WCAG's contrast on its own surfaces; these do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-dimmed": "#556069",
    "--mantine-color-placeholder": "#66717a",
    "--mantine-color-error": "#b42318",
    "--mantine-color-anchor": "var(--mantine-color-ring-7)",
    "--rr-ground": "#f5f7f8",
    "--rr-line": "#dfe4e8",
    "--rr-quiet": "#eef2f3",
  },
  dark: {
    "--mantine-color-body": "#1a2127",
    "--mantine-color-dimmed": "#a3afb8",
    "--mantine-color-placeholder": "#97a3ad",
    "--mantine-color-error": "#ff9a90",
    "--mantine-color-anchor": "var(--mantine-color-ring-3)",
    "--rr-ground": "#12171b",
    "--rr-line": "#2f3a43",
    "--rr-quiet": "#232c34",
  },
});
