/** The six keys of cost allocation; every taggable resource carries them (ACC-07). */
export const costTagKeys = ["Environment", "Project", "Owner", "CostCenter", "Component", "ManagedBy"] as const;

export type CostTags = Readonly<Record<(typeof costTagKeys)[number], string>>;
