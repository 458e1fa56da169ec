import {type Config, EMULATOR_API_KEY} from '../config.ts';

/** The configuration with the emulator as its model. */
export function withEmulator(config: Config, url: string): Config {
  return {...config, gemini: {...config.gemini, apiKey: EMULATOR_API_KEY, baseUrl: url}};
}
