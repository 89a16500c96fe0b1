/**
 * Registries that ECR can cache, and whether each wants a login. Private GitLab, Azure and Chainguard registries are left
 * out, as their hosts differ by customer.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export const cacheableRegistries: Readonly<Record<string, { readonly login: boolean }>> = {
  "public.ecr.aws": { login: false },
  "registry.k8s.io": { login: false },
  "quay.io": { login: false },
  "registry-1.docker.io": { login: true },
  "ghcr.io": { login: true },
};

/** Form of a repository name in ECR (API reference, CreateRepository, repositoryName). */
export const repositoryName = /^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;

/** Form of a cache prefix: 2 to 30 characters (API reference, CreatePullThroughCacheRule, ecrRepositoryPrefix). */
export const cachePrefix = /^(?=.{2,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** Images that one repository may hold by default (ECR service quotas). */
export const imagesPerRepository = 20_000;
