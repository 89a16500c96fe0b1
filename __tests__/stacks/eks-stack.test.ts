import { Testing } from "cdktf";
import { place } from "../../src/accounts/place";
import { eksProps } from "../../src/accounts/slices/eks";
import type { Platform } from "../../src/config";
import { EksStack } from "../../src/stacks/eks-stack";
import { platform as company } from "../support/platform";

type Workload = Platform["workloads"][string];
type Eks = Workload["eks"];
/** What Terraform reads; as loose as JSON.parse leaves it. */
type Attributes = ReturnType<typeof JSON.parse>;

interface Synthesized {
  readonly resource: Record<string, Record<string, Attributes>>;
  readonly data: Record<string, Record<string, Attributes>>;
  readonly output: Record<string, Attributes>;
  readonly provider: Attributes;
}

type Environment = "dev" | "staging" | "prod";

function synth(
  env: Environment,
  { region = "us-east-1", change = (_eks: Eks, _foundation: Workload["foundation"]) => {} } = {},
): Synthesized {
  const platform = company();
  const workload = platform.workloads[env];
  if (workload === undefined) throw new Error(`no ${env}`);
  change(workload.eks, workload.foundation);
  const scope = place(platform, env, workload.account, "eks", region);
  const app = Testing.app({ fakeCdktfJsonPath: false });
  return JSON.parse(Testing.synth(new EksStack(app, scope, eksProps(platform, workload, scope.region))));
}

const all = (stack: Synthesized, type: string): Attributes[] => Object.values(stack.resource[type] ?? {});
const one = (stack: Synthesized, type: string): Attributes => {
  const [first, ...rest] = all(stack, type);
  if (first === undefined || rest.length > 0) throw new Error(`${all(stack, type).length} of ${type}`);
  return first;
};
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const prefixed = (groups: Attributes[], prefix: string) =>
  groups.filter((group) => group.node_group_name_prefix.startsWith(prefix));
const addresses = (stack: Synthesized, type: string) =>
  Object.fromEntries(
    Object.entries(stack.resource[type] ?? {}).map(([id, attributes]) => [`${type}.${id}`, attributes]),
  );
/** Expressions for what the stack reads of another layer. */
const outputsOf = (stack: Synthesized) => (layer: string, name: string, key?: string) => {
  const producer = Object.keys(stack.data["terraform_remote_state"] ?? {}).find((id) => id.split("-")[1] === layer);
  const step = key === undefined ? "" : key.includes("-") ? `["${key}"]` : `.${key}`;
  return `\${data.terraform_remote_state.${producer}.outputs.${name}${step}}`;
};
/** Quotes inside an expression are Terraform's, not JSON's. */
const parseJson = (text: string) =>
  JSON.parse(text.replace(/\$\{[^}]*\}/g, (expression) => JSON.stringify(expression).slice(1, -1)));
const zonesOf = (region: string) => ["a", "b", "c"].map((letter) => `${region}${letter}`);

const prod = synth("prod");
const output = outputsOf(prod);
const west = synth("prod", { region: "us-west-2" });
const staging = synth("staging");
const dev = synth("dev");
const everywhere: [string, Synthesized, string][] = [
  ["prod", prod, "us-east-1"],
  ["prod in us-west-2", west, "us-west-2"],
  ["staging", staging, "us-east-1"],
  ["dev", dev, "us-east-1"],
];

