export { changePassword, deleteAccount } from "./account.js";
export { AuthFlow, type AuthFlowOptions } from "./flow.js";
export { isProblem } from "./problem.js";
export { retryAfter } from "./retry.js";
export { runAuth, type AuthHandlers, type ChallengeHandler, type RunOptions, type Stopped } from "./run.js";
export type * from "./types.js";
