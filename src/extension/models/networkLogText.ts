/** The network log as a document: every request that Kindred has made on this machine, newest first. */
import * as vscode from 'vscode';
import { type LoggedRequest, readNetworkLog } from '../../download/networkLog';
import { bytes, count } from '../texts';

const { t } = vscode.l10n;

export function networkLogText(file: string): string {
  const { requests, leftOut } = readNetworkLog(file);
  const title = `# ${t('Kindred: network log')}`;
  if (requests.length === 0) return `${title}\n\n${t('Kindred has made no request on this machine.')}\n`;
  const received = requests.reduce((sum, request) => sum + (request.bytes ?? 0), 0);
  const parts = [
    title,
    t('{0} requests, {1} received. Nothing else was asked of a network.', count(requests.length), bytes(received)),
  ];
  if (leftOut > 0) parts.push(t('{0} older requests are left out.', count(leftOut)));
  const head = [t('When'), t('Host'), t('Path'), t('Answer'), t('Received'), t('Why')];
  const rows = [head, head.map(() => '---'), ...requests.reverse().map(cells)];
  return `${[...parts, rows.map((row) => `| ${row.join(' | ')} |`).join('\n')].join('\n\n')}\n`;
}

function cells({ at, host, path, status, bytes: received = 0, model }: LoggedRequest): string[] {
  const answer = status === undefined ? t('not finished') : status === 'failed' ? t('none') : String(status);
  return [
    new Date(at).toLocaleString(vscode.env.language),
    host,
    path,
    answer,
    bytes(received),
    t('Download of {0}', model),
  ];
}