describe.each(everywhere)("control plane of %s", (_name, stack, region) => {
  const cluster = one(stack, "aws_eks_cluster");
  const own = outputsOf(stack);

  test("EKS-01, HAV-01: one private subnet per zone, private access, fixed service range, no self-managed add-ons", () => {
    expect(cluster.vpc_config.subnet_ids).toEqual(
      zonesOf(region).map((zone) => own("network", "private_subnet_ids", zone)),
    );
    expect(cluster.vpc_config.endpoint_private_access).toBe(true);
    expect(cluster.kubernetes_network_config).toEqual({ service_ipv4_cidr: "172.20.0.0/16", ip_family: "ipv4" });
    expect(cluster.bootstrap_self_managed_addons).toBe(false);
    expect(cluster.zonal_shift_config).toEqual({ enabled: true });
    expect(cluster.name).toMatch(new RegExp(`^company-inc-(dev|staging|prod)-${region}$`));
  });

  test("EKS-01: no other kind of compute", () => {
    expect(Object.keys(stack.resource)).not.toEqual(expect.arrayContaining(["aws_autoscaling_group"]));
    expect(stack.resource).not.toHaveProperty("aws_eks_fargate_profile");
    expect(cluster).not.toHaveProperty("compute_config");
  });

  test("EKS-02: the configured version on standard support", () => {
    expect(cluster.version).toBe("1.35");
    expect(cluster.upgrade_policy).toEqual({ support_type: "STANDARD" });
  });

  test("ACC-15: all five control-plane logs, into the group that foundation made", () => {
    expect(cluster.enabled_cluster_log_types).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    const [{ condition }] = cluster.lifecycle.precondition;
    expect(condition).toContain(own("foundation", "log_group_names", "cluster").slice(2, -1));
    expect(condition).toContain(`"/aws/eks/${cluster.name}/cluster"`);
  });

  test("SEC-08: secrets are encrypted with the cluster key", () => {
    expect(cluster.encryption_config).toEqual({
      provider: { key_arn: own("bootstrap", "cluster_key_arn") },
      resources: ["secrets"],
    });
  });

  test("EKS-19: access entries only, and deletion protection except in dev", () => {
    expect(cluster.access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const lifted = stack === dev;
    expect(cluster.deletion_protection).toBe(!lifted);
    expect(cluster.lifecycle.prevent_destroy).toBe(!lifted);
  });

  test("EKS-18: no Kubernetes or Helm provider beside the cluster", () => {
    expect(Object.keys(stack.provider)).toEqual(["aws"]);
    expect(cluster.vpc_config.public_access_cidrs ?? []).not.toContain("0.0.0.0/0");
  });
});

test("EKS-18: the API is public for approved ranges in dev and staging, private in prod", () => {
  const access = (stack: Synthesized) => one(stack, "aws_eks_cluster").vpc_config;
  expect(access(prod)).toMatchObject({ endpoint_public_access: false });
  expect(access(prod)).not.toHaveProperty("public_access_cidrs");
  for (const stack of [dev, staging]) {
    expect(access(stack)).toMatchObject({ endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] });
  }
});

test("EKS-06: both clusters of prod have one version, the same add-ons and the same node plan", () => {
  const plan = (stack: Synthesized) => ({
    version: one(stack, "aws_eks_cluster").version,
    addons: all(stack, "aws_eks_addon").map(({ addon_name, addon_version }) => [addon_name, addon_version]),
    groups: all(stack, "aws_eks_node_group").map(({ scaling_config, instance_types, release_version }) => [
      scaling_config,
      instance_types,
      release_version,
    ]),
  });
  expect(plan(west)).toEqual(plan(prod));
});

