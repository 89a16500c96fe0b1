export { atlasContract } from "./atlas";
export { bootstrapContract } from "./bootstrap";
export * from "./contract";
export { eksContract } from "./eks";
export { foundationContract } from "./foundation";
export { networkContract } from "./network";
