/**
 * Decides when work in the background may go on: not while the user has paused it, while they type or search, on
 * battery, while other programs need the processor, or while another window does the same work. It starts and stops
 * nothing itself: workers ask before each text. Invariant: while work waits, `waitingFor` says why; what the user waits
 * for (a question's best candidates) never asks here.
 */
import type { DeepIndexingPolicy, Pace, WaitReason } from '../../protocol/engine';
import type { Machine } from '../machine/machine';
import { createLoadMeter, type LoadMeter } from '../machine/machineLoad';

/**
 * `fresh`: what the user works on, or just asked about; `rest`: everything else, only while the machine is idle and on
 * mains.
 */
export type Urgency = 'fresh' | 'rest';

export interface Circumstances {
  pace: Pace;
  urgency: Urgency;
  /** All indexing is paused. */
  isStopped: boolean;
  msSinceActivity: number;
  isOnBattery: boolean;
  isMachineBusy: boolean;
}

export interface GovernorOptions extends Machine {
  /** Processor time of the inference process so far. */
  inferenceCpuMs(): number;
  /** `waitingFor` or `pace` has changed. */
  onChange?(): void;
  now?(): number;
}

/** Between two key strokes of somebody who is writing, and while results are looked at. */
export const TYPING_MS = 2000;
/** Half of the cores taken by others is busy; idle again only well below, so that it does not flicker. */
const BUSY_SHARE = 0.5;
const IDLE_SHARE = 0.3;
/** A laptop that is unplugged may work on for so long. Asking costs half a second of PowerShell on Windows. */
const BATTERY_AGE_MS = 30_000;
/** How often a reason to wait is looked at again. */
const POLL_MS = 3000;
/**
 * The break after each text, as a share of the time it took: the fan stays low, and a question finds the process free
 * one time in five.
 */
const BREAK_SHARE = 0.25;
const MAX_BREAK_MS = 500;

/** The first reason to wait, the strongest first; undefined when work may go on as far as this window is concerned. */
export function reasonToWait(
  { pace, urgency, isStopped, msSinceActivity, isOnBattery, isMachineBusy }: Circumstances,
  { pauseOnBattery, pauseWhenBusy }: Pick<DeepIndexingPolicy, 'pauseOnBattery' | 'pauseWhenBusy'>,
): Exclude<WaitReason, 'otherWindow'> | undefined {
  if (isStopped || pace === 'paused') return 'paused';
  if (pace === 'full') return undefined;
  if (msSinceActivity < TYPING_MS) return 'typing';
  if (urgency === 'fresh') return undefined;
  if (pauseOnBattery && isOnBattery) return 'battery';
  if (pauseWhenBusy && isMachineBusy) return 'busy';
  return undefined;
}

/** `share` of the processor that others take, 0 to 1; undefined when it is not known yet. */
export function isBusy(share: number | undefined, wasBusy: boolean): boolean {
  return share === undefined ? wasBusy : share > (wasBusy ? IDLE_SHARE : BUSY_SHARE);
}

export class Governor {
  private activeAtMs = Number.NEGATIVE_INFINITY;
  private isStopped = false;
  private battery: { isOn: boolean; atMs: number } | undefined;
  private isMachineBusy = false;
  private loadAtMs = Number.NEGATIVE_INFINITY;
  private readonly loadOfOthers: LoadMeter;
  private passedAtMs = Number.NEGATIVE_INFINITY;
  private readonly sleepers = new Set<() => void>();
  private reason: WaitReason | undefined;

  constructor(
    private policy: Pick<DeepIndexingPolicy, 'pace' | 'pauseOnBattery' | 'pauseWhenBusy'>,
    private readonly options: GovernorOptions,
  ) {
    this.loadOfOthers = createLoadMeter(() => options.cpuCounters(options.inferenceCpuMs()));
  }

  get pace(): Pace {
    return this.policy.pace;
  }

  /** Why work waits now; undefined while it runs or there is none. */
  get waitingFor(): WaitReason | undefined {
    return this.reason;
  }

  setPolicy(policy: Pick<DeepIndexingPolicy, 'pace' | 'pauseOnBattery' | 'pauseWhenBusy'>): void {
    this.policy = policy;
    this.options.onChange?.();
    this.wake();
  }

  /** All indexing is paused, this work included. */
  setStopped(isStopped: boolean): void {
    this.isStopped = isStopped;
    this.wake();
  }

  /** The user types or asks: the processor is theirs for a moment. */
  noteActivity(): void {
    this.activeAtMs = this.now();
  }

  /**
   * Resolves when one more text may be embedded, or at once when `signal` is aborted. `urgency` is asked again after
   * each wait. True when another window was waited for: it may have done the work.
   */
  async pass(urgency: () => Urgency, signal: AbortSignal): Promise<boolean> {
    let hasWaitedForOther = false;
    if (this.pace === 'normal') {
      await this.sleep(Math.min(MAX_BREAK_MS, (this.now() - this.passedAtMs) * BREAK_SHARE), signal);
    }
    while (!signal.aborted) {
      const reason = await this.reasonToWait(urgency());
      this.setReason(reason);
      if (!reason) break;
      hasWaitedForOther ||= reason === 'otherWindow';
      // Typing and other programs' load pass in seconds; the rest may take hours.
      if (reason === 'paused' || reason === 'battery') await this.options.lock.release();
      await this.sleep(reason === 'typing' ? this.activeAtMs + TYPING_MS - this.now() : POLL_MS, signal);
    }
    this.passedAtMs = this.now();
    return hasWaitedForOther;
  }

  /** There is no work for now: another window may work. */
  async rest(): Promise<void> {
    this.setReason(undefined);
    await this.options.lock.release();
  }

  /** All is done: full speed has reached its end. */
  async finish(): Promise<void> {
    if (this.pace === 'full') this.setPolicy({ ...this.policy, pace: 'normal' });
    await this.rest();
  }

  private async reasonToWait(urgency: Urgency): Promise<WaitReason | undefined> {
    const circumstances = {
      pace: this.pace,
      urgency,
      isStopped: this.isStopped,
      msSinceActivity: this.now() - this.activeAtMs,
      isOnBattery: urgency === 'rest' && this.policy.pauseOnBattery && (await this.isOnBattery()),
      isMachineBusy: this.updateLoad(),
    };
    const reason = reasonToWait(circumstances, this.policy);
    if (reason) return reason;
    return (await this.options.lock.tryAcquire()) ? undefined : 'otherWindow';
  }

  private async isOnBattery(): Promise<boolean> {
    if (!this.battery || this.now() - this.battery.atMs > BATTERY_AGE_MS) {
      this.battery = { isOn: await this.options.isOnBattery(), atMs: this.now() };
    }
    return this.battery.isOn;
  }

  private updateLoad(): boolean {
    if (this.now() - this.loadAtMs < POLL_MS) return this.isMachineBusy;
    const share = this.loadOfOthers();
    if (share !== undefined) this.loadAtMs = this.now();
    this.isMachineBusy = isBusy(share, this.isMachineBusy);
    return this.isMachineBusy;
  }

  private setReason(reason: WaitReason | undefined): void {
    if (reason === this.reason) return;
    this.reason = reason;
    this.options.onChange?.();
  }

  private sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        this.sleepers.delete(awake);
        signal.removeEventListener('abort', awake);
        resolve();
      };
      const timer = setTimeout(awake, ms);
      this.sleepers.add(awake);
      signal.addEventListener('abort', awake, { once: true });
    });
  }

  private wake(): void {
    for (const awake of [...this.sleepers]) awake();
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}
