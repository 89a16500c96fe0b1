const boundary = "==NODE==";

const nodeConfig = (maxPods: number) => ({
  apiVersion: "node.eks.aws/v1alpha1",
  kind: "NodeConfig",
  spec: {
    kubelet: {
      config: {
        maxPods,
        systemReserved: { cpu: "100m", memory: "200Mi", "ephemeral-storage": "1Gi" },
        imageGCHighThresholdPercent: 75,
        imageGCLowThresholdPercent: 60,
      },
    },
  },
});

/**
 * Limits of inotify and of listen queues that dense nodes run into, and time from the link-local service alone: a pool
 * on the internet would need UDP 123, which no group opens.
 */
const script = `#!/bin/bash
set -euo pipefail
cat > /etc/sysctl.d/90-node.conf <<'CONF'
fs.inotify.max_user_instances = 8192
fs.inotify.max_user_watches = 524288
net.core.somaxconn = 4096
CONF
sysctl --system
rm -f /etc/chrony.d/ntp-pool.sources
echo 'server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4' > /etc/chrony.d/link-local-ipv4.sources
systemctl restart chronyd
`;

/**
 * User data of AL2023 nodes in a managed group, base64: a NodeConfig for nodeadm and a shell part. EKS merges its own
 * NodeConfig with the cluster's name and endpoint into it, and refuses anything but MIME.
 */
export function nodeUserData(maxPods: number): string {
  const part = (type: string, body: string) => [`--${boundary}`, `Content-Type: ${type}`, "", body.trimEnd(), ""];
  const lines = [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    ...part("application/node.eks.aws", JSON.stringify(nodeConfig(maxPods), null, 2)),
    ...part('text/x-shellscript; charset="us-ascii"', script),
    `--${boundary}--`,
    "",
  ];
  return Buffer.from(lines.join("\n"), "utf8").toString("base64");
}