describe("node groups", () => {
  const groups = all(prod, "aws_eks_node_group");
  const general = prefixed(groups, "general-");
  const pool = prefixed(groups, "db-pool-");

  test("EKS-01, EKS-13: eight groups with the database pool, five without", () => {
    expect(groups).toHaveLength(8);
    expect(all(dev, "aws_eks_node_group")).toHaveLength(5);
    expect(JSON.stringify(dev)).not.toContain("db-pool");
  });

  test("EKS-09: general groups hold 6 nodes at least, all on demand, and 150 at most", () => {
    expect(sum(general.map((group) => group.scaling_config.min_size))).toBe(6);
    expect(
      sum(general.filter((group) => group.capacity_type === "SPOT").map((group) => group.scaling_config.min_size)),
    ).toBe(0);
    expect(sum(general.map((group) => group.scaling_config.max_size))).toBe(150);
  });

  test("EKS-10: a fifth of the general pool is Spot", () => {
    const spot = general.filter((group) => group.capacity_type === "SPOT");
    expect(sum(spot.map((group) => group.scaling_config.max_size)) / 150).toBe(0.2);
  });

  test.each(groups.map((group): [string, Attributes] => [group.node_group_name_prefix, group]))(
    "EKS-03, EKS-08, EKS-12: %s is updated two nodes at a time, on a pinned AL2023 release, and only its desired size is ignored",
    (_prefix, group) => {
      expect(group.update_config).toEqual({ max_unavailable: 2 });
      expect(group.force_update_version).toBe(false);
      expect(group.node_repair_config).toEqual({ enabled: true });
      expect(group.ami_type).toBe("AL2023_x86_64_STANDARD");
      expect(group.release_version).toMatch(/^1\.35\.\d+-\d{8}$/);
      expect(group.scaling_config.desired_size).toBe(group.scaling_config.min_size);
      expect(group.lifecycle).toEqual({
        create_before_destroy: true,
        ignore_changes: ["scaling_config[0].desired_size"],
      });
      expect(group).not.toHaveProperty("node_group_name");
      expect(group).not.toHaveProperty("disk_size");
      expect(group).not.toHaveProperty("remote_access");
    },
  );

  test("EKS-11: general groups span the three private subnets, labelled and without taint", () => {
    for (const group of general) {
      expect(group.subnet_ids).toEqual(
        zonesOf("us-east-1").map((zone) => output("network", "private_subnet_ids", zone)),
      );
      expect(group.labels).toEqual({ workload: "general" });
      expect(group).not.toHaveProperty("taint");
    }
  });

  test("EKS-13, EKS-14: the database pool has one tainted group per zone, 1 to 10 t3.medium each", () => {
    expect(pool.map(({ subnet_ids }) => subnet_ids)).toEqual(
      zonesOf("us-east-1").map((zone) => [output("network", "private_subnet_ids", zone)]),
    );
    for (const group of pool) {
      expect(group).toMatchObject({
        capacity_type: "ON_DEMAND",
        instance_types: ["t3.medium"],
        scaling_config: { min_size: 1, max_size: 10 },
        labels: { workload: "db-pool" },
        taint: [{ key: "dedicated", value: "db-pool", effect: "NO_SCHEDULE" }],
      });
    }
  });

  test("EKS-07: on-demand slices are t3.large alone", () => {
    for (const group of general.filter(({ capacity_type }) => capacity_type === "ON_DEMAND")) {
      expect(group.instance_types).toEqual(["t3.large"]);
    }
  });

  test("EKS-08: a slice of size xlarge changes alone", () => {
    const grown = synth("prod", {
      change: (eks) => Object.assign(eks.generalSlices["od-4"] ?? {}, { size: "xlarge" }),
    });
    const changed = all(grown, "aws_eks_node_group").filter((group) => group.instance_types.includes("m5.xlarge"));
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatchObject({ node_group_name_prefix: "general-od-4-", scaling_config: { max_size: 30 } });
  });

  test("EKS-03, EKS-17: the groups form one chain, so that no two are updated at once", () => {
    const byAddress = addresses(prod, "aws_eks_node_group");
    const nameOf = (address: string) => byAddress[address]?.node_group_name_prefix;
    const before = Object.values(byAddress).map(({ node_group_name_prefix, depends_on }) => [
      node_group_name_prefix,
      depends_on.filter((target: string) => target in byAddress).map(nameOf),
    ]);
    const order = [
      "general-od-1-",
      "general-od-2-",
      "general-od-3-",
      "general-od-4-",
      "general-spot-1-",
      "db-pool-a-",
      "db-pool-b-",
      "db-pool-c-",
    ];
    expect(Object.fromEntries(before)).toEqual(
      Object.fromEntries(order.map((name, place) => [name, place === 0 ? [] : [order[place - 1]]])),
    );
  });
});

