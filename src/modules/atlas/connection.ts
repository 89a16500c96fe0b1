import { DataMongodbatlasAdvancedCluster } from "@cdktf/provider-mongodbatlas/lib/data-mongodbatlas-advanced-cluster";
import { Fn, type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";

export interface AtlasConnectionProps {
  readonly projectId: string;
  readonly clusterName: string;
  readonly peering: boolean;
  readonly privateLink: boolean;
  /** Refuses an empty endpoint host. Atlas issues it only when every region of the cluster has its endpoint. @default true */
  readonly requireEndpointHost?: boolean;
  /** Accepters and endpoints of this region, and the cluster where this stack makes it. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const peeringHost = "connection_strings[0].private_srv";
const endpointHost = "connection_strings[0].private_endpoint[0].srv_connection_string";

/** Terraform lets an object speak of itself after it was read only, hence a postcondition. */
const notEmpty = (attribute: string, errorMessage: string) => ({
  condition: `\${try(length(self.${attribute}), 0) > 0}`,
  errorMessage,
});

/**
 * The cluster's private hosts, read after its networks stand: Atlas leaves them empty until a path is active, so the
 * cluster's own attributes would keep the emptiness of the first apply.
 */
export class AtlasConnection extends Construct {
  /** Host without scheme; empty without peering. */
  readonly peeringHost: string;
  /** Host without scheme; empty without PrivateLink. */
  readonly endpointHost: string;

  constructor(scope: Construct, id: string, props: AtlasConnectionProps) {
    super(scope, id);
    const { projectId, clusterName: name, peering, privateLink, requireEndpointHost = true } = props;
    const cluster = new DataMongodbatlasAdvancedCluster(this, "Resource", {
      projectId,
      name,
      dependsOn: [...props.dependsOn],
      lifecycle: {
        postcondition: [
          ...(peering
            ? [notEmpty(peeringHost, "Atlas has no private host yet; apply again once the peering is available.")]
            : []),
          ...(privateLink && requireEndpointHost
            ? [
                notEmpty(
                  endpointHost,
                  "Atlas has no endpoint host yet; it needs an endpoint in every region of the cluster.",
                ),
              ]
            : []),
        ],
      },
    });
    const strings = cluster.connectionStrings.get(0);
    this.peeringHost = peering ? hostOf(strings.privateSrv) : "";
    this.endpointHost = privateLink ? hostOf(strings.privateEndpoint.get(0).srvConnectionString) : "";
  }
}

/** Host of a `mongodb+srv` connection string; empty where there is none. */
const hostOf = (connectionString: string): string =>
  Token.asString(Fn.try([Fn.trimprefix(connectionString, "mongodb+srv://"), ""]));
