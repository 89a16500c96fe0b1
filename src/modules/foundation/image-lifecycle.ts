export interface LifecycleOptions {
  /** Days that an image without a tag is kept. */
  readonly untaggedDays: number;
  /** Days that an image with any tag is kept. @default for ever */
  readonly anyTagDays?: number;
  /** Newest images kept by prefix of their tags. @default all */
  readonly keep?: Readonly<Record<string, number>>;
}

/** JSON of an ECR lifecycle policy. It counts per prefix, never over all tags: a count knows nothing of what runs. */
export function lifecyclePolicy({ untaggedDays, anyTagDays, keep = {} }: LifecycleOptions): string {
  const older = (days: number) => ({ countType: "sinceImagePushed", countUnit: "days", countNumber: days });
  const selections = [
    {
      description: `untagged for more than ${untaggedDays} days`,
      selection: { tagStatus: "untagged", ...older(untaggedDays) },
    },
    ...(anyTagDays === undefined
      ? []
      : [
          {
            description: `candidates older than ${anyTagDays} days`,
            selection: { tagStatus: "tagged", tagPatternList: ["*"], ...older(anyTagDays) },
          },
        ]),
    ...Object.entries(keep).map(([prefix, count]) => ({
      description: `all but the newest ${count} of ${prefix}*`,
      selection: { tagStatus: "tagged", tagPrefixList: [prefix], countType: "imageCountMoreThan", countNumber: count },
    })),
  ];
  const rules = selections.map((rule, place) => ({ rulePriority: place + 1, ...rule, action: { type: "expire" } }));
  return JSON.stringify({ rules });
}
