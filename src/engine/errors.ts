/** The errors of the engine's edge, for those who talk to the engine; they are declared in the core because storage throws them too. */
export { describeError, EngineError, type EngineErrorCode } from '../core/errors';
