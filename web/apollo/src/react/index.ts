export { useAuthFlow } from "./flow.js";
export { UsherProvider, type UsherProviderProps } from "./provider.js";
export { useSession } from "./session.js";
export type * from "./types.js";
