import { mergePorts } from "../../../src/modules/eks/security-rules";

const need = (from: number, consumer: string, protocol: "tcp" | "udp" = "tcp") => ({
  protocol,
  from,
  to: from,
  consumer,
});

test("SGR-08: needs of equal ports share one rule that names all consumers", () => {
  expect(mergePorts([need(10250, "kubelet"), need(53, "dns", "udp"), need(10250, "cert-manager")])).toEqual([
    need(10250, "kubelet; cert-manager"),
    need(53, "dns", "udp"),
  ]);
});

test("SGR-08: one port by two protocols is two needs", () => {
  expect(mergePorts([need(53, "dns"), need(53, "dns", "udp")])).toHaveLength(2);
});
