import { BlockList, isIP } from "node:net"

/** IPv4 that is nobody's public server (IANA special-purpose registry). */
const special = new BlockList()
for (const [address, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  special.addSubnet(address, prefix, "ipv4")
}

/** Global unicast IPv6, less what wraps an IPv4 address or stands in books. */
const global6 = new BlockList()
global6.addSubnet("2000::", 3, "ipv6")
const special6 = new BlockList()
for (const [address, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  special6.addSubnet(address, prefix, "ipv6")
}

/** Whether an address lies on the open internet; everything that is not known to is refused. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, "ipv4")
  return family === 6 && global6.check(address, "ipv6") && !special6.check(address, "ipv6")
}