describe("add-ons", () => {
  const addons = addresses(prod, "aws_eks_addon");
  const groups = addresses(prod, "aws_eks_node_group");
  const named = (name: string) => {
    const found = Object.entries(addons).find(([, addon]) => addon.addon_name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };

  test("EKS-04: networking comes before every node group, Deployments after all of them", () => {
    for (const name of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]) {
      const [address, addon] = named(name);
      for (const group of Object.values(groups)) expect(group.depends_on).toContain(address);
      expect((addon.depends_on ?? []).filter((target: string) => target in groups)).toEqual([]);
    }
    for (const name of ["coredns", "aws-ebs-csi-driver", "metrics-server", "amazon-cloudwatch-observability"]) {
      expect(named(name)[1].depends_on).toEqual(expect.arrayContaining(Object.keys(groups)));
    }
  });

  test("EKS-04: every add-on is pinned and overwrites conflicts", () => {
    expect(Object.values(addons)).toHaveLength(7);
    for (const addon of Object.values(addons)) {
      expect(addon.addon_version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
      expect(addon).toMatchObject({
        resolve_conflicts_on_create: "OVERWRITE",
        resolve_conflicts_on_update: "OVERWRITE",
      });
    }
  });

  test("EKS-05, SGR-06: pods live in the pod subnet of their zone, in the application group, by prefixes", () => {
    const values = parseJson(named("vpc-cni")[1].configuration_values);
    expect(values.env).toEqual({
      AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
      ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_PREFIX_TARGET: "1",
      AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
      ANNOTATE_POD_IP: "true",
    });
    expect(values.enableNetworkPolicy).toBe("false");
    expect(values.eniConfig.region).toBe("us-east-1");
    expect(values.eniConfig.subnets).toEqual(
      Object.fromEntries(
        zonesOf("us-east-1").map((zone) => [
          zone,
          { id: output("network", "pod_subnet_ids", zone), securityGroups: [output("network", "app_sg_id")] },
        ]),
      ),
    );
  });

  test("EKS-01, EKS-04, SEC-03: the node role has three policies, and the CNI's is not among them", () => {
    const roles = addresses(prod, "aws_iam_role");
    const policiesOf = (name: string) => {
      const [address] = Object.entries(roles).find(([, role]) => role.name === name) ?? [];
      return all(prod, "aws_iam_role_policy_attachment")
        .filter(({ role }) => role === `\${${address}.name}`)
        .map(({ policy_arn }) => policy_arn.split("/").at(-1));
    };
    expect(policiesOf("prod-eks-node-use1")).toEqual([
      "AmazonEC2ContainerRegistryPullOnly",
      "AmazonEKSWorkerNodePolicy",
      "AmazonSSMManagedInstanceCore",
    ]);
    expect(policiesOf("prod-eks-cluster-use1")).toEqual(["AmazonEKSClusterPolicy"]);
    expect(policiesOf("prod-vpc-cni-use1")).toEqual(["AmazonEKS_CNI_Policy"]);
  });
});

test.each(everywhere)(
  "SEC-02, SEC-03: roles of %s have a boundary, and trusts of pods name one service account",
  (_name, stack) => {
    const roles = all(stack, "aws_iam_role");
    const irsa = roles
      .map((role) => parseJson(role.assume_role_policy).Statement[0])
      .filter(({ Principal }) => Principal.Federated);
    expect(irsa).toHaveLength(3);
    for (const { Condition } of irsa) {
      expect(Object.keys(Condition)).toEqual(["StringEquals"]);
      const claims = Object.entries<string>(Condition.StringEquals);
      expect(claims.map(([key]) => key.split(":").at(-1))).toEqual(["sub", "aud"]);
      for (const [, value] of claims) expect(value).not.toContain("*");
    }
    for (const role of roles)
      expect(role.permissions_boundary).toBe(outputsOf(stack)("bootstrap", "boundary_arns", "workload"));
  },
);

describe("launch templates", () => {
  const templates = all(prod, "aws_launch_template");

  test("SGR-06, EKS-15, SEC-08: encrypted gp3, IMDSv2 with one hop, the application group and nothing that EKS owns", () => {
    expect(templates.map(({ name_prefix }) => name_prefix)).toEqual([
      "company-inc-prod-db-pool-",
      "company-inc-prod-general-",
    ]);
    for (const template of templates) {
      expect(template.vpc_security_group_ids).toEqual([output("network", "app_sg_id")]);
      expect(template.metadata_options).toMatchObject({ http_tokens: "required", http_put_response_hop_limit: 1 });
      expect(template.block_device_mappings).toEqual([
        {
          device_name: "/dev/xvda",
          ebs: {
            volume_size: 50,
            volume_type: "gp3",
            encrypted: "true",
            kms_key_id: output("bootstrap", "ebs_key_arn"),
            delete_on_termination: "true",
          },
        },
      ]);
      for (const refused of ["instance_type", "image_id", "credit_specification"])
        expect(template).not.toHaveProperty(refused);
    }
  });

  test("EKS-15, ACC-07: instances, volumes and interfaces carry the six cost tags", () => {
    for (const { tag_specifications } of templates) {
      expect(tag_specifications.map(({ resource_type }: Attributes) => resource_type)).toEqual([
        "instance",
        "volume",
        "network-interface",
      ]);
      for (const { tags } of tag_specifications) {
        expect(tags).toMatchObject({
          Environment: "production",
          Project: "company-inc",
          Component: "eks",
          ManagedBy: "cdktf",
        });
        expect(Object.keys(tags)).toEqual(expect.arrayContaining(["Owner", "CostCenter"]));
      }
    }
  });

  test("EKS-05, EKS-16: user data sets 58 pods, 30 on the database pool", () => {
    const maxPods = templates.map(({ name_prefix, user_data }) => [
      name_prefix,
      /"maxPods": (\d+)/.exec(Buffer.from(user_data, "base64").toString())?.[1],
    ]);
    expect(Object.fromEntries(maxPods)).toEqual({
      "company-inc-prod-general-": "58",
      "company-inc-prod-db-pool-": "30",
    });
  });

  test("EKS-15: groups follow the newest version of their template", () => {
    for (const group of all(prod, "aws_eks_node_group")) {
      expect(group.launch_template.id).toMatch(/^\$\{aws_launch_template\..*\.id\}$/);
      expect(group.launch_template.version).toMatch(/^\$\{aws_launch_template\..*\.latest_version\}$/);
    }
  });
});

describe("rules of the cluster's group", () => {
  const rules = all(prod, "aws_vpc_security_group_ingress_rule");
  const appGroup = output("network", "app_sg_id");
  const ports = (found: Attributes[]) =>
    found
      .map(
        (rule) =>
          `${rule.ip_protocol} ${rule.from_port === rule.to_port ? rule.from_port : `${rule.from_port}-${rule.to_port}`}`,
      )
      .sort();
  const fromCluster = rules.filter(
    (rule) => rule.security_group_id === appGroup && rule.referenced_security_group_id !== appGroup,
  );
  const peers = rules.filter(
    (rule) => rule.security_group_id === appGroup && rule.referenced_security_group_id === appGroup,
  );

  test("SGR-07: nodes and runners reach the API", () => {
    const toApi = rules.filter((rule) => rule.security_group_id !== appGroup);
    expect(toApi.map((rule) => rule.referenced_security_group_id)).toEqual([appGroup, output("network", "ci_sg_id")]);
    expect(ports(toApi)).toEqual(["tcp 443", "tcp 443"]);
  });

  test("SGR-07: the control plane reaches kubelets, aggregated APIs and webhooks", () => {
    const listed = [443, 4443, 6443, 8000, 8443, 9443, 10250, 10251, 15017];
    expect(ports(fromCluster)).toEqual(listed.map((port) => `tcp ${port}`).sort());
  });

  test("SGR-08: peers reach one another on the declared ports, both ways, and on no other", () => {
    const single = [53, 8080, 10250, 15090, 9153, 6379, 26379, 5473, 10249, 8085, 6443, 8090, 9402];
    const listed = [
      "udp 53",
      "tcp 15010-15021",
      "tcp 9090-9100",
      "tcp 4317-4318",
      ...single.map((port) => `tcp ${port}`),
    ].sort();
    expect(ports(peers)).toEqual(listed);
    expect(ports(all(prod, "aws_vpc_security_group_egress_rule"))).toEqual(listed);
  });

  test("SGR-07, SGR-08: every rule names its consumer in a description that EC2 takes", () => {
    for (const rule of [...rules, ...all(prod, "aws_vpc_security_group_egress_rule")]) {
      expect(rule.description).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{10,255}$/);
      expect(rule.ip_protocol).not.toBe("-1");
    }
  });

  test("SGR-08: switching an add-on off takes its ports away", () => {
    const without = synth("prod", {
      change: (eks) => Object.assign(eks.internalPorts.redis ?? {}, { enabled: false }),
    });
    expect(ports(all(without, "aws_vpc_security_group_egress_rule"))).not.toContain("tcp 6379");
  });
});

