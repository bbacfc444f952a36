"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { AuthFlow } from "../flow/index.js";
import type { UseAuthFlow } from "./types.js";

/**
 * A person's way to a session, for the pages that draw it: draw `step`, and call what it allows. The component that uses it
 * owns the flow; keep it above all pages of one sign-in. When it goes, what is under way is given up.
 */
export function useAuthFlow(): UseAuthFlow {
  const client = useApolloClient();
  const [flow] = useState(() => new AuthFlow(client));
  useEffect(() => flow.restart, [flow]);
  const state = useSyncExternalStore(flow.subscribe, flow.get, flow.get);
  return useMemo(() => ({ ...state, ...actionsOf(flow) }), [flow, state]);
}

function actionsOf({
  signUp,
  confirm,
  signIn,
  respond,
  usePasskey,
  resend,
  forgotPassword,
  resetPassword,
  restart,
}: AuthFlow) {
  return { signUp, confirm, signIn, respond, usePasskey, resend, forgotPassword, resetPassword, restart };
}
