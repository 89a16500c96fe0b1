import type { Images } from "../schema/images";

/** What every workload account has unless its own file says otherwise. */
export const imagesDefaults: Images = {
  services: ["backend", "frontend"],
  tagMutability: "IMMUTABLE",
  scanType: "ENHANCED",
  untaggedDays: 7,
  candidateDays: 14,
  keep: { "staging-": 30, v: 50 },
  caches: {
    "docker-hub": { registry: "registry-1.docker.io", credentials: true },
    k8s: { registry: "registry.k8s.io", credentials: false },
    quay: { registry: "quay.io", credentials: false },
    ghcr: { registry: "ghcr.io", credentials: true },
    "ecr-public": { registry: "public.ecr.aws", credentials: false },
  },
};
