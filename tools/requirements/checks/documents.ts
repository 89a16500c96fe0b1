import type { Checks, Evidence } from "../check";
import { ensure, judgedConfig, judgedFile, same, sameSet, stack } from "../lens";
import { daysBetween } from "./acc-production";

/** Front matter of a Markdown file. */
function frontMatter(text: string): Readonly<Record<string, string>> {
  const [, head = ""] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  return Object.fromEntries(
    [...head.matchAll(/^(\w+): *(.+)$/gm)].map(([, key = "", value = ""]) => [key, value.replace(/^"|"$/g, "")]),
  );
}

const textOf = (evidence: Evidence, path: string): string => {
  const text = evidence.files[path]?.["text"];
  ensure(typeof text === "string", `there is no ${path}`);
  return text;
};

export const documents: Checks = {
  "MIG-07": (evidence) => {
    const path = "docs/architecture.md";
    const {
      version,
      date,
      author,
      status,
      lastReview = "",
      nextReview = "",
      approvers = "",
    } = frontMatter(textOf(evidence, path));
    same([version, date, author, status], ["1.0", "2024", "Infrastructure Team", "Draft"], `front matter of ${path}`);
    const wait = daysBetween(lastReview, nextReview);
    ensure(
      wait > 0 && wait <= 92 && nextReview >= evidence.config.asOf,
      `the review after ${lastReview} is due on ${nextReview}`,
    );
    const listed = approvers
      .replace(/[[\]]/g, "")
      .split(",")
      .map((name) => name.trim());
    sameSet(listed, evidence.config.people.approvers, "approvers of the document and of the configuration");
    const owners = textOf(evidence, ".github/CODEOWNERS");
    for (const place of [/^\/?docs\/\S* /m, /^\/?src\/config\/\*\/prod\S* /m, /^\/?src\/accounts\/\S* /m]) {
      const line = owners.split("\n").find((one) => place.test(one)) ?? "";
      sameSet(
        line
          .split(/\s+/)
          .slice(1)
          .map((team) => team.split("/").at(-1)),
        listed,
        `owners by ${place.source}`,
      );
    }
    const policy = stack(evidence, "prod-bootstrap").one(
      "aws_iam_policy",
      (block) => block.at("name") === "prod-approvers",
      "policy of the approvers",
    );
    return [
      judgedFile(path),
      judgedFile(".github/CODEOWNERS"),
      judgedConfig("people", "approvers"),
      ...policy.judged("name"),
    ];
  },
};
