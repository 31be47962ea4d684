/**
 * The user-interface tests: one browser, and one server for most of them. Importing a file registers its scenarios, of
 * which two run at a time, in this order: those that take longest first, so that neither is left with them at the end.
 * Arguments are parts of the titles to run.
 */
import './starting';
import './packaged';
import './appearance';
import './models';
import './map';
import './download';
import './duplicates';
import './trouble';
import './searchBox';
import './search';
import './passageDiff';
import './filters';
import './results';
import './palette';
import './similar';
import './pastSearches';
import './indexView';
import './windows';
import './trust';
import './korean';
import './workbench';
import { runScenarios } from './session';

runScenarios(process.argv.slice(2));
