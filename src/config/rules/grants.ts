import { hoursBetween } from "../../lib/access";
import type { Grant } from "../schema/people";
import type { Platform } from "../schema/platform";
import type { Finding, Rule } from "./rule";

/** A grant that is unapproved or over is no mistake, it just gives nothing; one that could never be right is. */
const perGrant =
  (check: (grant: Grant, platform: Platform, place: number) => readonly Finding[]) =>
  (platform: Platform): readonly Finding[] =>
    platform.people.prodAccessGrants.flatMap((grant, place) =>
      check(grant, platform, place).map((finding) => ({
        ...finding,
        path: `people.prodAccessGrants.${place}.${finding.path}`,
      })),
    );

const key = ({ group, ticket, starts }: Grant): string => `${group}/${ticket}/${starts}`;

export const grantRules: readonly Rule[] = [
  {
    id: "grant-group-not-eligible",
    check: perGrant(({ group }, { people: { operatorAccess } }) =>
      operatorAccess.groups.includes(group)
        ? []
        : [
            {
              path: "group",
              value: group,
              reason: "this group may not write to production",
              mend: `choose from ${operatorAccess.groups.join(", ")}`,
            },
          ],
    ),
  },
  {
    id: "grant-approver-unknown",
    check: perGrant(({ approvedBy }, { people: { approvers } }) =>
      approvedBy === undefined || approvers.includes(approvedBy)
        ? []
        : [
            {
              path: "approvedBy",
              value: approvedBy,
              reason: "this role cannot approve",
              mend: `have one of ${approvers.join(", ")} approve it`,
            },
          ],
    ),
  },
  {
    id: "grant-ends-before-start",
    check: perGrant(({ starts, expires }) =>
      hoursBetween(starts, expires) > 0
        ? []
        : [
            {
              path: "expires",
              value: expires,
              reason: "the grant ends before it starts",
              mend: "write a later moment",
            },
          ],
    ),
  },
  {
    id: "grant-too-long",
    check: perGrant(({ starts, expires }, { people: { operatorAccess } }) => {
      const hours = hoursBetween(starts, expires);
      const limit = operatorAccess.longestGrantHours;
      if (hours <= limit) return [];
      return [
        {
          path: "expires",
          value: expires,
          reason: `${hours} hours are more than the ${limit} that a grant lasts`,
          mend: "let it expire earlier",
        },
      ];
    }),
  },
  {
    id: "grant-duplicate",
    check: perGrant((grant, { people: { prodAccessGrants } }, place) =>
      prodAccessGrants.findIndex((other) => key(other) === key(grant)) === place
        ? []
        : [
            {
              path: "ticket",
              value: grant.ticket,
              reason: "the same grant stands in the list already",
              mend: "remove one of them",
            },
          ],
    ),
  },
  {
    id: "grant-limit",
    check: ({ people: { operatorAccess } }) =>
      operatorAccess.longestGrantHours >= 1 && operatorAccess.longestGrantHours <= 8
        ? []
        : [
            {
              path: "people.operatorAccess.longestGrantHours",
              value: operatorAccess.longestGrantHours,
              reason: "a grant is for one piece of work: at least an hour, never more than a working day",
              mend: "write 1 to 8",
            },
          ],
  },
  {
    id: "grant-set-unknown",
    check: ({ people: { operatorAccess, permissionSets }, workloads }) => {
      const { permissionSet, account } = operatorAccess;
      const set: Finding = {
        path: "people.operatorAccess.permissionSet",
        value: permissionSet,
        reason: "no permission set has this name, so grants would give nothing",
        mend: `choose one of ${Object.keys(permissionSets).join(", ")}`,
      };
      const place: Finding = {
        path: "people.operatorAccess.account",
        value: account,
        reason: "no workload account has this key, so grants would give nothing",
        mend: `choose one of ${Object.keys(workloads).join(", ")}`,
      };
      return [
        ...(permissionSets[permissionSet] === undefined ? [set] : []),
        ...(workloads[account] === undefined ? [place] : []),
      ];
    },
  },
  {
    id: "grant-eligible-group-unknown",
    check: ({ people: { operatorAccess, groups, accountLimits } }) => {
      const allowed = accountLimits[operatorAccess.account]?.groups ?? [];
      return operatorAccess.groups
        .filter((group) => groups[group] === undefined || !allowed.includes(group))
        .map((group) => ({
          path: "people.operatorAccess.groups",
          value: group,
          reason: `the group does not exist or may not have access to ${operatorAccess.account}`,
          mend: "choose a group that people.accountLimits names for the account",
        }));
    },
  },
  {
    id: "approvers-too-few",
    check: ({ people: { approvers } }) =>
      new Set(approvers).size >= 2
        ? []
        : [
            {
              path: "people.approvers",
              value: approvers,
              reason: "one approver could only approve himself when he asks",
              mend: "name at least two roles",
            },
          ],
  },
  {
    id: "break-glass-account-unknown",
    check: ({ people: { breakGlass }, workloads }) =>
      Object.keys(breakGlass.roles)
        .filter((account) => workloads[account] === undefined)
        .map((account) => ({
          path: `people.breakGlass.roles.${account}`,
          value: account,
          reason: "no workload account has this key, so the way in would lead nowhere",
          mend: `choose from ${Object.keys(workloads).join(", ")}`,
        })),
  },
];
