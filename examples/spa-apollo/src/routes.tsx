import { createBrowserRouter, Outlet, type RouteObject } from "react-router"
import { Layout } from "./layout/Layout.js"
import { Loading } from "./layout/Loading.js"
import { NotFound } from "./layout/NotFound.js"
import { PageFailed } from "./layout/PageFailed.js"
import { ForgotPassword } from "./auth/ForgotPassword.js"
import { SignIn } from "./auth/SignIn.js"
import { SignUp } from "./auth/SignUp.js"
import { Welcome } from "./auth/Welcome.js"
import { RequireSession } from "./session/RequireSession.js"

const pages: RouteObject[] = [
  { index: true, element: <Welcome /> },
  { path: "sign-up", element: <SignUp /> },
  { path: "sign-in", element: <SignIn /> },
  { path: "forgot-password", element: <ForgotPassword /> },
  {
    element: <SignedIn />,
    children: [
      // Loaded when it is wanted: most of its code is for signed-in users alone.
      { path: "account/*", lazy: async () => ({ Component: (await import("./account/index.js")).Account }) },
    ],
  },
  { path: "*", element: <NotFound /> },
]

const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <PageFailed />,
    // Drawn inside of the layout, which has the ways out.
    children: [{ errorElement: <PageFailed />, HydrateFallback: Loading, children: pages }],
  },
]

function SignedIn() {
  return (
    <RequireSession>
      <Outlet />
    </RequireSession>
  )
}

/** Makes the router, below the path that the app is served at. */
export function makeRouter() {
  return createBrowserRouter(routes, { basename: import.meta.env.BASE_URL })
}
