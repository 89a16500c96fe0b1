import { hoursOf, isActive } from "../../src/lib/access";

test.each([
  ["PT1H", 1],
  ["PT1H30M", 1.5],
  ["PT90M", 1.5],
  ["PT", undefined],
  ["1h", undefined],
])("%s lasts %s hours", (text, hours) => {
  expect(hoursOf(text)).toBe(hours);
});

const grant = { group: "DevOps", approvedBy: "cto", starts: "2026-11-23T20:00:00Z", expires: "2026-11-24T03:00:00Z" };

test.each([
  ["2026-11-22", false],
  ["2026-11-23", true],
  ["2026-11-24", true],
  ["2026-11-25", false],
])("judged on %s, a grant over midnight gives access: %s (ACC-10)", (asOf, active) => {
  expect(isActive(grant, ["cto"], 8, asOf)).toBe(active);
});

test.each([
  ["nobody has approved it", { ...grant, approvedBy: undefined }, ["cto"], 8],
  ["its approver is none", grant, ["devops-lead"], 8],
  ["it lasts longer than a grant may", grant, ["cto"], 6],
  ["it ends before it starts", { ...grant, expires: "2026-11-23T19:00:00Z" }, ["cto"], 8],
])("a grant gives nothing when %s (ACC-10, ACC-11)", (_case, given, approvers, hours) => {
  expect(isActive(given, approvers, hours, "2026-11-23")).toBe(false);
});
