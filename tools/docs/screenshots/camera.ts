import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '@rollcall/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { until as untilSo } from './clients.ts';
import type { Company } from './company.ts';

/** One picture of the console. */
export interface Picture {
  /** The file is `<name>-<theme>.png`. */
  readonly name: string;
  readonly path: string;
  readonly themes?: readonly Theme[];
  /** Of a telephone: 390 by 844. */
  readonly isNarrow?: boolean;
  /** As somebody sees it who has not signed in. */
  readonly isSignedOut?: boolean;
  /** Leads to what is shown, and waits until it is there. */
  readonly until: (page: Page) => Promise<unknown>;
}

export type Theme = 'light' | 'dark';

/** When every picture is taken, whenever it is. */
const clock = Date.parse('2027-03-09T09:41:00Z');
/** How long before it the last of what is shown has happened. */
const lead = 180_000;
/** What is shown in place of the address on this machine. */
const shownScimUrl = 'https://rollcall.example.com/scim/v2';
const maxBytes = 250_000;
/** Of its pixels; a picture of which less is new (an id, a duration) stays as it is. */
const changedShare = 0.001;

/** Takes pictures of the console into a folder. */
export class Camera {
  private readonly folder: string;
  private readonly company: Company;
  private readonly browser: Browser;
  private readonly shift: number;
  private asked = 0;
  /** Of one session: more than a few would end the first ones. */
  private cookies: Awaited<ReturnType<BrowserContext['cookies']>> = [];

  private constructor(folder: string, company: Company, browser: Browser, shift: number) {
    this.folder = folder;
    this.company = company;
    this.browser = browser;
    this.shift = shift;
  }

  /** What has happened until now has happened until three minutes before the moment of the pictures. */
  static async of(folder: string, company: Company): Promise<Camera> {
    await mkdir(folder, { recursive: true });
    return new Camera(folder, company, await launchBrowser(), clock - lead - Date.now());
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /**
   * Takes all of them, whatever becomes of one.
   * @param tell is told what became of each
   * @returns how many could not be taken
   */
  async take(pictures: readonly Picture[], tell: (sentence: string) => void): Promise<number> {
    let failures = 0;
    for (const picture of pictures) {
      for (const theme of picture.themes ?? ['light']) {
        try {
          tell(await this.one(picture, theme));
        } catch (error) {
          failures += 1;
          tell(`no picture ${picture.name}, ${theme}: ${String(error)}`);
        }
      }
    }
    return failures;
  }

  private async one(picture: Picture, theme: Theme): Promise<string> {
    const { name, path, isNarrow = false, isSignedOut = false, until } = picture;
    const context = await this.newContext(theme, isNarrow);
    if (!isSignedOut) await this.signIn(context);
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      await page.clock.setFixedTime(clock);
      await page.goto(this.console + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await until(page);
      await page.evaluate('document.fonts.ready');
      await this.untilQuiet(page);
      const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      return await this.keep(page, `${name}-${theme}.png`, png);
    } finally {
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
  }

  private get console(): string {
    return this.company.workspaceUrl.replace(/\/api$/, '/console');
  }

  private async newContext(theme: Theme, isNarrow: boolean): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      colorScheme: theme,
      viewport: isNarrow ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      deviceScaleFactor: isNarrow ? 1.5 : 1,
    });
    await this.shiftTimes(context);
    return context;
  }

  private async signIn(context: BrowserContext): Promise<void> {
    const { slug, adminEmail, password, workspaceUrl } = this.company;
    if (this.cookies.length === 0) {
      const data = { account: slug, userName: adminEmail, password };
      await context.request.post(`${workspaceUrl}/sessions`, { data, failOnStatusCode: true });
      this.cookies = await context.cookies();
    }
    await context.addCookies(this.cookies);
  }

  /** The pages ask and are answered in the time of the pictures, the API in its own. */
  private async shiftTimes(context: BrowserContext): Promise<void> {
    await context.route(/\/api\/(?!events)/, async (route) => {
      const request = route.request();
      if (request.method() !== 'GET') return route.continue();
      const url = new URL(request.url());
      for (const [key, value] of url.searchParams) url.searchParams.set(key, shifted(value, -this.shift));
      this.asked = Date.now();
      const answer = await route.fetch({ url: url.href });
      const text = (await answer.text()).replaceAll(this.company.scimUrl, shownScimUrl);
      await route.fulfill({ response: answer, body: shifted(text, this.shiftOf(url)) });
    });
  }

  /** Counts by hour and day stay at whole ones. */
  private shiftOf({ pathname, searchParams }: URL): number {
    if (!pathname.endsWith('/audit/volume')) return this.shift;
    const step = searchParams.get('by') === 'hour' ? 3_600_000 : 86_400_000;
    return (Math.floor((clock - lead) / step) - Math.floor((clock - lead - this.shift) / step)) * step;
  }

  /** Nothing was asked for a while, and nothing is a placeholder any more. */
  private async untilQuiet(page: Page): Promise<void> {
    await untilSo('the page asks no more', () => Promise.resolve(Date.now() - this.asked > 800), 30);
    await page.locator('[class*="skeleton"]').first().waitFor({ state: 'detached' });
  }

  private async keep(page: Page, file: string, png: Buffer): Promise<string> {
    const path = join(this.folder, file);
    if (png.length > maxBytes) throw new Error(`${file} has ${png.length} bytes, more than ${maxBytes}`);
    if (existsSync(path) && (await differenceOf(page, await readFile(path), png)) < changedShare)
      return `${file}: as before, ${(await stat(path)).size} bytes`;
    await writeFile(path, png);
    return `${file}: ${png.length} bytes`;
  }
}

/** A text with every moment in it moved, as programs and as sentences write them. */
const shifted = (text: string, by: number) =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (moment) => moved(moment, by))
    .replaceAll(/(\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC/g, (_, day: string, time: string) =>
      moved(`${day}T${time}Z`, by).replace(/T(\d\d:\d\d).*/, ' at $1 UTC'),
    )
    .replaceAll(/(?<= on )\d{4}-\d\d-\d\d(?!T| at)/g, (day) => moved(day, by).slice(0, 10))
    .replaceAll(/\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d\d:\d\d:\d\d UTC/g, (moment) => {
      const [, day, month, year, time] = new Date(Date.parse(moment.replace('Sept', 'Sep')) + by)
        .toUTCString()
        .split(' ');
      return `${Number(day)} ${month} ${year}, ${time} UTC`;
    });

const moved = (moment: string, by: number): string => new Date(Date.parse(moment) + by).toISOString();

/** The share of pixels that differ; the browser reads the files, on a page without a policy. */
async function differenceOf(page: Page, before: Buffer, after: Buffer): Promise<number> {
  await page.goto('about:blank');
  const [a, b] = [before.toString('base64'), after.toString('base64')];
  return (await page.evaluate(`(async () => {
    const pixels = async (base64) => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + base64;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height).data;
    };
    const [one, other] = [await pixels('${a}'), await pixels('${b}')];
    if (one.length !== other.length) return 1;
    let differ = 0;
    for (let at = 0; at < one.length; at += 4)
      if (Math.abs(one[at] - other[at]) + Math.abs(one[at + 1] - other[at + 1]) + Math.abs(one[at + 2] - other[at + 2]) > 48) differ += 1;
    return differ / (one.length / 4);
  })()`)) as number;
}
