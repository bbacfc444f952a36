import { ApolloProvider } from "@apollo/client/react"
import { UsherProvider } from "@usher/apollo/react"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { RouterProvider } from "react-router"
import { makeClient } from "./client.js"
import { LanguageProvider } from "./i18n/language.js"
import { makeRouter } from "./routes.js"
import { SettingsProvider } from "./session/settings.js"
import { fetchSettings, type Settings } from "./settings.js"
import "./style/index.css"

const root = rootElement()
const router = makeRouter()

fetchSettings().then(start, (fault: unknown) => {
  // Nothing is drawn yet, so this is all there is to see: the words are for whoever runs the server.
  root.setAttribute("role", "alert")
  root.textContent = fault instanceof Error ? fault.message : "The server does not answer."
})

function start(settings: Settings) {
  const { client, link } = makeClient(settings.transport)
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <SettingsProvider settings={settings}>
          <ApolloProvider client={client}>
            <UsherProvider link={link}>
              <RouterProvider router={router} />
            </UsherProvider>
          </ApolloProvider>
        </SettingsProvider>
      </LanguageProvider>
    </StrictMode>,
  )
}

function rootElement(): HTMLElement {
  const element = document.getElementById("root")
  if (element === null) throw new Error("index.html has no element with the id root")
  return element
}
