import type { Eks } from "../schema/eks";

type Port = Eks["internalPorts"][string]["internal"][number];

const tcp = (from: number, reason: string, to: number = from): Port => ({ protocol: "tcp", from, to, reason });
const udp = (from: number, reason: string): Port => ({ protocol: "udp", from, to: from, reason });
const owner = (internal: readonly Port[], webhook: readonly Port[] = []) => ({
  enabled: true,
  internal: [...internal],
  webhook: [...webhook],
});

/**
 * Ports by the add-on that listens on them. Sources: each project's chart values at the version in use; Istio
 * "Application requirements", Calico "System requirements", Kubernetes "Ports and protocols".
 */
export const internalPorts: Eks["internalPorts"] = {
  kubernetes: owner(
    [tcp(10250, "kubelet metrics"), tcp(10249, "kube-proxy metrics")],
    [tcp(10250, "kubelet logs and exec"), tcp(443, "service proxy and webhooks on 443"), tcp(8443, "webhooks on 8443")],
  ),
  coredns: owner([udp(53, "DNS"), tcp(53, "DNS over TCP"), tcp(9153, "metrics")]),
  applications: owner([tcp(8080, "backend, frontend and controllers")]),
  "metrics-server": owner([], [tcp(4443, "metrics API of the chart"), tcp(10251, "metrics API of the EKS add-on")]),
  "prometheus-adapter": owner([tcp(6443, "metrics")], [tcp(6443, "custom metrics API")]),
  "vertical-pod-autoscaler": owner([], [tcp(8000, "admission webhook")]),
  "cluster-autoscaler": owner([tcp(8085, "metrics")]),
  "aws-load-balancer-controller": owner([], [tcp(9443, "admission webhook")]),
  "external-secrets": owner([], [tcp(10250, "admission webhook")]),
  "cert-manager": owner([tcp(9402, "metrics")], [tcp(10250, "admission webhook")]),
  istio: owner(
    [tcp(15010, "xDS, injection, health and tunnels", 15021), tcp(15090, "Envoy metrics")],
    [tcp(15017, "injection webhook")],
  ),
  prometheus: owner([tcp(9090, "server, alerts and exporters", 9100)]),
  "otel-collector": owner([tcp(4317, "OTLP", 4318)]),
  redis: owner([tcp(6379, "Redis"), tcp(26379, "Sentinel")]),
  calico: owner([tcp(5473, "Typha")]),
  "argo-rollouts": owner([tcp(8090, "metrics")]),
};
