import { ApolloProvider } from "@apollo/client/react"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { RouterProvider } from "react-router"
import { makeClient } from "./client.js"
import { LanguageProvider } from "./i18n/language.js"
import { makeRouter } from "./routes.js"
import { SettingsProvider } from "./session/settings.js"
import { fetchSettings } from "./settings.js"
import "./style/index.css"

const root = document.getElementById("root")
if (root === null) throw new Error("index.html has no element with the id root")

fetchSettings().then(
  (settings) => {
    createRoot(root).render(
      <StrictMode>
        <LanguageProvider>
          <SettingsProvider settings={settings}>
            <ApolloProvider client={makeClient()}>
              <RouterProvider router={makeRouter()} />
            </ApolloProvider>
          </SettingsProvider>
        </LanguageProvider>
      </StrictMode>,
    )
  },
  (fault: unknown) => {
    // Nothing is drawn yet, so this is all there is to see: the words are for whoever runs the server.
    root.setAttribute("role", "alert")
    root.textContent = fault instanceof Error ? fault.message : "The server does not answer."
  },
)
