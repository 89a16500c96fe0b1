import { type Finding, forEachWorkload, type Rule } from "./rule";

const setsKnown: Rule = {
  id: "eks-permission-set-known",
  check: forEachWorkload(({ eks }, name, { people }): readonly Finding[] =>
    Object.keys(eks.access.people).flatMap((permissionSet) => {
      const { operatorAccess, permissionSets } = people;
      const granted = operatorAccess.permissionSet === permissionSet && operatorAccess.account === name;
      const groups = permissionSets[permissionSet]?.assignments[name] ?? [];
      if (granted || groups.length > 0) return [];
      return [
        {
          path: `eks.access.people.${permissionSet}`,
          value: permissionSet,
          reason: "the set is neither assigned to this account nor granted there, so it has no role to look up",
          mend: "assign it in people.permissionSets or remove it here",
        },
      ];
    }),
  ),
};

const breakGlassExists: Rule = {
  id: "eks-break-glass-role",
  check: forEachWorkload(({ eks }, name, { people }) =>
    eks.access.breakGlass && people.breakGlass.roles[name] === undefined
      ? [
          {
            path: "eks.access.breakGlass",
            value: true,
            reason: "people.breakGlass.roles has no role for this account, and EKS refuses an entry for a missing role",
            mend: "name the role there or write false",
          },
        ]
      : [],
  ),
};

export const eksAccessRules: readonly Rule[] = [setsKnown, breakGlassExists];
