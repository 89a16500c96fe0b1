import { Testing } from "cdktf";
import { AtlasCluster, type AtlasClusterProps } from "../../../src/modules/atlas/cluster";
import { AtlasPeering } from "../../../src/modules/atlas/peering";
import { AtlasRegionAccess } from "../../../src/modules/atlas/region-access";

const cluster = (nodes: AtlasClusterProps["nodes"]) =>
  Testing.synthScope((scope) => {
    new AtlasCluster(scope, "cluster", {
      projectId: "project",
      name: "acme-prod",
      mongoVersion: "8.0",
      nodes,
      tier: "M10",
      diskGb: 10,
      pointInTime: false,
      customerKey: false,
      tags: {},
      protect: true,
      dependsOn: [],
    });
  });

test("an even number of votes is refused (DBA-08)", () => {
  const even = [
    { region: "us-east-1", nodes: 1, priority: 7 },
    { region: "us-west-2", nodes: 1, priority: 6 },
  ];
  expect(() => cluster(even)).toThrow("2 electable nodes can split into equal halves");
});

test("one node in each of three regions is not (DBA-08)", () => {
  const regions = ["us-east-1", "us-west-2", "us-east-2"];
  expect(() => cluster(regions.map((region, place) => ({ region, nodes: 1, priority: 7 - place })))).not.toThrow();
});

test("a peering names its VPC's account, region and block (DBA-10)", () => {
  const { resource } = JSON.parse(
    Testing.synthScope((scope) => {
      new AtlasPeering(scope, "peering", {
        projectId: "project",
        containerId: "container",
        atlasCidr: "192.168.0.0/21",
        name: "prod-atlas-us-east-1",
        accountId: "123456789012",
        region: "us-west-2",
        vpcId: "vpc-1",
        vpcCidr: "10.10.0.0/16",
        routeTableIds: { "us-west-2a": "rtb-a", "us-west-2b": "rtb-b" },
        appSecurityGroupId: "sg-app",
      });
    }),
  );
  expect(Object.values(resource.mongodbatlas_network_peering)).toEqual([
    {
      project_id: "project",
      container_id: "container",
      provider_name: "AWS",
      accepter_region_name: "us-west-2",
      aws_account_id: "123456789012",
      vpc_id: "vpc-1",
      route_table_cidr_block: "10.10.0.0/16",
    },
  ]);
  expect(Object.keys(resource.aws_route)).toHaveLength(2);
});

test("a VPC without applications peers with nothing (DBA-11)", () => {
  const synthesized = Testing.synthScope((scope) => {
    new AtlasRegionAccess(scope, "access", {
      projectId: "project",
      name: "prod-atlas",
      accountId: "123456789012",
      region: "us-east-2",
      vpcCidr: "10.20.0.0/24",
      network: {
        vpcId: "vpc-1",
        privateRouteTableIds: {},
        databaseRouteTableId: "rtb-database",
        databaseSubnetIds: [],
        dbSecurityGroupId: "sg-db",
      },
      peered: { "us-east-1": { containerId: "container", cidr: "192.168.0.0/21" } },
      privateLink: false,
      neighbours: [],
    });
  });
  expect(JSON.parse(synthesized).resource).toBeUndefined();
});
