import { createBrowserRouter, type RouteObject } from "react-router"
import { Layout } from "./layout/Layout.js"
import { NotFound } from "./layout/NotFound.js"
import { PageFailed } from "./layout/PageFailed.js"
import { Welcome } from "./auth/Welcome.js"

const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <PageFailed />,
    children: [
      { index: true, element: <Welcome /> },
      { path: "account/*", lazy: async () => ({ Component: (await import("./account/index.js")).Account }) },
      { path: "*", element: <NotFound /> },
    ],
  },
]

/** Makes the router, below the path that the app is served at. */
export function makeRouter() {
  return createBrowserRouter(routes, { basename: import.meta.env.BASE_URL })
}
