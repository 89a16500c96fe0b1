import { setupJest } from "cdktf/lib/testing/adapters/jest";

setupJest();

// A whole stack trace for each token is most of what synthesis costs under jest.
jest.mock("cdktf/lib/tokens/private/stack-trace", () => ({ captureStackTrace: () => [] }));
