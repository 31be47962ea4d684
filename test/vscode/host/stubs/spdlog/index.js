// Stands in for VS Code's native logger, so that the tests need no C++ compiler: writes each line to its file at once.
const fs = require('node:fs');
const path = require('node:path');

class Logger {
  #file;
  #plain = false;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }

  clearFormatters() {
    this.#plain = true;
  }

  setPattern() {
    this.#plain = false;
  }

  write(level, message) {
    const line = this.#plain ? message : `${new Date().toISOString()} [${level}] ${message}\n`;
    try {
      fs.appendFileSync(this.#file, line);
    } catch {
      // The log folder may be gone already while the server shuts down; a log line is not worth a crash.
    }
  }

  getLevel() {
    return 0;
  }

  setLevel() {}
  flush() {}
  drop() {}
}

for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical']) {
  Logger.prototype[level] = function (message) {
    this.write(level, message);
  };
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
