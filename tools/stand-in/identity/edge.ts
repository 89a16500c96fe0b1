import { isList, textOf } from "../protocol/values";
import type { Identities, Newborn } from "./birth";
import { shortHash } from "./organizations";

/** Hosted zones of load balancers: https://docs.aws.amazon.com/general/latest/gr/elb.html */
const balancerZones: Readonly<Record<string, string>> = {
  "us-east-1": "Z35SXDOTRQ7X7K",
  "us-east-2": "Z3AADJGX6KTTL2",
  "us-west-2": "Z1H1FL5HABSF5",
};

/** ACM asks an account for the same record of a name in every region. */
function validationOption(name: string, { place }: Newborn) {
  const token = (purpose: string) => shortHash(`${purpose} ${place.account} ${name}`, 32);
  return {
    domain_name: name,
    resource_record_name: `_${token("name")}.${name.replace(/^\*\./, "")}.`,
    resource_record_type: "CNAME",
    resource_record_value: `_${token("value")}.acm-validations.aws.`,
  };
}

function names(newborn: Newborn): readonly string[] {
  const others = newborn.value("subject_alternative_names");
  return [...new Set([newborn.text("domain_name") ?? "", ...(isList(others) ? others.map(textOf) : [])])];
}

/** `<kind>/<name>/<id>`, by which CloudWatch names a part of Elastic Load Balancing. */
const suffixed = (newborn: Newborn, kind: string, suffix: string) => {
  const arn = newborn.arn("elasticloadbalancing", `${kind}/${suffix}`);
  return { id: arn, arn };
};

export const edge: Identities = {
  aws_acm_certificate: (newborn) => {
    const arn = newborn.arn("acm", `certificate/${newborn.uuid()}`);
    return {
      id: arn,
      arn,
      domain_validation_options: names(newborn).map((name) => validationOption(name, newborn)),
      status: "ISSUED",
      type: "AMAZON_ISSUED",
      not_before: "2026-01-01T00:00:00Z",
      not_after: "2027-01-31T23:59:59Z",
      pending_renewal: false,
      renewal_eligibility: "INELIGIBLE",
      renewal_summary: [],
      validation_emails: [],
    };
  },
  aws_acm_certificate_validation: () => ({ id: "2026-01-01 00:00:00 +0000 UTC" }),
  aws_lb: (newborn) => {
    const suffix = `app/${newborn.name()}/${newborn.hex(16)}`;
    const { region } = newborn.place;
    return {
      ...suffixed(newborn, "loadbalancer", suffix),
      arn_suffix: suffix,
      dns_name: `${newborn.name()}-${newborn.digits(10)}.${region}.elb.amazonaws.com`,
      zone_id: balancerZones[region] ?? `Z${newborn.letters(13)}`,
      vpc_id: newborn.id("vpc"),
    };
  },
  aws_lb_target_group: (newborn) => {
    const suffix = `${newborn.name()}/${newborn.hex(16)}`;
    return { ...suffixed(newborn, "targetgroup", suffix), arn_suffix: `targetgroup/${suffix}`, load_balancer_arns: [] };
  },
  aws_lb_listener: (newborn) => {
    const balancer = newborn.text("load_balancer_arn")?.split(":loadbalancer/")[1] ?? "app/unknown/0";
    return suffixed(newborn, "listener", `${balancer}/${newborn.hex(16)}`);
  },
  aws_wafv2_web_acl: (newborn) => {
    const id = newborn.uuid();
    const scope = newborn.text("scope") === "CLOUDFRONT" ? "global" : "regional";
    return {
      id,
      arn: newborn.arn("wafv2", `${scope}/webacl/${newborn.name()}/${id}`),
      lock_token: newborn.uuid("lock"),
      application_integration_url: "",
    };
  },
  aws_wafv2_web_acl_association: (newborn) => ({
    id: `${newborn.text("web_acl_arn") ?? ""},${newborn.text("resource_arn") ?? ""}`,
  }),
  aws_wafv2_web_acl_logging_configuration: (newborn) => ({ id: newborn.text("resource_arn") ?? "" }),
  aws_route53_record: (newborn) => {
    const name = (newborn.text("name") ?? "").replace(/\.$/, "");
    const parts = [newborn.text("zone_id"), name, newborn.text("type"), newborn.text("set_identifier")];
    return { id: parts.filter(Boolean).join("_"), fqdn: name };
  },
};
