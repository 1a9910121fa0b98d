import { BlockList, isIP } from 'node:net';

/**
 * Networks that are not the public internet: a webhook there could reach what only this server should (cloud
 * metadata, an admin page, the database). IANA's special-purpose registries for IPv4 and IPv6; an IPv4 address
 * mapped into IPv6 is held against the IPv4 rules.
 */
const special: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Prefixes that carry an IPv4 address inside: the deprecated compatible form, translation (RFC 6052, RFC 8215),
  // 6to4 and Teredo.
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/23',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/');
    const family = isIP(address);
    const type = family === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  }
  return list;
}

const specialList = listOf(special);

/** Says of an address whether a webhook may go there: public ones always, others only within `allowed` networks. */
export function createAddressRule(allowed: readonly string[]): (address: string) => boolean {
  const allowedList = listOf(allowed);
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    const type = family === 4 ? 'ipv4' : 'ipv6';
    return !specialList.check(address, type) || allowedList.check(address, type);
  };
}
