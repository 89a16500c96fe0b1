import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface CertificateProps {
  /** Hosted zone that all names lie in. */
  readonly zoneId: string;
  /** First name of the certificate. */
  readonly domainName: string;
  /** Its other names. */
  readonly alternativeNames: readonly string[];
  /**
   * Names whose validation record another certificate of the account makes: ACM asks for the same record of a name in every
   * region (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html).
   */
  readonly validatedElsewhere: readonly string[];
}

/** A public certificate that ACM renews by itself, because its DNS records stay. */
export class Certificate extends Construct {
  /** Known once ACM has issued it, so that no listener comes before. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const { zoneId, domainName, alternativeNames, validatedElsewhere } = props;
    const certificate = new AcmCertificate(this, "Resource", {
      domainName,
      subjectAlternativeNames: [...alternativeNames],
      validationMethod: "DNS",
      lifecycle: { createBeforeDestroy: true },
    });
    // One record for each name that is known here: for_each over the options is unknown when names change.
    const option = (name: string, attribute: string) =>
      `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`;
    const validationRecordFqdns = [domainName, ...alternativeNames].map((name) =>
      validatedElsewhere.includes(name)
        ? option(name, "resource_record_name")
        : new Route53Record(this, name, {
            zoneId,
            name: option(name, "resource_record_name"),
            type: option(name, "resource_record_type"),
            records: [option(name, "resource_record_value")],
            ttl: 300,
          }).fqdn,
    );
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns,
    }).certificateArn;
  }
}
