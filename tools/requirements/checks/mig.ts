import type { Check, Checks, Evidence, Judged } from "../check";
import { count, ensure, producerOf, type StackView, same, sameSet, stack, views } from "../lens";
import { clusterOf, inEachRegion, regionsIn } from "./atlas-lens";
import { environments } from "./places";

/** Phase of each built layer of an account: the application's in the non-production accounts come second, then production's. */
function phaseOf({ account, layer }: StackView): number {
  if (layer !== "atlas" && layer !== "edge") return 1;
  if (account !== "prod") return 2;
  return layer === "atlas" ? 3 : 4;
}

/** What a stack reads has been applied in its own phase or before. */
function readsBackwards(view: StackView): readonly Judged[] {
  const text = JSON.stringify([view.stack.resource, view.stack.data, view.stack.output]);
  for (const [, name = ""] of text.matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs/g)) {
    ensure(view.stack.data["terraform_remote_state"]?.[name] !== undefined, `${view.id} reads ${name} of nobody`);
  }
  return view.data("terraform_remote_state").flatMap((state) => {
    const producer = producerOf(view, state.address.split(".").at(-1) ?? "");
    ensure(phaseOf(producer) <= phaseOf(view), `${view.id} reads ${producer.id}, which a later phase makes`);
    return state.judged("config.key");
  });
}

const inPhase = (evidence: Evidence, phase: number): readonly StackView[] =>
  views(evidence).filter((view) => phaseOf(view) === phase);

/** Runs the checks of other rows as one. */
const suite =
  (checks: readonly (Check | undefined)[]): Check =>
  (evidence) =>
    checks.flatMap((check) => {
      ensure(check !== undefined, "a strength has no check");
      return check(evidence);
    });

export const mig = (rows: Checks): Checks => ({
  "MIG-01": (evidence) => {
    const own = ["bootstrap", "foundation", "network", "eks"];
    const expected = [
      ...["bootstrap", "organization", "identity"].map((layer) => `management-${layer}`),
      ...["security", "log-archive"].map((account) => `${account}-bootstrap`),
      ...environments.flatMap((account) => own.map((layer) => `${account}-${layer}`)),
      ...own.map((layer) => `prod-${layer}-usw2`),
    ];
    const found = inPhase(evidence, 1);
    sameSet(
      found.map(({ id }) => id),
      expected,
      "stacks of the first phase",
    );
    return found.flatMap(readsBackwards);
  },

  "MIG-02": (evidence) => {
    const found = inPhase(evidence, 2);
    sameSet(
      found.map(({ id }) => id),
      ["dev-atlas", "staging-atlas", "dev-edge", "staging-edge"],
      "stacks of the second phase",
    );
    const tiers = found
      .filter((view) => view.layer === "atlas")
      .flatMap((view) => {
        for (const region of regionsIn(view))
          same(region["electable_specs"]?.instance_size, "M10", `first tier of ${view.id}`);
        return inEachRegion(view, "electable_specs.instance_size");
      });
    return [...found.flatMap(readsBackwards), ...tiers];
  },

  "MIG-03": (evidence) => {
    const found = inPhase(evidence, 3);
    sameSet(
      found.map(({ id }) => id),
      ["prod-atlas", "prod-atlas-usw2"],
      "stacks of the third phase",
    );
    for (const view of views(evidence)) count(view.all("kubernetes_job_v1"), 0, `migrations in ${view.id}`);
    const entries = stack(evidence, "prod-atlas").all("mongodbatlas_project_ip_access_list");
    count(entries, 6, "ranges that reach production's database");
    return [
      ...found.flatMap(readsBackwards),
      ...clusterOf(stack(evidence, "prod-atlas")).has({ name: "company-inc-prod" }),
      ...entries.flatMap((entry) => {
        ensure(
          /^10\.(0|10)\.1[012]\.0\/24$/.test(String(entry.at("cidr_block"))),
          `${entry} is temporary and has no end`,
        );
        return entry.judged("cidr_block");
      }),
    ];
  },

  "MIG-04": (evidence) => {
    const found = inPhase(evidence, 4);
    sameSet(
      found.map(({ id }) => id),
      ["prod-edge", "prod-edge-usw2"],
      "stacks of the fourth phase",
    );
    return found.flatMap(readsBackwards);
  },

  "MIG-05": (evidence) => {
    const schedule = stack(evidence, "prod-eks").one(
      "aws_scheduler_schedule",
      (block) => block.at("name") === "prod-eks-ami-release-check",
      "weekly version check",
    );
    ensure([undefined, "ENABLED"].includes(schedule.at("state")), `${schedule} is switched off`);
    same(schedule.to("target.arn").type, "aws_lambda_function", `target of ${schedule}`);
    return [
      ...schedule.has({ schedule_expression: "rate(7 days)", "flexible_time_window.mode": "OFF" }),
      ...schedule.judged("name", "target.arn"),
    ];
  },

  "MIG-06": suite(["ACC-14", "HAV-03", "SCL-11", "BKP-01", "EKS-10"].map((id) => rows[id])),
});