describe("access", () => {
  const granted = (stack: Synthesized) =>
    Object.fromEntries(
      Object.entries(stack.resource.aws_eks_access_policy_association ?? {}).map(
        ([id, { policy_arn, access_scope }]) => [
          id.replace(/^access_|-policy_[0-9A-F]+$/g, ""),
          [policy_arn.split("/").at(-1), access_scope.namespaces ?? access_scope.type],
        ],
      ),
    );
  const apps = ["backend", "frontend"];
  const admin = ["AmazonEKSClusterAdminPolicy", "cluster"];

  test("EKS-19: only the deploy and break-glass roles are cluster admins", () => {
    expect(granted(prod)).toEqual({
      deploy: admin,
      "break-glass": admin,
      ci: ["AmazonEKSEditPolicy", apps],
      ProdReadOnly: ["AmazonEKSViewPolicy", apps],
      ProdOperator: ["AmazonEKSEditPolicy", apps],
    });
    expect(granted(dev)).toEqual({
      deploy: admin,
      ci: ["AmazonEKSEditPolicy", apps],
      DevPowerUser: ["AmazonEKSEditPolicy", apps],
    });
  });

  test("EKS-19: principals are roles of bootstrap or roles of Identity Center that were looked up", () => {
    const principals = all(prod, "aws_eks_access_entry").map(({ principal_arn }) => principal_arn);
    const lookedUp = principals.filter((principal) => principal.includes("data.aws_iam_roles."));
    expect(principals.filter((principal) => !lookedUp.includes(principal)).sort()).toEqual(
      [
        "${each.value}",
        output("bootstrap", "deploy_role_arn"),
        "arn:aws:iam::777777777777:role/prod-break-glass",
        output("bootstrap", "ci_role_arns", "deploy"),
      ].sort(),
    );
    expect(
      Object.values(prod.data.aws_iam_roles ?? {})
        .map(({ name_regex }) => name_regex)
        .sort(),
    ).toEqual(["^AWSReservedSSO_ProdOperator_.*$", "^AWSReservedSSO_ProdReadOnly_.*$"]);
  });

  test("EKS-19: a set that is assigned for good must have its role; one that is granted for hours may have none", () => {
    const lookup = (set: string) =>
      Object.entries<Attributes>(prod.data.aws_iam_roles ?? {}).find(([id]) => id.includes(set)) ?? ["", {}];
    const [operatorId, operator] = lookup("ProdOperator");
    expect(operator.lifecycle).toBeUndefined();
    const entries = all(prod, "aws_eks_access_entry").map(({ principal_arn }) => principal_arn);
    expect(entries).toContain(`\${one(data.aws_iam_roles.${lookup("ProdReadOnly")[0]}.arns)}`);
    expect(lookup("ProdReadOnly")[1].lifecycle.postcondition[0].error_message).toContain(
      "apply management-identity first",
    );
    for (const type of ["aws_eks_access_entry", "aws_eks_access_policy_association"]) {
      const [granted] = all(prod, type).filter(({ for_each }) => for_each !== undefined);
      expect(granted?.for_each).toBe(`\${toset(tolist(data.aws_iam_roles.${operatorId}.arns))}`);
    }
  });
});

