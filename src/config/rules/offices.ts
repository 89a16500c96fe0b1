import { forEachWorkload, type Rule } from "./rule";

/** Ranges for documentation only (RFC 5737): nobody's office. */
const documentationRanges = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

/** Placeholder offices, wherever they open something. */
export const documentationOffice: Rule = {
  id: "network-documentation-range",
  check: (platform) =>
    platform.demonstration
      ? []
      : forEachWorkload(({ network, eks }) =>
          (
            [
              ["network.bastion.approvedCidrs", network.bastion.approvedCidrs],
              ["eks.endpoint.approvedCidrs", eks.endpoint.approvedCidrs],
            ] as const
          ).flatMap(([path, cidrs]) =>
            cidrs
              .filter((cidr) => documentationRanges.includes(cidr))
              .map((value) => ({
                path,
                value,
                reason: "is a range for documentation (RFC 5737), so it admits nobody",
                mend: "write the offices' own ranges, or set demonstration to true",
              })),
          ),
        )(platform),
};
