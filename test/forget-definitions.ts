// Files of tests share a process, so that the library is loaded once for many of them.
import { forgetDefinitions } from './fixture-definitions.js';

forgetDefinitions();
