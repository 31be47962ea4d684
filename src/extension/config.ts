/**
 * The settings, read when they are needed and never kept. Which of them no workspace may set is declared in
 * package.json, not here.
 */
import * as vscode from 'vscode';
import { DEFAULT_MODEL_ID } from '../inference/presets';
import type { DeepIndexingPolicy } from '../protocol/engine';
import { activeGlobs } from './workspace/folders';

const SECTION = 'kindred';
const MODEL_SETTINGS = ['kindred.model.id', 'kindred.model.custom'];
/** Settings that decide which documents exist; a change of one compares every folder anew. */
const CORPUS_SETTINGS = [
  'kindred.exclude',
  'kindred.maxFileSizeKb',
  'files.exclude',
  'files.associations',
  'search.exclude',
];

export function excludeGlobs(): string[] {
  const read = (section: string): unknown => vscode.workspace.getConfiguration(section).get('exclude');
  return activeGlobs(read('files'), read('search'), read(SECTION));
}

/** Of one folder: globs to language ids. A settings file may hold anything else. */
export function languageAssociations(folder: vscode.Uri): Record<string, string> {
  const set: unknown = vscode.workspace.getConfiguration('files', folder).get('associations');
  return Object.fromEntries(Object.entries(set ?? {}).filter(([, language]) => typeof language === 'string'));
}

export function maxFileSizeBytes(): number {
  return within(settings().get('maxFileSizeKb'), 1, 102_400, 1024) * 1024;
}

export function resultsLimit(): number {
  return Math.floor(within(settings().get('results.limit'), 1, 1000, 50));
}

export function duplicatesMinLines(): number {
  return Math.floor(within(settings().get('duplicates.minLines'), 2, 1000, 6));
}

export function areDuplicateDiagnosticsEnabled(): boolean {
  return settings().get('duplicates.diagnostics') === true;
}

export function onDidChangeDuplicateDiagnostics(listener: () => void): vscode.Disposable {
  return onDidChangeSettings(['kindred.duplicates.diagnostics'], listener);
}

export function isLensEnabled(): boolean {
  return settings().get('codeLens.enabled') === true;
}

export function onDidChangeLensSetting(listener: () => void): vscode.Disposable {
  return onDidChangeSettings(['kindred.codeLens.enabled'], listener);
}

export function deepIndexingSettings(): Omit<DeepIndexingPolicy, 'pace'> {
  const deep = vscode.workspace.getConfiguration(`${SECTION}.deepIndexing`);
  return {
    pauseOnBattery: deep.get('pauseOnBattery') !== false,
    pauseWhenBusy: deep.get('pauseWhenBusy') !== false,
    memoryLimitBytes: within(deep.get('memoryLimitMb'), 300, 65_536, 1200) * 1e6,
    vectorLimitBytes: within(deep.get('vectorLimitMb'), 100, 1_000_000, 2000) * 1e6,
    idleMs: within(deep.get('idleMinutes'), 1, 1440, 5) * 60_000,
  };
}

export function mayAskForModel(): boolean {
  return settings().get<boolean>('model.ask', true);
}

export async function neverAskForModel(): Promise<void> {
  await settings().update('model.ask', false, vscode.ConfigurationTarget.Global);
}

/** Of the user's settings alone: the manifest gives them the scope of the machine, and no workspace is asked. */
export function modelSetting(): string {
  const chosen = settings().inspect<string>('model.id')?.globalValue;
  return typeof chosen === 'string' && chosen.trim() ? chosen.trim() : DEFAULT_MODEL_ID;
}

export async function setModel(id: string): Promise<void> {
  await settings().update('model.id', id, vscode.ConfigurationTarget.Global);
}

export function customModelSetting(): unknown {
  return settings().inspect<unknown>('model.custom')?.globalValue;
}

export function onDidChangeModelSettings(listener: () => void): vscode.Disposable {
  return onDidChangeSettings(MODEL_SETTINGS, listener);
}

/** '' when the user has not chosen one: the default must not hide the hub's own environment variable. */
export function endpointSetting(): string {
  const chosen = settings().inspect<string>('model.endpoint')?.globalValue;
  return typeof chosen === 'string' ? chosen.trim() : '';
}

export function onDidChangeCorpusSettings(listener: () => void): vscode.Disposable {
  return onDidChangeSettings(CORPUS_SETTINGS, listener);
}

export function onDidChangeDeepSettings(listener: () => void): vscode.Disposable {
  return onDidChangeSettings([`${SECTION}.deepIndexing`], listener);
}

function onDidChangeSettings(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((setting) => event.affectsConfiguration(setting))) listener();
  });
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}

/** A settings file may hold anything; VS Code only underlines it. */
function within(value: unknown, min: number, max: number, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}
