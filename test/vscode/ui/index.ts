/** The user-interface tests: one browser, and one server for most of them. Importing a file registers its scenarios with node:test. */
import './workbench';
import './search';
import './passageDiff';
import './duplicates';
import './filters';
import './results';
import './trouble';
import './palette';
import './similar';
import './pastSearches';
import './indexView';
import './map';
import './windows';
import './appearance';
import './download';
import './models';
import './packaged';
