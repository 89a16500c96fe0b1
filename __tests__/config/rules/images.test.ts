import { imagesDefaults } from "../../../src/config/defaults/images";
import { imagesRules } from "../../../src/config/rules/images";
import type { Images } from "../../../src/config/schema/images";
import { platform } from "../../support/platform";

type Change = (images: Images, all: ReturnType<typeof platform>) => void;

/** Paths that a rule reports when staging's images are changed; staging promotes to prod and is protected. */
function paths(id: string, change: Change = () => undefined): readonly string[] {
  const rule = imagesRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule is called ${id}`);
  const all = platform();
  for (const workload of Object.values(all.workloads)) workload.images = structuredClone(imagesDefaults);
  const { staging } = all.workloads;
  if (staging === undefined) throw new Error("the company has a staging account");
  staging.images.promotesTo = "prod";
  change(staging.images, all);
  return rule.check(all).map(({ path }) => path);
}

const firing: readonly (readonly [string, Change, string])[] = [
  ["image-repository-name", (images) => images.services.push("Back End"), "services"],
  ["image-service-once", (images) => images.services.push("backend"), "services"],
  ["image-service-once", (images) => images.services.push("backend-candidate"), "services"],
  ["image-tags-immutable", (images) => Object.assign(images, { tagMutability: "MUTABLE" }), "tagMutability"],
  [
    "image-cache-upstream",
    (images) => Object.assign(images.caches, { nvcr: { registry: "nvcr.io", credentials: false } }),
    "caches.nvcr.registry",
  ],
  [
    "image-cache-login",
    (images) => Object.assign(images.caches, { ghcr: { registry: "ghcr.io", credentials: false } }),
    "caches.ghcr.credentials",
  ],
  [
    "image-cache-login",
    (images) => Object.assign(images.caches, { quay: { registry: "quay.io", credentials: true } }),
    "caches.quay.credentials",
  ],
  [
    "image-cache-prefix",
    (images) => Object.assign(images.caches, { "company-inc": { registry: "quay.io", credentials: false } }),
    "caches.company-inc",
  ],
  [
    "image-cache-once",
    (images) => Object.assign(images.caches, { twice: { registry: "quay.io", credentials: false } }),
    "caches.twice.registry",
  ],
  ["image-keep-count", (images) => Object.assign(images.keep, { v: 3 }), "keep.v"],
  ["image-keep-prefix", (images) => Object.assign(images.keep, { "v1.": 50 }), "keep.v1."],
  ["image-candidate-days", (images) => Object.assign(images, { candidateDays: 2 }), "candidateDays"],
  ["image-scan-type", (images) => Object.assign(images, { scanType: "BASIC" }), "scanType"],
  ["image-promotion-target", (images) => Object.assign(images, { promotesTo: "nowhere" }), "promotesTo"],
  ["image-promotion-target", (images) => Object.assign(images, { promotesTo: "staging" }), "promotesTo"],
  ["image-services-on-both-sides", (_images, all) => all.workloads["prod"]?.images.services.push("worker"), "services"],
];

test.each(firing)("%s fires (IMG-01, IMG-02, IMG-05, IMG-06, IMG-07)", (id, change, path) => {
  expect(paths(id, change)).toEqual([`workloads.staging.images.${path}`]);
});

test.each(imagesRules.map(({ id }) => id))("%s passes the company's images", (id) => {
  expect(paths(id)).toEqual([]);
});

test("an account without protection may move tags (IMG-07)", () => {
  const change: Change = (images, all) => {
    images.tagMutability = "MUTABLE";
    if (all.workloads["staging"] !== undefined) all.workloads["staging"].protected = false;
  };
  expect(paths("image-tags-immutable", change)).toEqual([]);
});

test("every rule has a case that fires", () => {
  expect(new Set(firing.map(([id]) => id))).toEqual(new Set(imagesRules.map(({ id }) => id)));
});
