import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The server puts a fresh nonce in its place with every page (server/serve-web.ts).
  html: { cspNonce: "RINGRIGHT_NONCE" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    // Files small enough would become data: addresses, which the policy allows for pictures only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: {
      "/api": { target: process.env.RINGRIGHT_SERVER ?? "http://127.0.0.1:8080", changeOrigin: false },
    },
  },
});
