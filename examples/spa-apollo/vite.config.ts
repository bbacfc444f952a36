import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

// The Usher that `npm run dev` talks to.
const usher = process.env["USHER_URL"] ?? "http://127.0.0.1:8080"

// The browser's page is at the dev server's origin. Usher judges a request by its Origin header, so requests are
// passed on as if the page had come from Usher itself.
const proxied = {
  target: usher,
  changeOrigin: true,
  headers: { origin: new URL(usher).origin },
}

// The playground that the app's bar links to, with its parts.
const playground = { "^/(\\?|$)": proxied, "/playground/": proxied, "/schema.graphql": proxied }

export default defineConfig({
  base: "/app/",
  plugins: [react()],
  resolve: {
    // @usher/apollo is linked from where it is developed, with modules of its own for its tests. Its peers are the
    // app's all the same: one React, one Apollo Client, one graphql.
    dedupe: ["@apollo/client", "graphql", "react", "react-dom", "rxjs"],
  },
  server: {
    host: "localhost",
    port: 5173,
    fs: { allow: [".", "../../web/apollo"] },
    proxy: { "/graphql": proxied, "/mailbox": proxied, "/app/settings.json": proxied, ...playground },
  },
  build: {
    // Usher serves the app under a policy that allows no data: URI but for images.
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        // Libraries change less often than the app: browsers keep them over releases of it.
        manualChunks: {
          apollo: ["@apollo/client", "@apollo/client/react", "graphql", "rxjs"],
          react: ["react", "react-dom", "react-dom/client", "react-router"],
        },
      },
    },
  },
})
