import { cacheableRegistries, cachePrefix, imagesPerRepository, repositoryName } from "../limits/registry";
import { forEachWorkload, type Rule } from "./rule";

/** Releases that a rollback may reach back to, several times over: an expired image cannot be rolled back to. */
const leastReleases = 20;

const repositoryNames: Rule = {
  id: "image-repository-name",
  check: forEachWorkload(({ images }) =>
    images.services
      .filter((service) => !repositoryName.test(service))
      .map((value) => ({
        path: "images.services",
        value,
        reason: "is not a name that ECR takes for a repository",
        mend: "use lower-case letters and digits, joined by single hyphens, dots or underscores",
      })),
  ),
};

const servicesOnce: Rule = {
  id: "image-service-once",
  check: forEachWorkload(({ images }) =>
    images.services
      .filter((service, place, all) => all.indexOf(service) !== place || service.endsWith("-candidate"))
      .map((value) => ({
        path: "images.services",
        value,
        reason: "claims a repository that another service already has, or that quarantine repositories are named by",
        mend: "give every service one name of its own that does not end in -candidate",
      })),
  ),
};

const immutableTags: Rule = {
  id: "image-tags-immutable",
  check: forEachWorkload((workload) =>
    workload.protected && workload.images.tagMutability === "MUTABLE"
      ? [
          {
            path: "images.tagMutability",
            value: "MUTABLE",
            reason: "a tag that can be moved makes a tested release and a running one two different images",
            mend: "write IMMUTABLE; only an account with `protected: false` may move tags",
          },
        ]
      : [],
  ),
};

const cacheUpstreams: Rule = {
  id: "image-cache-upstream",
  check: forEachWorkload(({ images }) =>
    Object.entries(images.caches)
      .filter(([, { registry }]) => cacheableRegistries[registry] === undefined)
      .map(([prefix, { registry }]) => ({
        path: `images.caches.${prefix}.registry`,
        value: registry,
        reason: "ECR has no pull-through cache for this registry",
        mend: `write one of ${Object.keys(cacheableRegistries).join(", ")}`,
      })),
  ),
};

const cacheLogins: Rule = {
  id: "image-cache-login",
  check: forEachWorkload(({ images }) =>
    Object.entries(images.caches).flatMap(([prefix, { registry, credentials }]) => {
      const known = cacheableRegistries[registry];
      if (known === undefined || known.login === credentials) return [];
      const path = `images.caches.${prefix}.credentials`;
      return known.login
        ? [{ path, value: credentials, reason: "ECR caches this registry only with a login to it", mend: "write true" }]
        : [{ path, value: credentials, reason: "ECR takes no login for this registry", mend: "write false" }];
    }),
  ),
};

const cachePrefixes: Rule = {
  id: "image-cache-prefix",
  check: forEachWorkload(({ images }, _name, { company }) =>
    Object.keys(images.caches)
      .filter((prefix) => !cachePrefix.test(prefix) || prefix === company.name)
      .map((value) => ({
        path: `images.caches.${value}`,
        value,
        reason: "is not a prefix that ECR takes, or the one that the company's own repositories have",
        mend: "use 2 to 30 lower-case letters, digits and inner hyphens, and not the company's name",
      })),
  ),
};

const cachesOnce: Rule = {
  id: "image-cache-once",
  check: forEachWorkload(({ images }) => {
    const entries = Object.entries(images.caches);
    return entries
      .filter(([, { registry }], place) => entries.findIndex(([, other]) => other.registry === registry) !== place)
      .map(([prefix, { registry }]) => ({
        path: `images.caches.${prefix}.registry`,
        value: registry,
        reason: "another prefix caches this registry already, so that one image would be stored twice",
        mend: "remove one of the two",
      }));
  }),
};

const keepCounts: Rule = {
  id: "image-keep-count",
  check: forEachWorkload(({ images }) =>
    Object.entries(images.keep)
      .filter(([, count]) => count < leastReleases || count > imagesPerRepository)
      .map(([prefix, count]) => ({
        path: `images.keep.${prefix}`,
        value: count,
        reason: `fewer than ${leastReleases} images can expire the release that runs or the one to go back to; ECR holds at most ${imagesPerRepository}`,
        mend: `write ${leastReleases} to ${imagesPerRepository}`,
      })),
  ),
};

const keepPrefixes: Rule = {
  id: "image-keep-prefix",
  check: forEachWorkload(({ images }) => {
    const prefixes = Object.keys(images.keep);
    return prefixes
      .filter((prefix) => prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
      .map((prefix) => ({
        path: `images.keep.${prefix}`,
        value: prefix,
        reason: "begins with another prefix of the list, so the same images are counted twice",
        mend: "choose prefixes of which none begins with another",
      }));
  }),
};

const candidateDays: Rule = {
  id: "image-candidate-days",
  check: forEachWorkload(({ images }) =>
    images.candidateDays < images.untaggedDays
      ? [
          {
            path: "images.candidateDays",
            value: images.candidateDays,
            reason: `a candidate would be gone before an image that has lost its tag (${images.untaggedDays} days), and before a release can wait for its approval`,
            mend: `write ${images.untaggedDays} or more`,
          },
        ]
      : [],
  ),
};

const scanning: Rule = {
  id: "image-scan-type",
  check: forEachWorkload((workload, name, platform) => {
    const source = Object.values(platform.workloads).some(({ images }) => images.promotesTo === name);
    const released = source || workload.images.promotesTo !== undefined;
    return released && workload.images.scanType === "BASIC"
      ? [
          {
            path: "images.scanType",
            value: "BASIC",
            reason: "basic scans look at an image once, when it is pushed; what is released runs for months",
            mend: "write ENHANCED in accounts on the way to production",
          },
        ]
      : [];
  }),
};

const promotion: Rule = {
  id: "image-promotion-target",
  check: forEachWorkload(({ images }, name, { workloads }) =>
    images.promotesTo !== undefined && (images.promotesTo === name || workloads[images.promotesTo] === undefined)
      ? [
          {
            path: "images.promotesTo",
            value: images.promotesTo,
            reason: "is not another workload account, so nobody could pull the release",
            mend: `write one of ${Object.keys(workloads)
              .filter((other) => other !== name)
              .join(", ")}`,
          },
        ]
      : [],
  ),
};

const replicated: Rule = {
  id: "image-services-on-both-sides",
  check: forEachWorkload(({ images }, _name, { workloads }) => {
    const target = images.promotesTo === undefined ? undefined : workloads[images.promotesTo];
    const missing = target?.images.services.filter((service) => !images.services.includes(service)) ?? [];
    return missing.map((value) => ({
      path: "images.services",
      value,
      reason: `${images.promotesTo} runs this service, but nothing builds it here, where it would be promoted from`,
      mend: "name the service here too, or remove it there",
    }));
  }),
};

export const imagesRules: readonly Rule[] = [
  repositoryNames,
  servicesOnce,
  immutableTags,
  cacheUpstreams,
  cacheLogins,
  cachePrefixes,
  cachesOnce,
  keepCounts,
  keepPrefixes,
  candidateDays,
  scanning,
  promotion,
  replicated,
];