describe("operations", () => {
  test("EKS-17: quotas carry the pools, a second slice and an update's surge", () => {
    const quotas = Object.fromEntries(
      all(prod, "aws_servicequotas_service_quota").map(({ quota_code, value }) => [quota_code, value]),
    );
    expect(quotas["L-1216C47A"]).toBeGreaterThanOrEqual(684);
    expect(quotas["L-34B43A08"]).toBeGreaterThanOrEqual(264);
  });

  test("EKS-03: the release check runs every seven days and calls its function", () => {
    const schedule = one(prod, "aws_scheduler_schedule");
    const [[id, lambda] = []] = [Object.entries(prod.resource.aws_lambda_function ?? {})[0]];
    expect(schedule).toMatchObject({ name: "prod-eks-ami-release-check", schedule_expression: "rate(7 days)" });
    expect(schedule.target.arn).toBe(`\${aws_lambda_function.${id}.arn}`);
    const topic = output("foundation", "topic_arns", "warning");
    expect(lambda?.dead_letter_config).toEqual({ target_arn: topic });
    expect(lambda?.tracing_config).toEqual({ mode: "Active" });
    expect(lambda?.environment.variables).toMatchObject({
      CLUSTER_NAME: "company-inc-prod-us-east-1",
      RELEASE_PARAMETER:
        "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version",
    });
  });

  test("EKS-03: the release check publishes to one topic with its key and sends traces; nothing else of it reaches every resource", () => {
    const [id, role] = Object.entries(prod.resource.aws_iam_role ?? {}).find(
      ([, { name }]) => name === "prod-ami-check-use1",
    ) ?? [""];
    expect(role?.permissions_boundary).toBe(output("bootstrap", "boundary_arns", "workload"));
    const [[policyId, policy] = []] = Object.entries(prod.resource.aws_iam_role_policy ?? {}).filter(
      ([, { role: owner }]) => owner === `\${aws_iam_role.${id}.name}`,
    );
    const statements: Attributes[] = parseJson(policy?.policy).Statement;
    const granted = (service: string) =>
      statements
        .filter(({ Action }) => Action.some((action: string) => action.startsWith(`${service}:`)))
        .map(({ Effect, Action, Resource, Condition }) => ({ Effect, Action, Resource, Condition }));
    const allow = (Action: string[], resource: string) => [{ Effect: "Allow", Action, Resource: [resource] }];
    expect(granted("sns")).toEqual(allow(["sns:Publish"], output("foundation", "topic_arns", "warning")));
    expect(granted("kms")).toEqual(
      allow(["kms:Decrypt", "kms:GenerateDataKey"], output("foundation", "alerts_key_arn")),
    );
    expect(granted("xray")).toEqual(allow(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"));
    expect(statements.filter(({ Resource }) => Resource.includes("*"))).toHaveLength(1);
    // Lambda tries topic and traces when it makes the function.
    const [lambda] = all(prod, "aws_lambda_function");
    expect(lambda.depends_on).toContain(`aws_iam_role_policy.${policyId}`);
  });

  test("ACC-19: prod's runner sits in the private subnets with the ci group alone; other accounts have none", () => {
    expect(one(prod, "aws_codebuild_project")).toMatchObject({
      name: "prod-runner",
      service_role: output("bootstrap", "ci_role_arns", "deploy"),
      vpc_config: {
        vpc_id: output("network", "vpc_id"),
        subnets: zonesOf("us-east-1").map((zone) => output("network", "private_subnet_ids", zone)),
        security_group_ids: [output("network", "ci_sg_id")],
      },
    });
    expect(one(west, "aws_codebuild_project").vpc_config.subnets[0]).toContain("us-west-2a");
    expect(all(dev, "aws_codebuild_project")).toEqual([]);
  });

  test("ACC-19: the runner's log group is made once, by foundation where that lists the runner", () => {
    const made = (buildProjects: string[]) => {
      const stack = synth("prod", { change: (_, foundation) => Object.assign(foundation, { buildProjects }) });
      const own = all(stack, "aws_cloudwatch_log_group").filter(({ name }) => name === "/aws/codebuild/prod-runner");
      return { own: own.length, group: one(stack, "aws_codebuild_project").logs_config.cloudwatch_logs.group_name };
    };
    expect(made(["build", "runner"])).toEqual({
      own: 0,
      group: output("foundation", "log_group_names", "build-runner"),
    });
    expect(made(["build"])).toMatchObject({ own: 1, group: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\./) });
  });

  test("ACC-19: no shell variable of the runner looks like an expression of Terraform", () => {
    expect(one(prod, "aws_codebuild_project").source.buildspec).not.toContain("${");
  });

  test("ACC-16: roles of the two regions do not claim one name", () => {
    const names = (stack: Synthesized) => all(stack, "aws_iam_role").map(({ name }) => name);
    expect(names(prod).filter((name) => names(west).includes(name))).toEqual([]);
  });

  test("every output of the contract is handed over", () => {
    expect(new Set(Object.keys(prod.output))).toEqual(
      new Set([
        "cluster_name",
        "cluster_arn",
        "endpoint",
        "ca",
        "oidc_provider_arn",
        "oidc_issuer_host",
        "cluster_security_group_id",
        "node_role_arn",
      ]),
    );
  });
});
