import type { Checks } from "../check";
import { accOrganization } from "./acc-organization";
import { accPeople } from "./acc-people";
import { accProduction } from "./acc-production";
import { accState } from "./acc-state";
import { accToolchain } from "./acc-toolchain";
import { across } from "./across";
import { bkp } from "./bkp";
import { dbaAccess } from "./dba-access";
import { dbaCluster } from "./dba-cluster";
import { dbaNetwork } from "./dba-network";
import { documents } from "./documents";
import { edge } from "./edge";
import { eksAccess } from "./eks-access";
import { eksCluster } from "./eks-cluster";
import { eksNodes } from "./eks-nodes";
import { eksTemplates } from "./eks-templates";
import { img } from "./img";
import { mig } from "./mig";
import { netEndpoints } from "./net-endpoints";
import { netRoutes } from "./net-routes";
import { netTiers } from "./net-tiers";
import { recovery } from "./recovery";
import { sec } from "./sec";
import { sgrAcl } from "./sgr-acl";
import { sgrNetwork } from "./sgr-network";
import { sgrRules } from "./sgr-rules";

/** Checks of one room each; no row stands in two. */
const rooms: readonly Checks[] = [
  ...[
    accOrganization,
    accPeople,
    accProduction,
    accState,
    accToolchain,
    netTiers,
    netRoutes,
    netEndpoints,
    sgrNetwork,
    sgrRules,
    sgrAcl,
  ],
  ...[
    eksCluster,
    eksAccess,
    eksNodes,
    eksTemplates,
    img,
    dbaCluster,
    dbaNetwork,
    dbaAccess,
    bkp,
    edge,
    recovery,
    sec,
    across,
    documents,
  ],
];

const rows: Checks = Object.assign({}, ...rooms);

/** The check of each row that lies, at least in part, in a built layer. */
export const checks: Checks = { ...rows, ...mig(rows) };
