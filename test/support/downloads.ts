/**
 * What every test of the downloader starts with: a hub with the small model, an empty folder for it, and downloads with
 * short patience.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { type DownloadOptions, downloadModel } from '../../src/download/download';
import { type InstalledModel, installedModel, modelDir, stagingDir } from '../../src/inference/installedModels';
import type { ModelPreset } from '../../src/inference/presets';
import { EngineError, type EngineErrorCode } from '../../src/protocol/errors';
import { type Hub, type SeenRequest, startHub } from './hub';
import { smallPreset } from './installJina';
import { writeJinaModel } from './jinaModel';

export const COMMIT = 'abcdef0123456789abcdef0123456789abcdef01';
export const WEIGHTS = 'onnx/model_quantized.onnx';

export interface DownloadTest {
  root: string;
  /** The folder that the hub serves. */
  source: string;
  modelsDir: string;
  targetDir: string;
  hub: Hub;
  /** Nothing known beforehand. */
  preset: ModelPreset;
  weightsSize: number;
  download(change?: Partial<DownloadOptions>): Promise<InstalledModel>;
  /** The preset as it is for a real model: sizes and hashes known beforehand. */
  pinned(): ModelPreset;
  restartHub(change?: { commit?: string; token?: string }): Promise<void>;
  /** Fails with that code and detail, and leaves nothing that counts as installed. */
  assertFails(promise: Promise<unknown>, code: EngineErrorCode, detail: RegExp): Promise<void>;
  requestsFor(file: string): SeenRequest[];
  partOf(file: string): string;
}

/** Registers the hooks; the object is filled anew before each test. */
export function useDownloads(): DownloadTest {
  const test = { download, pinned, restartHub, assertFails, requestsFor, partOf } as DownloadTest;
  before(() => {
    test.root = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-download-'));
    test.source = path.join(test.root, 'source');
    writeJinaModel(test.source);
    test.weightsSize = fs.statSync(path.join(test.source, WEIGHTS)).size;
  });
  beforeEach(async () => {
    test.preset = smallPreset();
    test.modelsDir = fs.mkdtempSync(path.join(test.root, 'models-'));
    test.targetDir = modelDir(test.modelsDir, test.preset.id);
    await restartHub();
  });
  afterEach(() => test.hub.close());
  after(() => fs.rmSync(test.root, { recursive: true, force: true }));
  return test;

  function download(change: Partial<DownloadOptions> = {}): Promise<InstalledModel> {
    // Only a hub that stalls is given up on soon: a busy machine is silent for half a second, too.
    const stalls = test.hub.faults.some(({ kind }) => kind === 'stall');
    return downloadModel({
      preset: test.preset,
      targetDir: test.targetDir,
      endpoint: test.hub.endpoint,
      fetch,
      signal: new AbortController().signal,
      retryDelayMs: 5,
      stallMs: stalls ? 500 : 60_000,
      ...change,
    });
  }

  function pinned(): ModelPreset {
    const files = test.preset.files.map((file) => {
      const content = fs.readFileSync(path.join(test.source, file.path));
      return { ...file, sizeBytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    });
    return { ...test.preset, revision: COMMIT, files };
  }

  async function restartHub(change: { commit?: string; token?: string } = {}): Promise<void> {
    await test.hub?.close();
    test.hub = await startHub([{ id: test.preset.id, dir: test.source, commit: COMMIT, ...change }]);
  }

  async function assertFails(promise: Promise<unknown>, code: EngineErrorCode, detail: RegExp): Promise<void> {
    await assert.rejects(promise, (error: unknown) => {
      assert.ok(error instanceof EngineError, String(error));
      assert.equal(error.code, code);
      assert.match(error.detail, detail);
      return true;
    });
    assert.equal(installedModel(test.targetDir), undefined);
  }

  function requestsFor(file: string): SeenRequest[] {
    return test.hub.requests.filter((request) => request.path.includes(file));
  }

  function partOf(file: string): string {
    return path.join(stagingDir(test.targetDir), `${file}.part`);
  }
}
