/**
 * The page of the search box in a browser alone, with what happens around it in the orders that a busy machine can
 * bring.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FromBox, ToBox } from '../../../src/protocol/searchBox';
import { pageScenario } from './session';

const SCRIPT = path.join(process.cwd(), 'dist/webview/search.js');
/** The parts that the script asks for. */
const PAGE = `<!doctype html><main>
  <input id="query" type="text" autocomplete="off"><button id="clear" hidden></button><button id="other"></button>
  <div id="busy"></div><div id="chips"></div><p id="outcome"></p><button id="coverage"></button>
  <div id="progress" hidden><div></div></div>
</main>`;
const KEPT = 'how are passwords hashed';

/** What the page sees of VS Code; the tests themselves run without a browser's types. */
interface BoxWindow {
  said: FromBox[];
  kept: unknown;
  acquireVsCodeApi(): object;
  postMessage(message: ToBox, target: string): void;
}

class BoxPage {
  private constructor(private readonly page: Page) {}

  /** Shown, but its script does not run yet. `kept`: what the box has kept over a reload. */
  static async open(browser: Browser, kept?: string): Promise<BoxPage> {
    const page = await browser.newPage();
    await page.clock.install();
    await page.setContent(PAGE);
    await page.evaluate((query) => {
      const box = globalThis as unknown as BoxWindow;
      box.said = [];
      box.kept = query === undefined ? undefined : { query };
      box.acquireVsCodeApi = () => ({
        postMessage: (message: FromBox) => box.said.push(message),
        getState: () => box.kept,
        setState: (state: unknown) => {
          box.kept = state;
        },
      });
    }, kept);
    return new BoxPage(page);
  }

  get text(): Promise<string> {
    return this.page.locator('#query').inputValue();
  }

  async run(): Promise<void> {
    await this.page.addScriptTag({ path: SCRIPT });
  }

  async type(text: string): Promise<void> {
    await this.page.locator('#query').fill(text);
  }

  async press(key: string): Promise<void> {
    await this.page.locator('#query').press(key);
  }

  async leave(): Promise<void> {
    await this.page.locator('#other').focus();
  }

  async hear(message: ToBox): Promise<void> {
    await this.page.evaluate((data) => {
      const box = globalThis as unknown as BoxWindow & { dispatchEvent(event: unknown): void };
      box.dispatchEvent(new MessageEvent('message', { data }));
    }, message);
  }

  /** All that it has said by the time that a question which is typed is sent. */
  async said(): Promise<FromBox[]> {
    await this.page.clock.runFor(1000);
    return this.page.evaluate(() => (globalThis as unknown as BoxWindow).said);
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

declare class MessageEvent {
  constructor(type: string, init: { data: unknown });
}

/** Opens the page, does this, and closes it. */
const onPage = (kept: string | undefined, act: (box: BoxPage) => Promise<void>) => async (browser: Browser) => {
  const box = await BoxPage.open(browser, kept);
  try {
    await act(box);
  } finally {
    await box.close();
  }
};

const ready = (query: string): FromBox => ({ type: 'ready', query });
const asked = (query: string, commit = false): FromBox => ({ type: 'search', query, commit });

pageScenario('the page of the search box', {
  'what is typed before its script runs is asked, whatever it kept': onPage(KEPT, async (box) => {
    await box.type('session cookie');
    await box.press('Enter');
    await box.run();
    await box.hear({ type: 'restored', query: KEPT });
    assert.deepEqual(await box.said(), [ready(KEPT), asked('session cookie')]);
    assert.equal(await box.text, 'session cookie');
  }),
  'typed before its script runs and the same as what it kept, it is asked too': onPage(KEPT, async (box) => {
    await box.type(KEPT);
    await box.press('Enter');
    await box.run();
    await box.hear({ type: 'restored', query: '' });
    assert.deepEqual(await box.said(), [ready(KEPT), asked(KEPT)]);
    assert.equal(await box.text, KEPT);
  }),
  'what it has kept over a reload is shown and told, and not taken for asked': onPage(KEPT, async (box) => {
    await box.run();
    assert.deepEqual([await box.text, await box.said()], [KEPT, [ready(KEPT)]]);
    await box.type(KEPT);
    assert.deepEqual(await box.said(), [ready(KEPT), asked(KEPT)]);
  }),
  'a question that the extension has restored is not asked twice': onPage(KEPT, async (box) => {
    await box.run();
    await box.hear({ type: 'restored', query: KEPT });
    await box.type(KEPT);
    assert.deepEqual(await box.said(), [ready(KEPT)]);
  }),
  'after a question without words the box is empty, and asks its own again': onPage(undefined, async (box) => {
    await box.run();
    await box.type(KEPT);
    await box.said();
    await box.leave();
    await box.hear({ type: 'query', query: '' });
    assert.equal(await box.text, '');
    await box.type(KEPT);
    assert.deepEqual(await box.said(), [ready(''), asked(KEPT), asked(KEPT)]);
  }),
  'emptied before the extension answers, it says so and stays empty': onPage(KEPT, async (box) => {
    await box.run();
    await box.type('');
    assert.deepEqual(await box.said(), [ready(KEPT), { type: 'clear' }]);
    await box.hear({ type: 'restored', query: KEPT });
    assert.equal(await box.text, '');
  }),
  'Enter asks again what was asked already': onPage(undefined, async (box) => {
    await box.run();
    await box.hear({ type: 'restored', query: 'session cookie' });
    await box.press('Enter');
    assert.deepEqual(await box.said(), [ready(''), asked('session cookie', true)]);
  }),
});
