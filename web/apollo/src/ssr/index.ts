export { usherForwarder, type Forwarder, type ForwarderOptions } from "./forwarder.js";
