import type { App, TerraformStack } from "cdktf";
import type { Platform } from "../config";
import type { Layer } from "../lib/layers";
import { AtlasSecondaryStack } from "../stacks/atlas-secondary-stack";
import { AtlasStack } from "../stacks/atlas-stack";
import { AtlasTieBreakerStack } from "../stacks/atlas-tie-breaker-stack";
import type { AttachedModule } from "../stacks/attached-modules";
import type { StackScope } from "../stacks/base-stack";
import { BootstrapStack } from "../stacks/bootstrap-stack";
import { EdgeStack } from "../stacks/edge-stack";
import { EksStack } from "../stacks/eks-stack";
import { FoundationStack } from "../stacks/foundation-stack";
import { NetworkStack } from "../stacks/network-stack";
import { StubNetworkStack } from "../stacks/stub-network-stack";
import { place } from "./place";
import type { PlannedStack } from "./plan";
import { atlasProps, atlasSecondaryProps, atlasTieBreakerProps, hasAtlasTieBreaker } from "./slices/atlas";
import { bootstrapProps } from "./slices/bootstrap";
import { edgeProps } from "./slices/edge";
import { eksProps } from "./slices/eks";
import { foundationProps } from "./slices/foundation";
import { networkProps, stubNetworkProps } from "./slices/network";

type Workload = Platform["workloads"][string];

/** What a layer's stack is made from. */
interface Make {
  readonly app: App;
  readonly scope: StackScope;
  readonly platform: Platform;
  readonly key: string;
  readonly workload: Workload;
  readonly attached: readonly AttachedModule[];
}

type Factory = (make: Make) => TerraformStack;
type Layers = readonly (readonly [Layer, Factory])[];

const bootstrap: Factory = ({ app, scope, platform, key, attached }) =>
  new BootstrapStack(app, scope, bootstrapProps(platform, key, attached));

/** The one list that every workload account gets in its primary region: dev, staging, prod and the next one alike. */
const primary: Layers = [
  ["bootstrap", bootstrap],
  [
    "foundation",
    ({ app, scope, platform, workload }) =>
      new FoundationStack(app, scope, foundationProps(platform, workload, scope.region)),
  ],
  [
    "network",
    ({ app, scope, platform, workload }) =>
      new NetworkStack(app, scope, networkProps(platform, workload, scope.region)),
  ],
  ["eks", ({ app, scope, platform, workload }) => new EksStack(app, scope, eksProps(platform, workload, scope.region))],
  [
    "atlas",
    ({ app, scope, platform, workload }) => new AtlasStack(app, scope, atlasProps(platform, workload, scope.region)),
  ],
  ["edge", ({ app, scope, platform, workload }) => new EdgeStack(app, scope, edgeProps(platform, workload))],
];

/** The same in the secondary region; Atlas has one cluster for both, so there it only opens its paths. */
const secondary: Layers = primary.map(([layer, factory]) =>
  layer === "atlas"
    ? [
        layer,
        ({ app, scope, platform, workload }) =>
          new AtlasSecondaryStack(app, scope, atlasSecondaryProps(platform, workload, scope.region)),
      ]
    : [layer, factory],
);

/** A region that only votes, reached by PrivateLink: a network without internet and the endpoint in it. */
const tieBreaker: Layers = [
  ["bootstrap", bootstrap],
  [
    "network",
    ({ app, scope, platform, workload }) =>
      new StubNetworkStack(app, scope, stubNetworkProps(platform, workload, scope.region)),
  ],
  [
    "atlas",
    ({ app, scope, platform, workload }) =>
      new AtlasTieBreakerStack(app, scope, atlasTieBreakerProps(platform, workload, scope.region)),
  ],
];

/** Every stack of one workload account, region by region, in the order in which a region is set up. */
export function workloadStacks(
  platform: Platform,
  key: string,
  workload: Workload,
  attached: readonly AttachedModule[],
): readonly PlannedStack[] {
  const { regions } = platform;
  const rooms: readonly (readonly [string, Layers])[] = [
    [regions.primary, primary],
    ...(workload.secondaryRegion.enabled ? [[regions.secondary, secondary] as const] : []),
    ...(hasAtlasTieBreaker(platform, workload) ? [[regions.tieBreaker, tieBreaker] as const] : []),
  ];
  return rooms.flatMap(([region, layers]) =>
    layers.map(([layer, factory]): PlannedStack => {
      const scope = place(platform, key, workload.account, layer, region);
      const build: PlannedStack["build"] = (app) => factory({ app, scope, platform, key, workload, attached });
      return { account: key, accountId: workload.account.id, layer, region, build };
    }),
  );
}
