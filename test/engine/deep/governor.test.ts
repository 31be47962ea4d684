/**
 * When work in the background may go on: the decision as a table, the waiting with a clock of its own, the readers with
 * faked answers.
 */
import assert from 'node:assert/strict';
import { describe, it, mock, test } from 'node:test';
import { type Circumstances, Governor, isBusy, reasonToWait } from '../../../src/engine/deep/governor';
import { inspectMachine, type Machine } from '../../../src/engine/machine/machine';
import { type CpuCounters, createLoadMeter, readCpuCounters } from '../../../src/engine/machine/machineLoad';
import { isOnBattery, type PowerSource } from '../../../src/engine/machine/power';
import type { WaitReason } from '../../../src/protocol/engine';

const AT_REST: Circumstances = {
  pace: 'normal',
  urgency: 'rest',
  isStopped: false,
  msSinceActivity: 60_000,
  isOnBattery: false,
  isMachineBusy: false,
};
const RULES = { pace: 'normal', pauseOnBattery: true, pauseWhenBusy: true } as const;

describe('the decision', () => {
  const cases: [what: string, change: Partial<Circumstances>, expected: WaitReason | undefined][] = [
    ['an idle machine on mains', {}, undefined],
    ['paused by the user', { pace: 'paused' }, 'paused'],
    ['all indexing paused, even at full speed', { isStopped: true, pace: 'full' }, 'paused'],
    ['a key was pressed just now', { msSinceActivity: 500 }, 'typing'],
    ['typing holds what is fresh, too', { msSinceActivity: 500, urgency: 'fresh' }, 'typing'],
    ['on battery', { isOnBattery: true }, 'battery'],
    ['on battery, for what the user works on', { isOnBattery: true, urgency: 'fresh' }, undefined],
    ['other programs work', { isMachineBusy: true }, 'busy'],
    ['other programs work, for what the user works on', { isMachineBusy: true, urgency: 'fresh' }, undefined],
    ['battery is said before load', { isOnBattery: true, isMachineBusy: true }, 'battery'],
    [
      'full speed asks for nothing else',
      { pace: 'full', msSinceActivity: 0, isOnBattery: true, isMachineBusy: true },
      undefined,
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(what, () => assert.equal(reasonToWait({ ...AT_REST, ...change }, RULES), expected));
  }

  it('battery and load can be left out of account', () => {
    const burdened = { ...AT_REST, isOnBattery: true, isMachineBusy: true };
    assert.equal(reasonToWait(burdened, { pauseOnBattery: false, pauseWhenBusy: true }), 'busy');
    assert.equal(reasonToWait(burdened, { pauseOnBattery: false, pauseWhenBusy: false }), undefined);
  });

  it('half of the processor is busy, and idle again only well below', () => {
    assert.deepEqual(
      [isBusy(0.4, false), isBusy(0.6, false), isBusy(0.4, true), isBusy(0.2, true)],
      [false, true, true, false],
    );
    assert.deepEqual([isBusy(undefined, false), isBusy(undefined, true)], [false, true]);
  });
});

describe('waiting', () => {
  it('each text asks; what holds it is said and ends when the reason does', async (t) => {
    const { governor, machine, said, tick } = start(t);
    assert.ok(await passes(governor, tick));
    machine.isOnBattery = true;
    await tick(31_000);
    const waiting = governor.pass(() => 'rest', new AbortController().signal);
    await tick(1000);
    assert.equal(governor.waitingFor, 'battery');
    assert.equal(machine.hasLock, false, 'another window may have other rules');
    machine.isOnBattery = false;
    await tick(40_000);
    await waiting;
    assert.equal(governor.waitingFor, undefined);
    assert.deepEqual(said, ['battery', undefined]);
    assert.equal(machine.hasLock, true);
  });

  it('typing holds it until two seconds after the last note', async (t) => {
    const { governor, tick } = start(t);
    await passes(governor, tick);
    let hasPassed = false;
    const waiting = governor
      .pass(() => 'fresh', new AbortController().signal)
      .then(() => {
        hasPassed = true;
      });
    governor.noteActivity();
    await tick(1500);
    governor.noteActivity();
    await tick(1500);
    assert.deepEqual([hasPassed, governor.waitingFor], [false, 'typing']);
    await tick(600);
    await waiting;
  });

  it('a pause releases the lock and takes hold at once; resuming wakes at once', async (t) => {
    const { governor, machine, tick } = start(t);
    await passes(governor, tick);
    governor.setPolicy({ ...RULES, pace: 'paused' });
    const waiting = governor.pass(() => 'fresh', new AbortController().signal);
    await tick(1000);
    assert.deepEqual([governor.waitingFor, machine.hasLock], ['paused', false]);
    governor.setPolicy(RULES);
    await tick(1);
    await waiting;
  });

  it('another window at it is waited for, even at full speed', async (t) => {
    const { governor, machine, tick } = start(t);
    machine.isLockedByOther = true;
    governor.setPolicy({ ...RULES, pace: 'full' });
    const waiting = governor.pass(() => 'rest', new AbortController().signal);
    await tick(10);
    assert.equal(governor.waitingFor, 'otherWindow');
    machine.isLockedByOther = false;
    await tick(3100);
    await waiting;
    await governor.finish();
    assert.deepEqual([governor.pace, machine.hasLock], ['normal', false]);
  });

  it('other programs at work are waited for, our own processes are not', async (t) => {
    const { governor, machine, tick } = start(t);
    machine.othersShare = 0;
    machine.ownShare = 0.9;
    await tick(5000);
    assert.ok(await passes(governor, tick));
    Object.assign(machine, { othersShare: 0.7, ownShare: 0.1 });
    await tick(5000);
    const waiting = governor.pass(() => 'rest', new AbortController().signal);
    await tick(1000);
    assert.equal(governor.waitingFor, 'busy');
    machine.othersShare = 0.1;
    await tick(9000);
    await waiting;
  });

  it('what becomes urgent while it waits goes', async (t) => {
    const { governor, machine, tick } = start(t);
    machine.isOnBattery = true;
    let urgency: 'fresh' | 'rest' = 'rest';
    const waiting = governor.pass(() => urgency, new AbortController().signal);
    await tick(1000);
    assert.equal(governor.waitingFor, 'battery');
    urgency = 'fresh';
    await tick(3100);
    await waiting;
  });

  it('an aborted wait ends at once', async (t) => {
    const { governor, tick } = start(t);
    governor.setStopped(true);
    const abort = new AbortController();
    const waiting = governor.pass(() => 'rest', abort.signal);
    await tick(1000);
    abort.abort();
    await waiting;
  });

  it('after a text there is a break, a quarter of the time it took; none at full speed', async (t) => {
    const { governor, tick } = start(t);
    await passes(governor, tick);
    await tick(400);
    let hasPassed = false;
    const pass = (): void => {
      hasPassed = false;
      void governor
        .pass(() => 'rest', new AbortController().signal)
        .then(() => {
          hasPassed = true;
        });
    };
    pass();
    // It had passed half a second ago.
    await tick(100);
    assert.equal(hasPassed, false);
    await tick(50);
    assert.equal(hasPassed, true);
    governor.setPolicy({ ...RULES, pace: 'full' });
    await tick(400);
    pass();
    await tick(0);
    assert.equal(hasPassed, true);
  });
});

describe('the battery', () => {
  const answers = (files: Record<string, string>, output = ''): PowerSource & { programs: string[] } => ({
    programs: [],
    list: async (dir) => [...new Set(Object.keys(files).map((file) => file.slice(dir.length + 1).split('/')[0]!))],
    read: async (file) => files[file] ?? '',
    async run(program, args) {
      this.programs.push([program, ...args].join(' '));
      return output;
    },
  });
  const supply = (name: string, facts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(facts).map(([what, value]) => [`/sys/class/power_supply/${name}/${what}`, `${value}\n`]),
    );

  const linux: [what: string, files: Record<string, string>, expected: boolean][] = [
    ['a desktop', {}, false],
    [
      'a laptop on its battery',
      {
        ...supply('BAT0', { type: 'Battery', status: 'Discharging' }),
        ...supply('AC', { type: 'Mains', online: '0' }),
      },
      true,
    ],
    [
      'a laptop on mains that its battery helps out',
      {
        ...supply('BAT0', { type: 'Battery', status: 'Discharging' }),
        ...supply('AC', { type: 'Mains', online: '1' }),
      },
      false,
    ],
    [
      'charging over USB',
      { ...supply('BAT0', { type: 'Battery', status: 'Charging' }), ...supply('usb', { type: 'USB', online: '1' }) },
      false,
    ],
    ['a mouse', supply('hid', { type: 'Battery', scope: 'Device', status: 'Discharging' }), false],
  ];
  for (const [what, files, expected] of linux) {
    it(`Linux: ${what}`, async () => assert.equal(await isOnBattery('linux', answers(files)), expected));
  }

  it('macOS and Windows are asked through their own programs', async () => {
    const mac = answers(
      {},
      "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t97%; discharging; 5:01 remaining\n",
    );
    assert.equal(await isOnBattery('darwin', mac), true);
    assert.deepEqual(mac.programs, ['/usr/bin/pmset -g batt']);
    assert.equal(await isOnBattery('darwin', answers({}, "Now drawing from 'AC Power'\n")), false);
    const windows = answers({}, 'Offline\r\n');
    assert.equal(await isOnBattery('win32', windows), true);
    assert.match(windows.programs[0]!, /System32.WindowsPowerShell.v1\.0.powershell\.exe -NoProfile/);
    assert.equal(await isOnBattery('win32', answers({}, 'Online\r\n')), false);
  });

  it('a machine that does not say is on mains', async () => {
    assert.equal(await isOnBattery('darwin', answers({})), false);
    assert.equal(await isOnBattery('win32', answers({})), false);
    assert.equal(await isOnBattery('aix', answers({})), false);
  });

  it('this machine can be asked', async () => assert.equal(typeof (await isOnBattery()), 'boolean'));
});

test('the load of others is what all cores did without us', () => {
  let counters: CpuCounters = { totalMs: 1000, busyMs: 500, ownMs: 100 };
  const load = createLoadMeter(() => counters);
  counters = { totalMs: 1500, busyMs: 900, ownMs: 150 };
  assert.equal(load(), undefined, 'too short to tell');
  counters = { totalMs: 3000, busyMs: 1500, ownMs: 600 };
  assert.equal(load(), 0.25);
  counters = { totalMs: 5000, busyMs: 1600, ownMs: 1600 };
  assert.equal(load(), 0, 'counters that do not fit together give no negative load');
  const { totalMs, busyMs, ownMs } = readCpuCounters(1000);
  assert.ok(totalMs > busyMs && busyMs > 0 && ownMs > 1000);
});

test('one look for a person: power, load of others, and whether another process is at it', async () => {
  let looks = 0;
  const lock = { tryAcquire: async () => false, release: async () => undefined };
  const cpuCounters = () => ({ totalMs: 1000 * ++looks, busyMs: 300 * looks, ownMs: 100 * looks });
  assert.deepEqual(await inspectMachine({ isOnBattery: async () => true, cpuCounters, lock }), {
    isOnBattery: true,
    isOtherAtWork: true,
    loadOfOthers: 0.2,
  });
});

/** A governor with a clock of its own, over a machine that can be told what it is like. */
function start(t: { after(clean: () => void): void }) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  t.after(() => mock.timers.reset());
  const state = { isOnBattery: false, othersShare: 0, ownShare: 0, isLockedByOther: false, hasLock: false };
  const counters: CpuCounters = { totalMs: 0, busyMs: 0, ownMs: 0 };
  const machine: Machine = {
    isOnBattery: async () => state.isOnBattery,
    cpuCounters: () => ({ ...counters }),
    lock: {
      tryAcquire: async () => {
        state.hasLock = !state.isLockedByOther;
        return state.hasLock;
      },
      release: async () => {
        state.hasLock = false;
      },
    },
  };
  const said: (WaitReason | undefined)[] = [];
  const governor: Governor = new Governor(RULES, {
    ...machine,
    inferenceCpuMs: () => 0,
    onChange: () => said.push(governor.waitingFor),
  });
  return { governor, machine: state, said, tick };

  async function tick(ms: number): Promise<void> {
    for (let left = ms; left >= 0; left -= 100) {
      const step = Math.min(100, left);
      counters.totalMs += step;
      counters.busyMs += step * (state.othersShare + state.ownShare);
      counters.ownMs += step * state.ownShare;
      mock.timers.tick(step);
      for (let i = 0; i < 10; i++) await Promise.resolve();
    }
  }
}

async function passes(governor: Governor, tick: (ms: number) => Promise<void>): Promise<boolean> {
  let hasPassed = false;
  void governor
    .pass(() => 'rest', new AbortController().signal)
    .then(() => {
      hasPassed = true;
    });
  await tick(600);
  return hasPassed;
}
