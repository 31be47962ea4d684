/** The user-interface tests: one server and one browser for all of them. Registered with node:test by importing them. */
import './workbench';
