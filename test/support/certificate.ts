/**
 * A certificate authority that nobody knows and a server's certificate signed by it (X.509 version 3, RFC 5280), made
 * anew for each test: no key lies in the repository, and none runs out.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** Of the authority: what a client has to know to trust the server. */
  authority: string;
  /** Of the server, and its key. */
  cert: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const OID = {
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  ecdsaSha256: '2a8648ce3d040302',
};

/** For a server of this name and of the loopback address. */
export function makeCertificate(hostname: string): Certificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension(OID.basicConstraints, sequence(der(0x01, Buffer.of(0xff))));
  const names = sequence(der(0x82, Buffer.from(hostname)), der(0x87, Buffer.of(127, 0, 0, 1)));
  const issuer = `Authority of ${hostname}`;
  const signed = (subject: string, key: KeyObject, more: Buffer) =>
    pem(certificate({ issuer, subject, key, extensions: sequence(more) }, authority.privateKey));
  return {
    authority: signed(issuer, authority.publicKey, isAuthority),
    cert: signed(hostname, server.publicKey, extension(OID.subjectAltName, names)),
    key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

interface Contents {
  issuer: string;
  subject: string;
  key: KeyObject;
  extensions: Buffer;
}

function certificate({ issuer, subject, key, extensions }: Contents, signer: KeyObject): Buffer {
  const algorithm = sequence(oid(OID.ecdsaSha256));
  const signed = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name(issuer),
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    name(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  return sequence(signed, algorithm, bits(sign('sha256', signed, signer)));
}

function name(common: string): Buffer {
  return sequence(der(0x31, sequence(oid(OID.commonName), der(0x0c, Buffer.from(common)))));
}

/** `200101000000Z` */
function time(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), der(0x04, value));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function bits(bytes: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** Tag, length, contents. */
function der(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...size), contents]);
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
