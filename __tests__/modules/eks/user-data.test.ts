import { nodeUserData } from "../../../src/modules/eks/user-data";

const text = Buffer.from(nodeUserData(58), "base64").toString("utf8");
const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? "none";
const [head = "", ...rest] = text.split(`--${boundary}`);
const parts = rest.slice(0, -1).map((part) => {
  const [headers = "", ...body] = part.trimStart().split("\n\n");
  return { type: /Content-Type: ([^;\n]+)/.exec(headers)?.[1], body: body.join("\n\n").trim() };
});

test("EKS-16: MIME of one NodeConfig and one shell part, closed", () => {
  expect(head).toMatch(/^MIME-Version: 1\.0\nContent-Type: multipart\/mixed;/);
  expect(parts.map(({ type }) => type)).toEqual(["application/node.eks.aws", "text/x-shellscript"]);
  expect(rest.at(-1)?.trim()).toBe("--");
});

test("EKS-05, EKS-16: the NodeConfig sets the kubelet's pods and reserve", () => {
  const config = JSON.parse(parts[0]?.body ?? "");
  expect(config).toMatchObject({ apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig" });
  expect(config.spec.kubelet.config).toMatchObject({
    maxPods: 58,
    systemReserved: { memory: "200Mi" },
    imageGCHighThresholdPercent: 75,
  });
});

test("EKS-16: time comes from the link-local service alone, and nothing of AL2 is called", () => {
  const script = parts[1]?.body ?? "";
  expect(script).toMatch(/^#!\/bin\/bash\nset -euo pipefail/);
  expect(script).toContain("server 169.254.169.123");
  expect(script).toContain("rm -f /etc/chrony.d/ntp-pool.sources");
  expect(text).not.toContain("bootstrap.sh");
});
