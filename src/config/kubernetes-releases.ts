import type { Platform } from "./schema/platform";

const source = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html";
const readOn = "2026-11-23";

/** Ends of standard support on EKS, as the release calendar of the source states them. */
export const kubernetesReleases: Platform["kubernetesReleases"] = {
  "1.32": { standardSupportEnds: "2026-03-23", source, readOn },
  "1.33": { standardSupportEnds: "2026-07-29", source, readOn },
  "1.34": { standardSupportEnds: "2026-12-02", source, readOn },
  "1.35": { standardSupportEnds: "2027-03-27", source, readOn },
};
