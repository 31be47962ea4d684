/**
 * Access tokens for gated models, one per server, in the editor's secret storage. A token is sent to the server it was
 * given for and to no other, and shown nowhere. Which servers have one is remembered beside it, so that all can be
 * cleared.
 */
import * as vscode from 'vscode';
import { isToken } from '../../download/accessToken';

const { t } = vscode.l10n;

const SERVERS_KEY = 'modelTokenServers';

type Memory = Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>;

export function tokenFor({ secrets }: Memory, endpoint: string): Thenable<string | undefined> {
  return secrets.get(keyOf(serverOf(endpoint)));
}

/** False when nothing was typed. */
export async function askForToken({ secrets, globalState }: Memory, endpoint: string): Promise<boolean> {
  const server = serverOf(endpoint);
  const token = await vscode.window.showInputBox({
    title: t('Access token for {0}', server),
    prompt: t('It is kept in the secret storage of VS Code and sent to this server alone.'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === '' || isToken(value.trim())
        ? undefined
        : t('An access token has letters, digits and signs, and no spaces.'),
  });
  if (!token?.trim()) return false;
  await secrets.store(keyOf(server), token.trim());
  await globalState.update(SERVERS_KEY, [...new Set([...servers(globalState), server])]);
  return true;
}

export async function clearTokens({ secrets, globalState }: Memory): Promise<void> {
  const known = servers(globalState);
  for (const server of known) await secrets.delete(keyOf(server));
  await globalState.update(SERVERS_KEY, undefined);
  void vscode.window.showInformationMessage(
    known.length > 0 ? t('The access tokens for {0} are deleted.', known.join(', ')) : t('There is no access token.'),
  );
}

function servers(memory: vscode.Memento): string[] {
  return memory.get<string[]>(SERVERS_KEY, []);
}

function keyOf(server: string): string {
  return `modelToken:${server}`;
}

function serverOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
}
